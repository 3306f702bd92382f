"""Note what was seen of a payment."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.errors import Invalid, WrongStatus
from advisor.services.context import Context
from advisor.services.rows import active, amount, of_case, past_day, sane_day
from advisor.stages.monitoring.records import Duty
from advisor.stages.monitoring.stage import PAYMENTS
from advisor.stages.monitoring.watch.records import Sighting
from advisor.stages.monitoring.watch.stage import SIGHTINGS, WITH_AMOUNT, WITH_DAY


@dataclass(frozen=True, slots=True)
class Seen:
    """A code and its day; the promised day or the part paid where the code asks for it. Minor units."""

    code: str
    seen_on: date
    until_on: date | None = None
    amount: int | None = None


def note_seen(ctx: Context, case_id: int, duty_id: int, seen: Seen) -> Sighting:
    """Keep one observation; Invalid for a code that is not in the list, or without what it needs."""
    case = active(ctx, case_id)
    duty = of_case(ctx.session, Duty, duty_id, case)
    if duty.kind not in PAYMENTS or not duty.open:
        raise WrongStatus("done")
    if seen.code not in SIGHTINGS:
        raise Invalid("code", "unknown")
    if seen.code in WITH_DAY and seen.until_on is None:
        raise Invalid("until_on", "missing")
    if seen.code in WITH_AMOUNT and not seen.amount:
        raise Invalid("amount", "missing")
    row = Sighting(
        case_id=case.id, duty_id=duty.id, code=seen.code, seen_on=past_day(ctx, "seen_on", seen.seen_on),
        until_on=sane_day(ctx, "until_on", seen.until_on) if seen.until_on and seen.code in WITH_DAY else None,
        amount=amount("amount", seen.amount) if seen.code in WITH_AMOUNT else None,
        staff_id=ctx.actor.id, staff_name=ctx.actor.name, recorded_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("monitoring.payment_seen", "payment_sighting", row.id, case_id=case.id, code=row.code)
    return row
