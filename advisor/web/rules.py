"""The rule book on screen: everybody on staff reads, the rule editor writes (OP-01, OP-09, OP-20)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, stream_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answered

from advisor.casework.rule_trial import trial
from advisor.domain.debts import InputProblem, RulePack
from advisor.domain.debts.editing import reading
from advisor.domain.debts.pack import newest_in_force
from advisor.domain.debts.settings import names_of
from advisor.domain.debts.verify import failures
from advisor.domain.doors import STAFF, allow, only
from advisor.domain.errors import NotFound
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.rulebook import RulePackVersion, active_editions, draft_of
from advisor.services import rulebook
from advisor.services.rulebook import FOLLOWS_LAW, Proposal, pack_of
from advisor.web.kit.forms import accepted
from advisor.web.kit.now import today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor
from advisor.web.rules_form import EditionForm, SignForm, asked, changes, filled, told
from advisor.web.rules_words import failing, turned

bp = Blueprint("rules", __name__, url_prefix="/rules")

EDITORS = only(Role.EDITOR)
Answer = Response | Answered | tuple[str, int]


@bp.get("")
@allow(STAFF)
def index() -> Answer:
    """Every rule set with the edition in force."""
    known = rulebook.packs(db.session())
    keys = dict.fromkeys(pack.key for pack in known)
    rows = [newest_in_force(known, key, today()) for key in keys]
    counts = {key: sum(pack.key == key for pack in known) for key in keys}
    return page("web/rules/index.html", rows=rows, counts=counts)


@bp.get("/<key>")
@allow(STAFF)
def show(key: str) -> Answer:
    """One rule set: the edition in force, its open questions and the history."""
    known = [pack for pack in rulebook.packs(db.session()) if pack.key == key]
    if not known:
        raise NotFound
    pack = newest_in_force(known, key, today())
    return page("web/rules/show.html", pack=pack, rules=told(pack.rules), questions=asked(pack),
                history=_history(known), draft=draft_of(db.session(), key),
                may_edit=actor().has(Role.EDITOR), law=key in FOLLOWS_LAW)  # fmt: skip


@bp.route("/<key>/edit", methods=["GET", "POST"])
@allow(EDITORS)
def edit(key: str) -> Answer:
    """The form of the next edition, over the draft or the newest one; saving keeps a draft."""
    form = _form(key)
    if request.method == "POST" and form.validate() and accepted(
        form, lambda ctx: rulebook.draft_from(
            ctx, key, Proposal(form.settings, form.reason.data or "", form.starts_on.day))
    ):  # fmt: skip
        return redirect(url_for("rules.draft", key=key))
    return _edit_page(key, form, 200 if request.method == "GET" else 422)


@bp.post("/<key>/trial")
@allow(EDITORS)
def try_out(key: str) -> Answer:
    """What the typed rules would change on the live leads, told while it is counted. Stores nothing."""
    form, session = _form(key), db.session()
    last = rulebook.newest(session, key).rules
    names = names_of(last)
    refused = [name for name in names if not form[name].validate(form)]
    then = None if refused else _candidate(key, form)
    if then is None:
        return _edit_page(key, form, 422)
    now = rulebook.pack_in_force(session, key, today())
    chosen = {name: text for name in names if (text := reading(then.rules, name)) != reading(last, name)}
    return Response(stream_template(
        "web/rules/trial.html", key=key, pack=now, changes=changes(now.rules, then.rules), chosen=chosen,
        steps=trial(session, now, then), turned=turned))  # fmt: skip


@bp.get("/<key>/draft")
@allow(STAFF)
def draft(key: str) -> Answer:
    """The draft: what changes, why, and which examples of the pack come out otherwise."""
    return _draft_page(key, SignForm(formdata=None), 200)


@bp.post("/<key>/activate")
@allow(EDITORS)
def activate(key: str) -> Answer:
    """Put the draft into force; refused while examples fail that the editor did not sign for."""
    form = SignForm()
    signed = request.form.getlist("examples") if form.signed.data else []
    if not (form.validate_on_submit() and accepted(form, lambda ctx: rulebook.activate(ctx, key, signed))):
        form.form_errors[:] = [gettext("An example comes out otherwise. Sign for it, or change the rules.")]
        return _draft_page(key, form, 422)
    flash(gettext("The new edition is in the rule book."), "ok")
    return redirect(url_for("rules.show", key=key))


@bp.post("/<key>/discard")
@allow(EDITORS)
def discard(key: str) -> Answer:
    """Throw the draft away."""
    accepted(SignForm(), lambda ctx: rulebook.discard(ctx, key))
    return redirect(url_for("rules.show", key=key))


def _candidate(key: str, form: EditionForm) -> RulePack[Any] | None:
    """The edition the typed settings would make; None when the rules refuse one: it says so at its field."""
    try:
        return rulebook.candidate(db.session(), key, form.settings, today())
    except InputProblem as problem:
        form.refuse(problem)
        return None


def _form(key: str) -> EditionForm:
    """What was typed, over the draft (opening the form) or the newest edition."""
    last = rulebook.newest(db.session(), key)
    row = draft_of(db.session(), key) if request.method == "GET" else None
    rules = pack_of(row).rules if row is not None else last.rules
    typed: Mapping[str, str] = request.form if request.method == "POST" else _asked_for(names_of(rules))
    starts_on = max(today(), last.valid_from, row.valid_from if row else today())
    return filled(
        rules, typed, starts_on=starts_on, reason=row.reason if row else request.args.get("reason", "")[:2000]
    )


def _asked_for(names: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in request.args.items() if name in names}


def _edit_page(key: str, form: EditionForm, status: int) -> Answer:
    pack = rulebook.newest(db.session(), key)
    return page("web/rules/edit.html", status, key=key, form=form, pack=pack, names=names_of(pack.rules),
                law=key in FOLLOWS_LAW)  # fmt: skip


def _draft_page(key: str, form: SignForm, status: int) -> Answer:
    row = draft_of(db.session(), key)
    if row is None:
        raise NotFound
    pack, now = pack_of(row), rulebook.pack_in_force(db.session(), key, today())
    typed = {name: reading(pack.rules, name) for name in names_of(pack.rules)}
    return page("web/rules/draft.html", status, key=key, row=row, pack=pack, form=form, typed=typed,
                changes=changes(now.rules, pack.rules), failing=[failing(each) for each in failures(pack)],
                may_edit=actor().has(Role.EDITOR))  # fmt: skip


def _history(known: list[RulePack[Any]]) -> list[tuple[RulePack[Any], date | None, RulePackVersion | None]]:
    """Editions of one rule set, newest first: the pack, its last day, and who wrote it (None: shipped)."""
    rows = {(row.key, row.number): row for row in active_editions(db.session())}
    ordered = sorted(known, key=lambda pack: -pack.version)
    found, following = [], None
    for pack in ordered:
        ends = pack.valid_to or (following.valid_from - timedelta(days=1) if following else None)
        found.append((pack, ends, rows.get((pack.key, pack.version))))
        following = pack
    return found
