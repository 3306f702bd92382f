"""What lets a case leave the contract room (SPEC A0; Finare step 5; ZA-04)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.domain.process import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in minor units and percent of the sum paid out; None where there is no such part."""

    fixed: int | None = None
    percent: Decimal | None = None

    @property
    def stated(self) -> bool:
        """True when there is a fee, zero included."""
        return self.fixed is not None or self.percent is not None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at. `unchecked` names the signing people whose identity nobody has checked."""

    scope: bool = False
    agreed: Fee = Fee()
    listed: Fee = Fee()
    limit_percent: int = 0
    discount_approved: bool = False
    unchecked: tuple[str, ...] = ()
    signed: bool = False
    mandate: bool = False
    mandate_until: date | None = None
    mandate_ended: bool = False
    declined: bool = False


def gate(facts: Facts, today: date) -> Verdict:
    """Scope and fee, identity, a discount within the limit or approved, a signature. A missing mandate only warns."""
    found = []
    if not facts.scope:
        found.append(Finding("contract.scope_missing", action="terms"))
    if not facts.agreed.stated:
        found.append(Finding("contract.fee_missing", action="terms"))
    if not facts.discount_approved and above_limit(facts):
        found.append(Finding("contract.discount_unapproved", f"{discount(facts.listed, facts.agreed):.2f} %",
                             action="discount"))  # fmt: skip
    found += [Finding("contract.identity_unchecked", name, action="identity") for name in facts.unchecked]
    if not facts.signed:
        found.append(Finding("contract.signature_missing", action="signature"))
        if facts.declined:
            found.append(Finding("contract.declined", blocking=False, action="terms"))
    if mandate_over(facts, today):
        found.append(Finding("contract.mandate_over", blocking=False, action="mandate"))
    elif not facts.mandate:
        found.append(Finding("contract.mandate_missing", blocking=False, action="mandate"))
    return Verdict(tuple(found))


def mandate_over(facts: Facts, today: date) -> bool:
    """Was there a power of attorney that has run out or was withdrawn?"""
    return facts.mandate_ended or (facts.mandate_until is not None and facts.mandate_until < today)


def discount(listed: Fee, agreed: Fee) -> Decimal:
    """The larger of the discounts on both parts of the fee, in percent of the offered one; zero when none was offered.

    A part that was offered and is no longer there was given away whole.
    """
    parts = ((listed.fixed, agreed.fixed), (listed.percent, agreed.percent))
    given = [Decimal(0)]
    for before, now in parts:
        if before:
            given.append((Decimal(before) - Decimal(now or 0)) * 100 / Decimal(before))
    return max(given)


def above_limit(facts: Facts) -> bool:
    """Is the discount more than the advisor may give away alone?"""
    return facts.agreed.stated and discount(facts.listed, facts.agreed) > facts.limit_percent
