"""What can be done in the monitoring room: end the service, keep duties with their evidence, keep our own money."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.outreach.cadence import moment_at
from advisor.domain.outreach.payer import habit
from advisor.records.case import Case
from advisor.records.fee import FeeEntry, FeeKind
from advisor.records.party import Party
from advisor.records.reminder import OPEN, Reminder, ReminderState
from advisor.services import followups, plan_book, plans
from advisor.services.context import Context
from advisor.services.rows import active, amount, of_case, past_day, sane_day, words
from advisor.stages.monitoring.records import Duty, ServiceEnd, duties_of, payments_of
from advisor.stages.monitoring.stage import DUTIES, PAYMENTS

SETTLED = timedelta(days=7)
"""What is due sooner keeps its reminders: the first of them may have gone out already."""


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A condition or duty with its day; amount in minor units of the case's currency unless another is named."""

    kind: str
    text: str
    due_on: date
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount we are to receive, and how far it has come. Minor units; the share in percent of the amount."""

    kind: FeeKind
    text: str
    amount: int
    currency: str
    agreed_on: date
    due_on: date | None = None
    invoiced_on: date | None = None
    invoice_number: str = ""
    paid_on: date | None = None
    advisor_share: Decimal | None = None


def end_service(ctx: Context, case_id: int) -> ServiceEnd:
    """Say that our service ended; saying it twice has one effect."""
    case = active(ctx, case_id)
    row = ctx.session.get(ServiceEnd, case.id)
    if row is None:
        row = ServiceEnd(case_id=case.id, ended_on=ctx.today, ended_by=ctx.actor.name, recorded_at=ctx.now)
        ctx.session.add(row)
        ctx.record("monitoring.service_ended", "case", case.id, case_id=case.id)
    return row


def resume_service(ctx: Context, case_id: int) -> None:
    """Take "service ended" back."""
    case = active(ctx, case_id)
    row = ctx.session.get(ServiceEnd, case.id)
    if row is None:
        raise NotFound
    ctx.session.delete(row)
    ctx.record("monitoring.service_resumed", "case", case.id, case_id=case.id)


def add_duty(ctx: Context, case_id: int, new: NewDuty) -> Duty:
    """Note a condition or duty; a day that lies ahead gets its follow-up at 09:00 of the client's clock."""
    case = active(ctx, case_id)
    if new.kind not in DUTIES[case.profile]:
        raise Invalid("kind", "unknown")
    row = Duty(
        case_id=case.id, kind=new.kind, text=words("text", new.text, 400), due_on=sane_day(ctx, "due_on", new.due_on),
        amount=amount("amount", new.amount), currency=new.currency or case.currency,
    )  # fmt: skip
    if row.kind in PAYMENTS:
        _follow_habit(ctx, case)  # by what came before: this one is only being written down
    ahead = row.due_on > ctx.today and row.due_on.year <= ctx.now.year + followups.LIMIT_YEARS
    if ahead and row.kind not in PAYMENTS:
        row.reminder_id = _remind(ctx, case, row).id
    ctx.session.add(row)
    ctx.session.flush()
    if ahead and row.kind in PAYMENTS:
        _watch(ctx, case, row)
    ctx.record("monitoring.duty_added", "monitoring_duty", row.id, case_id=case.id, kind=row.kind)
    return row


def finish_duty(ctx: Context, case_id: int, duty_id: int, done_on: date, evidence: str) -> Duty:
    """Note that a duty is done, with where its evidence lies; its follow-up loses its point."""
    case = active(ctx, case_id)
    row = _open(ctx, case, duty_id)
    row.done_on, row.evidence = past_day(ctx, "done_on", done_on), words("evidence", evidence, 400)
    _unremind(ctx, case, row, "done")
    if row.kind in PAYMENTS and _follow_habit(ctx, case):
        for other in duties_of(ctx.session, case.id):
            if other.kind in PAYMENTS and other.open and other.due_on > ctx.today + SETTLED:
                _watch(ctx, case, other)
    ctx.record("monitoring.duty_done", "monitoring_duty", row.id, case_id=case.id, kind=row.kind)
    return row


def drop_duty(ctx: Context, case_id: int, duty_id: int, why: str) -> Duty:
    """Say why a duty is no longer needed; the row stays."""
    case = active(ctx, case_id)
    row = _open(ctx, case, duty_id)
    row.dropped_on, row.dropped_why = ctx.today, words("why", why)
    _unremind(ctx, case, row, "dropped")
    ctx.record("monitoring.duty_dropped", "monitoring_duty", row.id, case_id=case.id, reason=row.dropped_why)
    return row


def add_money(ctx: Context, case_id: int, money: Money) -> FeeEntry:
    """Note a fee or commission we are to receive."""
    case = active(ctx, case_id)
    row = FeeEntry(case_id=case.id, kind=money.kind, amount=0, currency=money.currency, agreed_on=money.agreed_on,
                   recorded_at=ctx.now)  # fmt: skip
    _fill(ctx, row, money)
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("monitoring.fee_added", "fee_entry", row.id, case_id=case.id, kind=row.kind)
    return row


def change_money(ctx: Context, case_id: int, fee_id: int, money: Money) -> FeeEntry:
    """Note how far an amount has come: invoiced, paid; or correct it."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, FeeEntry, fee_id, case)
    _fill(ctx, row, money)
    ctx.record("monitoring.fee_changed", "fee_entry", row.id, case_id=case.id, kind=row.kind)
    return row


def waive_money(ctx: Context, case_id: int, fee_id: int, why: str) -> FeeEntry:
    """Say why an amount will not be received; it no longer stands open."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, FeeEntry, fee_id, case)
    if not row.open:
        raise WrongStatus("settled")
    row.waived_on, row.waived_why = ctx.today, words("why", why, 200)
    ctx.record("monitoring.fee_changed", "fee_entry", row.id, case_id=case.id, kind=row.kind)
    return row


def _fill(ctx: Context, row: FeeEntry, money: Money) -> None:
    if not money.amount:
        raise Invalid("amount", "missing")
    share = money.advisor_share
    if share is not None and not (share.is_finite() and 0 <= share <= 100):
        raise Invalid("advisor_share", "out_of_range")
    row.kind, row.text, row.currency = money.kind, words("text", money.text, 200), money.currency
    row.amount = amount("amount", money.amount) or 0
    row.agreed_on, row.advisor_share = past_day(ctx, "agreed_on", money.agreed_on), money.advisor_share
    row.due_on = sane_day(ctx, "due_on", money.due_on) if money.due_on else None
    row.invoiced_on = past_day(ctx, "invoiced_on", money.invoiced_on) if money.invoiced_on else None
    row.invoice_number = words("invoice_number", money.invoice_number, 60, needed=False)
    row.paid_on = past_day(ctx, "paid_on", money.paid_on) if money.paid_on else None


def _open(ctx: Context, case: Case, duty_id: int) -> Duty:
    row = of_case(ctx.session, Duty, duty_id, case)
    if not row.open:
        raise WrongStatus("done")
    return row


def _follow_habit(ctx: Context, case: Case) -> bool:
    """Who always paid on time is not reminded, who was late is reminded twice (ZA-07); True when that changed."""
    ctx.session.flush()
    return plan_book.differ_by_habit(
        ctx, case, "instalment", habit(payments_of(ctx.session, case.client_id), ctx.today)
    )


def _watch(ctx: Context, case: Case, duty: Duty) -> None:
    zone = ZoneInfo(ctx.session.get_one(Party, case.client_id).time_zone)
    plans.start(ctx, case, plans.Event("instalment", moment_at(duty.due_on, time(9), zone), duty.id))


def _remind(ctx: Context, case: Case, duty: Duty) -> Reminder:
    client = ctx.session.get_one(Party, case.client_id)
    at = datetime.combine(duty.due_on, time(9))
    return followups.remind_at(ctx, case, at, client.time_zone, duty.text)


def _unremind(ctx: Context, case: Case, duty: Duty, why: str) -> None:
    plans.stop(ctx, case, "instalment", why, duty.id)
    row = ctx.session.get(Reminder, duty.reminder_id) if duty.reminder_id else None
    if row is not None and row.state in OPEN:
        row.state, row.cancelled_at, row.cancelled_why = ReminderState.CANCELLED, ctx.now, why
        followups.refresh_next_action(ctx, case)
