"""The debt interview: the verdict live while one types, saving it, the client's consent, and the re-check."""

from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from flask import Blueprint, g, redirect, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from advisor.domain.debts.screening import field_of
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import Profile, StageKey
from advisor.extensions import db
from advisor.records.party import Party
from advisor.services.notes import read_text
from advisor.stages.contact.actions import NOTICE_CHANNELS
from advisor.stages.contact.prequalification import actions
from advisor.stages.contact.prequalification.actions import ConsentAnswer, law_on
from advisor.stages.contact.prequalification.gate import Facts, standing
from advisor.stages.contact.prequalification.records import (
    NOTES,
    Held,
    Prequalification,
    heard,
    held,
    verdicts_of,
)
from advisor.stages.contact.review.gate import Standing
from advisor.stages.contact.rulings.records import names_of_rulings
from advisor.web.interview_form import InterviewForm, drawn, filled
from advisor.web.interview_typed import Typed, read_interview, row_marks
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, LocalMomentField, short
from advisor.web.kit.now import now, today, zone
from advisor.web.kit.page import fragment
from advisor.web.kit.room import act, room_url, show_room
from advisor.web.kit.show import word
from advisor.web.kit.stale import act_fresh
from advisor.web.kit.who import me
from advisor.web.verdicts import Line, Shown, legal_hint, shown

bp = Blueprint("interview", __name__, url_prefix="/cases/<int:case_id>/contact")

Answer = Response | tuple[str, int]


def channel_choices() -> list[tuple[str, str]]:
    """The channels something may have been told through."""
    return [(code, word(code)) for code in NOTICE_CHANNELS]


class ConsentForm(HouseForm):
    """What the client said to the split statement."""

    agrees = RadioField(
        _l("Does the client agree to go on, knowing that a part stays?"), [InputRequired()],
        choices=lambda: [("yes", gettext("Yes, agrees")), ("no", gettext("No, does not agree"))],
    )  # fmt: skip
    channel = SelectField(_l("Channel"), choices=channel_choices, id="consent-channel")
    told_by = short(_l("Who told the client"), InputRequired())
    at = LocalMomentField(_l("When"), [InputRequired()])

    @property
    def answer(self) -> ConsentAnswer:
        """The answer for the use case; the typed time is the reader's."""
        at = self.at.moment.replace(tzinfo=zone()).astimezone(UTC) if self.at.moment else now()
        return ConsentAnswer(self.agrees.data == "yes", self.channel.data, self.told_by.data or "", at)


class ReopenForm(HouseForm):
    """Through which channel the client took the answer back."""

    channel = SelectField(_l("Channel"), choices=channel_choices, id="reopen-channel")


@dataclass(frozen=True, slots=True)
class Stored:
    """The stored interview as the page shows it."""

    held: Held
    standing: Standing
    notes: dict[str, str]
    creditors: list[str]
    history: list[Prequalification]


def interview_values(file: CaseFile) -> dict[str, Any]:
    """What the contact room shows of a debt-relief case: stored facts, unsent forms, both verdicts."""
    if file.case.profile is not Profile.DEBT_RELIEF:
        return {}
    stored = read_stored(file.case.id, file.client)
    form = filled(stored.held, stored.notes, stored.creditors)
    answers = dict(stored.held.interview.hint) if stored.held.interview else {}
    lead = stored.held.lead
    return {
        "stored": stored, "interview": form, "consent": _consent_form(),
        "reopen": ReopenForm(formdata=None, channel="phone"), "country": file.client.country,
        "shown": shown(lead, answers, today(), language=file.client.language),
        "law": legal_hint(lead, answers, today()) if lead.debts else None,
        "rulings": _rulings(stored.held),
        "screening": [field_of(code) for code in law_on(db.session(), today()).rules.screening],
    }  # fmt: skip


def _rulings(facts: Held) -> dict[int, str]:
    if not any(line.ruling_id for line in facts.lines):
        return {}
    return names_of_rulings(db.session(), facts.lines[0].case_id)


def read_stored(case_id: int, client: Party) -> Stored:
    """The stored interview with its sealed words opened."""
    session, facts = db.session(), held(db.session(), case_id)
    asked = facts.interview
    notes = {} if asked is None else {
        name: read_text(session, client.uid, ("interview", asked.uid, name), getattr(asked, name)) for name in NOTES
    }  # fmt: skip
    creditors = [
        read_text(session, client.uid, ("debt_line", line.uid, "creditor"), line.creditor) for line in facts.lines
    ]
    verdict = facts.verdict
    answer = facts.review.answer if facts.review else None
    seen = Facts(
        verdict.outcome if verdict else None, (), bool(verdict and verdict.mixed), facts.consent is not None, answer
    )
    return Stored(facts, standing(seen), notes, creditors, verdicts_of(session, case_id))


@bp.post("/verdict")
@allow(CASE_WRITE)
def live(case_id: int) -> Answer:
    """The verdict on what is typed; nothing is saved. A fragment for the typing page, a whole page without scripts."""
    if request.headers.get("HX-Request") == "true":
        return _fragment(case_id), 200
    form = InterviewForm()
    form.validate()
    form.spare()
    return show_room(StageKey.CONTACT, 200, interview=form, **_verdicts(form.typed, case_id))


def _fragment(case_id: int) -> str:
    """Both verdicts, the follow-up questions that changed, and the blank rows to go on in."""
    typed = read_interview(request.form)
    values = _verdicts(typed, case_id)
    changed = [
        (place, drawn(place, debt)) for place, debt in enumerate(typed.debts)
        if request.form.get(f"shown-{place}", "") != row_marks(debt.values, values["country"])
    ]  # fmt: skip
    return fragment(
        "web/stages/contact/live.html", case=g.grant.case, rulings={}, changed=changed,
        added=[(place, drawn(place)) for place in typed.missing_rows], **values,
    )  # fmt: skip


@bp.post("/interview")
@allow(CASE_WRITE)
def save(case_id: int) -> Answer:
    """Keep the debts and give the verdict; refused values come back at their fields."""
    form = InterviewForm()
    answer = act_fresh(StageKey.CONTACT, case_id, form, "interview",
                       lambda ctx: actions.save_interview(ctx, case_id, form.sheet()))  # fmt: skip
    if isinstance(answer, tuple):
        return answer
    return redirect(room_url(case_id, StageKey.CONTACT, "verdict"))


@bp.post("/consent")
@allow(CASE_WRITE)
def consent(case_id: int) -> Answer:
    """Note what the client said to the split statement (OP-17, OP-18)."""
    form = ConsentForm()
    return act(StageKey.CONTACT, case_id, form, "consent",
               lambda ctx: actions.answer_consent(ctx, case_id, form.answer))  # fmt: skip


@bp.post("/consent/reopen")
@allow(CASE_WRITE)
def reopen_consent(case_id: int) -> Answer:
    """The client took the answer back: ask again."""
    form = ReopenForm()
    return act(StageKey.CONTACT, case_id, form, "reopen",
               lambda ctx: actions.reopen_consent(ctx, case_id, form.channel.data))  # fmt: skip


def _verdicts(typed: Typed, case_id: int) -> dict[str, Any]:
    """Both verdicts on the typed debts; a refused value stands among the open questions."""
    consent, language, country = heard(db.session(), case_id)
    lead = replace(typed.lead, partial_consent=consent)
    found = shown(lead, typed.hint, today(), tuple(place for place, _row in typed.read), language)
    problems = tuple(Line(text, "bad", anchor) for text, anchor in typed.problems())
    if problems:
        found = Shown(gettext("Incomplete"), "warn", questions=(*problems, *found.questions))
    law = legal_hint(lead, typed.hint, today()) if lead.debts else None
    return {"shown": found, "law": law, "country": country}


def _consent_form() -> ConsentForm:
    here = now().astimezone(zone()).replace(tzinfo=None, second=0, microsecond=0)
    return ConsentForm(formdata=None, told_by=me().name, at=here.isoformat(timespec="minutes"), channel="phone")
