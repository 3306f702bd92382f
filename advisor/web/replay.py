"""Verdicts as they were given, replayed as of any day, with what differs by the rules of today (OP-22)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from advisor.domain.debts import Decision, Lead, NoPackInForce, lead_from_json, prequalify
from advisor.domain.debts.review import differences
from advisor.domain.debts.words import OUTCOMES
from advisor.domain.doors import CASE_READ, CASE_WRITE, allow
from advisor.domain.words import N_
from advisor.extensions import db
from advisor.services.rulebook import edition_of, packs
from advisor.stages.contact.prequalification import actions
from advisor.stages.contact.prequalification.actions import rules_on
from advisor.stages.contact.prequalification.records import Prequalification, verdicts_of
from advisor.web.kit.forms import HouseForm, once
from advisor.web.kit.now import day_of, today
from advisor.web.kit.page import page
from advisor.web.verdicts import Hint, Shown, grounds, legal_hint, told_decision

bp = Blueprint("replay", __name__, url_prefix="/cases/<int:case_id>/contact/verdicts")

DIFFERENCES = {
    "outcome": N_("Verdict"),
    "reasons": N_("Reasons"),
    "written_off": N_("May be written off"),
    "not_written_off": N_("Stays"),
    "disputed": N_("A person decides"),
    "non_dischargeable_clauses": N_("Clauses that stay"),
    "pack_version": N_("Version of the rules"),
}


@dataclass(frozen=True, slots=True)
class Replayed:
    """Both verdicts as they were given, and as of the day asked for (None: no rules then), with what differs.

    Both stand on the facts kept with the verdict, whatever was answered since.
    """

    row: Prequalification
    then: Shown
    on_day: Shown | None
    changes: tuple[tuple[str, str], ...]
    law_then: Hint | None
    law_on_day: Hint | None


@bp.get("")
@allow(CASE_READ)
def show(case_id: int) -> tuple[str, int]:
    """Every verdict of the case, replayed as of the day asked for (today by default), and how it differs."""
    session, day = db.session(), _asked()
    rows = [_replayed(row, day) for row in verdicts_of(session, case_id)]
    return page("web/stages/contact/verdicts.html", case_id=case_id, rows=rows, form=HouseForm(formdata=None), day=day,
                today=today())  # fmt: skip


@bp.post("")
@allow(CASE_WRITE)
def recheck(case_id: int) -> Response:
    """Give the verdict anew by today's rules; the old one stays in the history."""
    once(HouseForm(), lambda ctx: {"id": getattr(actions.recheck(ctx, case_id), "id", None)})
    return redirect(url_for("replay.show", case_id=case_id))


def _asked() -> date:
    """The day of the query, or today when it is none."""
    try:
        return date.fromisoformat(request.args.get("as_of", ""))
    except ValueError:
        return today()


def _replayed(row: Prequalification, day: date) -> Replayed:
    session, lead = db.session(), lead_from_json(row.facts)
    own = edition_of(packs(session), row.pack_key, row.pack_version)
    before, law = prequalify(lead, own), (_law(row, lead, day_of(row.at)), _law(row, lead, day))
    try:
        pack = rules_on(session, day)
    except NoPackInForce:
        return Replayed(row, told_decision(before, own), None, (), *law)
    after = prequalify(lead, pack)
    return Replayed(row, told_decision(before, own), told_decision(after, pack), _changes(before, after), *law)


def _law(row: Prequalification, lead: Lead, day: date) -> Hint | None:
    """What the law said on the day about the answers of that time; None before its first edition."""
    try:
        return legal_hint(lead, row.hint, day)
    except NoPackInForce:
        return None


def _changes(before: Decision, after: Decision) -> tuple[tuple[str, str], ...]:
    """The difference list: (what, before and after)."""
    words: dict[str, Any] = {"outcome": lambda value: gettext(OUTCOMES[value]), "reasons": _reasons}
    changes = []
    for found in differences(before, after):
        read = words.get(found.field, str)
        changes.append((gettext(DIFFERENCES[found.field]), f"{read(found.before)} → {read(found.after)}"))
    return tuple(changes)


def _reasons(codes: Any) -> str:
    return "; ".join(grounds(codes)) or "–"
