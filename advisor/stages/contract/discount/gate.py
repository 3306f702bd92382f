"""How large a discount on the offered fee is, and what it needs before the contract is printed. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from advisor.domain.process import Finding


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
class Discount:
    """The offered fee, the agreed one, how many percent the advisor may give alone, and what a manager said."""

    listed: Fee = Fee()
    agreed: Fee = Fee()
    limit_percent: int = 0
    approved: bool = False
    refused: bool = False

    @property
    def given(self) -> Decimal:
        """The larger of the discounts on both parts of the fee, in percent of the offered one; zero when none was.

        A part that was offered and is no longer there was given away whole.
        """
        parts = ((self.listed.fixed, self.agreed.fixed), (self.listed.percent, self.agreed.percent))
        shares = [(Decimal(old) - Decimal(new or 0)) * 100 / Decimal(old) for old, new in parts if old]
        return max(Decimal(0), *shares) if self.agreed.stated and shares else Decimal(0)

    @property
    def above(self) -> bool:
        """Is it more than the advisor may give away alone?"""
        return self.given > self.limit_percent

    @property
    def open(self) -> bool:
        """Does it still need a manager's yes?"""
        return self.above and not self.approved


def findings(discount: Discount) -> tuple[Finding, ...]:
    """The gate line of a discount that no manager has approved."""
    if not discount.open:
        return ()
    code = "contract.discount_refused" if discount.refused else "contract.discount_unapproved"
    return (Finding(code, f"{discount.given:.2f} %", action="discount"),)
