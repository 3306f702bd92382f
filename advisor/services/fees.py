"""The money we expect because of what was agreed: rows follow the contract and the decisions, typed ones stay as typed.

An expected amount has an origin ("contract:2/6", "success:7", "commission:7"). Once it was invoiced, received or waived
it is a fact and nothing changes it but a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select

from advisor.domain.fee_plan import fee_parts
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.engagement import Engagement
from advisor.records.fee import FeeEntry, FeeKind
from advisor.services.context import Context

CONTRACT_FEE = N_("Fee of the contract")
SUCCESS_FEE = N_("Success fee")


@dataclass(frozen=True, slots=True)
class Expected:
    """An amount that follows from an agreement, in minor units; `origin` makes it one of a kind in its case."""

    origin: str
    kind: FeeKind
    text: str  # a marked text, or a name
    amount: int
    currency: str
    agreed_on: date
    due_on: date | None = None
    institution_id: int | None = None


def follow_contract(ctx: Context, case: Case, row: Engagement) -> None:
    """Expect the fixed fee of a signed contract, instalment by instalment; nothing any more once it is unsigned.

    The share of success waits for accepted terms (`share_of`). A fee somebody typed in stands for all.
    """
    typed = select(FeeEntry.id).where(
        FeeEntry.case_id == case.id, FeeEntry.origin.is_(None), FeeEntry.kind == FeeKind.FEE
    )
    if ctx.session.scalar(typed.limit(1)) is not None:
        return
    wanted: list[Expected] = []
    if row.signed_on is not None and row.fee_fixed:
        wanted = [
            Expected(f"contract:{part.number}/{row.fee_parts}" if row.fee_parts > 1 else "contract:", FeeKind.FEE,
                     CONTRACT_FEE, part.amount, case.currency, row.signed_on, part.due_on)
            for part in fee_parts(row.fee_fixed, row.fee_parts, row.fee_first_on)
        ]  # fmt: skip
    expect(ctx, case, "contract:", wanted)


def share_of(amount: int, percent: Decimal) -> int:
    """A percentage of an amount in minor units, half up to the minor unit."""
    return int((Decimal(amount) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def expect(ctx: Context, case: Case, group: str, wanted: Iterable[Expected]) -> None:
    """Make the rows of a group of origins what is wanted: saying it twice has one effect.

    Once one of the group is a fact the group is left to people, so that nothing is asked for twice.
    """
    mine = select(FeeEntry).where(FeeEntry.case_id == case.id, FeeEntry.origin.startswith(group, autoescape=True))
    known = {row.origin: row for row in ctx.session.scalars(mine)}
    if any(not row.untouched for row in known.values()):
        return
    for new in wanted:
        row = known.pop(new.origin, None)
        if row is None:
            row = FeeEntry(case_id=case.id, kind=new.kind, amount=new.amount, currency=new.currency,
                           agreed_on=new.agreed_on, origin=new.origin, recorded_at=ctx.now)  # fmt: skip
            ctx.session.add(row)
        row.text, row.amount, row.currency = new.text, new.amount, new.currency
        row.agreed_on, row.due_on, row.institution_id = new.agreed_on, new.due_on, new.institution_id
    for row in known.values():
        ctx.session.delete(row)
    if ctx.session.new or ctx.session.deleted:
        ctx.record("monitoring.fee_expected", "case", case.id, case_id=case.id, group=group)
    ctx.session.flush()
