"""What a lead owes, as stated by the client: the facts a verdict stands on."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from advisor.domain.debts import kinds

CURRENCY = "RUB"
NOTHING = Decimal("0.00")


class Collateral(StrEnum):
    """Where the pledged thing of a secured loan is (OP-12, OP-15)."""

    HELD = "held"
    SOLD = "sold"
    LOST = "lost"
    REALISED_BY_CREDITOR = "realised_by_creditor"
    UNKNOWN = "unknown"


class FineFor(StrEnum):
    """What a fine was for (OP-14)."""

    PUBLIC_ORDER = "public_order"
    STATE_HARM = "state_harm"


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt row: kind, balance in RUB with interest and penalties, and the answers to its follow-up questions."""

    kind: str
    amount: Decimal
    collateral: Collateral | None = None
    bank_notified: bool | None = None
    proceeds_to_loan: bool | None = None
    fine_for: FineFor | None = None
    deal_invalid: bool | None = None
    payment_ordered: bool | None = None

    @property
    def law_kind(self) -> str:
        """The kind the rules see: the follow-up answers of a fine and of a challenged deal choose it (OP-13, OP-14)."""
        if self.kind == kinds.FINE and self.fine_for is not None:
            return "state_harm_fine" if self.fine_for is FineFor.STATE_HARM else "fine_fee"
        if self.kind == kinds.CHALLENGED_DEAL and self.deal_invalid and self.payment_ordered:
            return "challenged_transaction"
        return self.kind


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead's debts with two answers: is there a mortgage, is a partial result accepted (None = not asked).

    `screening` holds the screening questions answered with yes, as codes of `screening.ALL`.
    """

    debts: tuple[Debt, ...]
    mortgage: bool | None = None
    partial_consent: bool | None = None
    currency: str = CURRENCY
    screening: tuple[str, ...] = ()


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Exact sum with two places; 0.00 for nothing."""
    return sum(amounts, NOTHING)
