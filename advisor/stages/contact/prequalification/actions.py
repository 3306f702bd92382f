"""What can be done in the pre-qualification: save the interview, note the client's consent, take it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from advisor.domain.debts import (
    OP1,
    Decision,
    Lead,
    Outcome,
    RulePack,
    Thresholds,
    lead_from_json,
    lead_to_json,
    prequalify,
)
from advisor.domain.debts.extrajudicial import HintRules
from advisor.domain.debts.interview import incomplete
from advisor.domain.debts.packs import HINT
from advisor.domain.debts.review import reviewers
from advisor.domain.debts.statement import WORDING_VERSION
from advisor.domain.errors import Invalid, NotFound, StaleVersion, WrongStatus
from advisor.domain.process import Profile, Status
from advisor.domain.roles import Role
from advisor.records.case import Case
from advisor.records.party import Consent, ConsentPurpose, ConsentRefusal, Party
from advisor.services import followups
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.followups import Plan
from advisor.services.parties import give_consent, refuse_consent, withdraw_consent
from advisor.services.rulebook import pack_in_force
from advisor.services.uploads import upload_of
from advisor.stages.contact.prequalification.records import (
    NOTES,
    DebtRow,
    Held,
    Interview,
    Prequalification,
    held,
    kopecks,
    resealed,
    verdicts_of,
    write_lines,
)
from advisor.stages.contact.prequalification.stage import ASK_AGAIN
from advisor.stages.contact.review import actions as review

NOTE_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled interview. `notes` may hold budget, timing and task; `hint` the answers of the legal hint."""

    rows: tuple[DebtRow, ...]
    mortgage: bool | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    hint: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """What the client said to the split statement, when, through which channel and who told (OP-17)."""

    agrees: bool
    channel: str
    told_by: str
    at: datetime


def rules_on(session: Session, day: date) -> RulePack[Thresholds]:
    """The edition of OP-1 in force on a day: the rule editor's, else the shipped one."""
    return pack_in_force(session, OP1.key, day)


def law_on(session: Session, day: date) -> RulePack[HintRules]:
    """The edition of the legal hint in force on a day."""
    return pack_in_force(session, HINT, day)


def save_interview(ctx: Context, case_id: int, sheet: Sheet) -> Prequalification | None:
    """Save debts and answers and decide; None while a question is open (then nothing is queued).

    Raises Invalid('debts', 'missing') without a row (OP-03), InputProblem for a bad fact, StaleVersion.
    """
    return state_debts(ctx, _open_case(ctx, case_id), sheet)


def state_debts(ctx: Context, case: Case, sheet: Sheet) -> Prequalification | None:
    """The same for a case the caller may write: the interview's form, or a row of an import. Raises the same."""
    if not sheet.rows:
        raise Invalid("debts", "missing")
    lead_from_json(lead_to_json(Lead(tuple(row.debt for row in sheet.rows), sheet.mortgage)))
    before = held(ctx.session, case.id)
    interview = before.interview or Interview(case_id=case.id)
    if before.interview is not None and sheet.version is not None and interview.version != sheet.version:
        raise StaleVersion
    ctx.session.add(interview)
    interview.mortgage, interview.hint, interview.saved_at = sheet.mortgage, dict(sheet.hint), ctx.now
    party = ctx.session.get_one(Party, case.client_id)
    for name in NOTES:
        text = sheet.notes.get(name, "")
        if len(text) > NOTE_LIMIT:
            raise Invalid(name, "too_long", limit=NOTE_LIMIT)
        place = ("interview", interview.uid, name)
        setattr(interview, name, resealed(ctx.session, party.uid, place, getattr(interview, name), text))
    for row in sheet.rows:
        if row.ruling_id is not None:
            upload_of(ctx.session, case.id, row.ruling_id)  # a ruling that comes back with the form is of this case
    write_lines(ctx.session, party.uid, before.lines, case.id, sheet.rows)
    ctx.session.flush()
    ctx.record("contact.interviewed", "interview", interview.id, case_id=case.id, rows=len(sheet.rows))
    return decide(ctx, case)


def answer_consent(ctx: Context, case_id: int, said: ConsentAnswer) -> Prequalification | None:
    """Note whether the client agrees that a part stays, and decide again (OP-16 to OP-18).

    Raises Invalid('agrees', 'does_not_fit') when the verdict has no part that stays, Invalid('at', 'out_of_range').
    """
    case = _open_case(ctx, case_id)
    now = held(ctx.session, case_id)
    if now.verdict is None or not now.verdict.mixed:
        raise Invalid("agrees", "does_not_fit")
    if said.at > ctx.now:
        raise Invalid("at", "out_of_range")
    _withdraw(ctx, now, said.channel)
    _note(ctx, case, said)
    return decide(ctx, case)


def reopen_consent(ctx: Context, case_id: int, channel: str) -> Prequalification | None:
    """Take the client's answer back: the decision is open again. NotFound when there is no answer."""
    case = _open_case(ctx, case_id)
    now = held(ctx.session, case_id)
    if now.partial_consent is None:
        raise NotFound
    _withdraw(ctx, now, channel)
    return ask_again(ctx, case)


def ask_again(ctx: Context, case: Case) -> Prequalification | None:
    """Decide without the answer that was taken back, and have somebody reminded to ask."""
    followups.schedule(ctx, case, Plan("contact.consent", ASK_AGAIN, 1, stage=case.stage))
    return decide(ctx, case)


def recheck(ctx: Context, case_id: int) -> Prequalification | None:
    """Give the verdict anew by today's rules; a verdict once given stays as it was (OP-22)."""
    return decide(ctx, _open_case(ctx, case_id))


def decide(ctx: Context, case: Case) -> Prequalification | None:
    """Give the verdict on the facts as they are, by today's rules; None while a question is open.

    The same facts under the same rules keep their verdict. A person's answer holds while only the consent changes.
    """
    now = held(ctx.session, case.id)
    if now.interview is None or incomplete(now.lead):
        if now.interview is not None:
            now.interview.verdict_id = None
        review.take_back(ctx, case)
        return None
    decision = prequalify(now.lead, rules_on(ctx.session, ctx.today))
    if now.partial_consent is not None and _tells_another_split(ctx, decision, case.id):
        _withdraw(ctx, now)
        ctx.session.flush()
        return decide(ctx, case)
    row, last = _verdict(ctx, now.interview, now.lead, decision), now.verdict
    row.review_id = _doubt(ctx, case, now, decision)
    if last is not None and _stands_on(last) == _stands_on(row):
        return last
    ctx.session.add(row)
    ctx.session.flush()
    now.interview.verdict_id = row.id
    ctx.record("contact.prequalified", "prequalification", row.id, case_id=case.id, outcome=decision.outcome,
               pack=decision.pack_key, pack_version=decision.pack_version)  # fmt: skip
    return row


def _verdict(ctx: Context, asked: Interview, lead: Lead, decision: Decision) -> Prequalification:
    """The row of a verdict with all it stands on."""
    return Prequalification(
        case_id=asked.case_id, outcome=decision.outcome, reasons=[reason.code for reason in decision.reasons],
        written_off=kopecks(decision.written_off), not_written_off=kopecks(decision.not_written_off),
        disputed=kopecks(decision.disputed), mixed=decision.is_mixed, facts=lead_to_json(lead),
        hint=dict(asked.hint), pack_key=decision.pack_key, pack_version=decision.pack_version, at=ctx.now,
        by_id=ctx.actor.id, by_name=ctx.actor.name,
    )  # fmt: skip


def _stands_on(row: Prequalification) -> tuple[object, ...]:
    """Facts, answers for the legal hint, edition and doubt of a verdict: what makes it another one."""
    answers = {name: said for name, said in row.hint.items() if said is not None}
    return row.facts, answers, row.pack_version, row.review_id


def _tells_another_split(ctx: Context, decision: Decision, case_id: int) -> bool:
    """True when the figures are no longer those the client was told: his answer was to another question (OP-16)."""
    told = next(iter(verdicts_of(ctx.session, case_id)), None)
    figures = (kopecks(decision.written_off), kopecks(decision.not_written_off), kopecks(decision.disputed))
    return told is not None and (told.written_off, told.not_written_off, told.disputed) != figures


def _doubt(ctx: Context, case: Case, now: Held, decision: Decision) -> int | None:
    """The review of a referred lead: the one already answered for these debts, else a question to a role."""
    if decision.outcome is not Outcome.REFER:
        review.take_back(ctx, case)
        return None
    if now.verdict is not None and now.review is not None and now.review.answer is not None:
        same = {**now.verdict.facts, "partial_consent": None} == {**lead_to_json(now.lead), "partial_consent": None}
        if same and now.verdict.pack_version == decision.pack_version:
            return now.review.id
    role = Role.EDITOR if Role.EDITOR in reviewers(decision) else Role.UNDERWRITER
    return review.ask(ctx, case, role, decision.grounds).id


def _open_case(ctx: Context, case_id: int) -> Case:
    case = writable(ctx, case_id)
    if case.status is not Status.ACTIVE or case.profile is not Profile.DEBT_RELIEF:
        raise WrongStatus(case.status)
    return case


def _note(ctx: Context, case: Case, said: ConsentAnswer) -> None:
    """Keep the client's "yes" or "no" with channel, wording and who told (OP-17, OP-18)."""
    told: dict[str, Any] = {
        "party_id": case.client_id, "case_id": case.id, "purpose": ConsentPurpose.PARTIAL_WRITE_OFF,
        "channel": said.channel, "wording_version": WORDING_VERSION, "source": said.told_by,
    }  # fmt: skip
    if said.agrees:
        give_consent(ctx, Consent(**told, given_at=said.at))
    else:
        refuse_consent(ctx, ConsentRefusal(**told, refused_at=said.at))


def _withdraw(ctx: Context, now: Held, channel: str = "") -> None:
    """The answer that runs, if any, is taken back; without a channel where another split has to be told."""
    for answer in (now.consent, now.refusal):
        if answer is not None:
            withdraw_consent(ctx, answer, channel)
