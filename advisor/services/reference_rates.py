"""Reference rates and their dated values: what variable products add their margin to."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from advisor.domain.errors import Invalid, NotFound
from advisor.records.reference_rate import ReferenceRate, ReferenceRateValue
from advisor.services.context import Context
from advisor.services.rows import sane_day, words


def add_reference_rate(ctx: Context, code: str, source: str = "") -> ReferenceRate:
    """A new reference rate under the name sheets and products call it by. Invalid for a taken name."""
    name = " ".join(words("code", code, 40).split())
    if any(name.casefold() == known.casefold() for known in ctx.session.scalars(select(ReferenceRate.code))):
        raise Invalid("code", "taken")
    row = ReferenceRate(code=name, source=words("source", source, 200, needed=False))
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("institution.rate_added", "reference_rate", row.id)
    return row


def set_value(ctx: Context, rate_id: int, from_on: date, percent: Decimal) -> ReferenceRateValue:
    """What a reference rate is from a day on; the same day again corrects it. Offers issued before keep theirs."""
    if ctx.session.get(ReferenceRate, rate_id) is None:
        raise NotFound
    sane_day(ctx, "from_on", from_on)
    if not (percent.is_finite() and 0 <= percent <= 1000):
        raise Invalid("percent", "out_of_range")
    query = select(ReferenceRateValue).where(
        ReferenceRateValue.rate_id == rate_id, ReferenceRateValue.from_on == from_on
    )
    row = ctx.session.scalar(query)
    if row is None:
        row = ReferenceRateValue(rate_id=rate_id, from_on=from_on, percent=percent)
        ctx.session.add(row)
    row.percent = percent
    ctx.session.flush()
    ctx.record("institution.rate_set", "reference_rate", rate_id, from_on=from_on.isoformat(), percent=f"{percent:f}")
    return row
