"""What is still to be asked: an unanswered question leaves the verdict incomplete (OP-12 to OP-15)."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.domain.debts.kinds import CHALLENGED_DEAL, FINE, MORTGAGE, SECURED_LOAN
from advisor.domain.debts.lead import Collateral, Debt, Lead


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: its code, the debt row it belongs to (None = the lead), the field that takes the answer."""

    code: str
    row: int | None
    field: str
    clause: str


def incomplete(lead: Lead) -> tuple[Question, ...]:
    """The unanswered questions of an interview, row by row; empty when the verdict may be given."""
    asked = [Question("DEBT_ROWS", None, "debts", "2")] if not lead.debts else []
    if lead.mortgage is None and not any(debt.kind == MORTGAGE and debt.amount for debt in lead.debts):
        asked.append(Question("MORTGAGE_ASKED", None, "mortgage", "1.3"))
    for row, debt in enumerate(lead.debts):
        asked.extend(
            Question(code, row, field, clause) for code, field, clause in _of(debt) if getattr(debt, field) is None
        )
    return tuple(asked)


def follow_ups(debt: Debt) -> tuple[tuple[str, str], ...]:
    """The follow-up questions a row shows, answered or not, as (question code, field)."""
    return tuple((code, field) for code, field, _clause in _of(debt))


def _of(debt: Debt) -> Iterator[tuple[str, str, str]]:
    """The follow-ups of one row with a balance; how the sale went is asked only after a sale (OP-12)."""
    if not debt.amount:
        return
    if debt.kind == SECURED_LOAN:
        yield "ITEM_STILL_THERE", "collateral", "2.2"
        if debt.collateral is Collateral.SOLD:
            yield "BANK_TOLD", "bank_notified", "3.6"
            if not debt.bank_notified:
                yield "PROCEEDS_PAID", "proceeds_to_loan", "3.6"
    elif debt.kind == FINE:
        yield "FINE_FOR_WHAT", "fine_for", "2.4"
    elif debt.kind == CHALLENGED_DEAL:
        yield "DEAL_INVALID", "deal_invalid", "3.7"
        yield "PAYMENT_ORDERED", "payment_ordered", "3.7"
