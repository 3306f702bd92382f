"""Promises of all three sides: made with a day, then kept, moved or broken (C-8). Each rings on its day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from advisor.domain.errors import Invalid, WrongStatus
from advisor.domain.outreach import promises as law
from advisor.domain.outreach.cadence import moment_at
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.promise import Promise, Promiser
from advisor.services import followups, plans
from advisor.services.context import Context
from advisor.services.rows import active, coming_day, of_case, words

RINGS: dict[Promiser, str] = {
    Promiser.US: N_("Our promise is due"),
    Promiser.INSTITUTION: N_("Ask whether the institution kept its promise"),
    Promiser.CLIENT: N_("Ask whether the client kept the promise"),
}
RING_AT = time(9)


@dataclass(frozen=True, slots=True)
class NewPromise:
    """Who promised what by when; `code` names the gate's warning it answers, if any."""

    promiser: Promiser
    text: str
    due_on: date
    code: str = ""


def make(ctx: Context, case: Case, new: NewPromise) -> Promise:
    """Note a promise; a follow-up rings at nine on its day. Raises Invalid for an empty text or a day that is over."""
    row = Promise(
        case_id=case.id, promiser=new.promiser, stage=case.stage, text=words("text", new.text, 500),
        due_on=coming_day(ctx, "due_on", new.due_on), code=new.code[:60], made_at=ctx.now, staff_id=case.owner_id,
    )  # fmt: skip
    return _add(ctx, case, row, "promise.made")


def keep(ctx: Context, case_id: int, promise_id: int) -> Promise:
    """It was kept, now; kept after its day it counts as broken."""
    case, row = _outstanding(ctx, case_id, promise_id)
    row.kept_at = ctx.now
    _settle(ctx, case, row, "promise.kept")
    return row


def give_up(ctx: Context, case_id: int, promise_id: int) -> Promise:
    """It was not kept and will not be."""
    case, row = _outstanding(ctx, case_id, promise_id)
    row.broken_at = ctx.now
    _settle(ctx, case, row, "promise.broken")
    return row


def move(ctx: Context, case_id: int, promise_id: int, due_on: date) -> Promise:
    """A new day was agreed: the old promise ends as moved (broken when its day had passed), a new one begins."""
    case, row = _outstanding(ctx, case_id, promise_id)
    if due_on == row.due_on:
        raise Invalid("due_on", "taken")
    day = coming_day(ctx, "due_on", due_on)
    row.moved_at = ctx.now
    _settle(ctx, case, row, "promise.moved")
    return _add(ctx, case, Promise(
        case_id=case.id, promiser=row.promiser, stage=row.stage, text=row.text, due_on=day, code=row.code,
        made_at=ctx.now, staff_id=case.owner_id, moved_from_on=row.due_on,
    ), "promise.made")  # fmt: skip


def fact(row: Promise, zone: ZoneInfo) -> law.Promise:
    """The promise as the law sees it; moments become days at the firm's place."""
    kept_on, moved_on = _day(row.kept_at, zone), _day(row.moved_at, zone)
    return law.Promise(law.Side(row.promiser), row.due_on, kept_on, moved_on, given_up=row.broken_at is not None)


def plan_of(promise_id: int) -> str:
    """Key of the follow-up of a promise."""
    return f"promise.{promise_id}"


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at else None


def _outstanding(ctx: Context, case_id: int, promise_id: int) -> tuple[Case, Promise]:
    case = active(ctx, case_id)
    row = of_case(ctx.session, Promise, promise_id, case)
    if row.kept_at or row.moved_at or row.broken_at:
        raise WrongStatus("settled")
    return case, row


def _add(ctx: Context, case: Case, row: Promise, verb: str) -> Promise:
    ctx.session.add(row)
    ctx.session.flush()
    zone = ZoneInfo(ctx.session.get_one(Party, case.client_id).time_zone)
    at = moment_at(row.due_on, RING_AT, zone)
    plans.start(ctx, case, plans.Event("promise", at, row.id, RINGS[row.promiser]))
    ctx.record(verb, "promise", row.id, case_id=case.id, promiser=row.promiser)
    return row


def _settle(ctx: Context, case: Case, row: Promise, verb: str) -> None:
    followups.cancel(ctx, case, "settled", plan=plan_of(row.id))
    followups.refresh_next_action(ctx, case)
    ctx.record(verb, "promise", row.id, case_id=case.id, promiser=row.promiser)
