"""Step 0 of the decision: put each debt among those written off, not written off or disputed."""

from advisor.domain.debts.decision import SortedDebt
from advisor.domain.debts.kinds import (
    BANK_LOAN,
    KINDS,
    MORTGAGE,
    SECURED_LOAN,
    SOLD_COLLATERAL_CLAUSE,
    Group,
)
from advisor.domain.debts.lead import Collateral, Debt, Lead
from advisor.domain.debts.thresholds import Thresholds

_BY_POLICY = "-"
_GONE = {
    Collateral.LOST: "COLLATERAL_ABSENT",
    Collateral.REALISED_BY_CREDITOR: "COLLATERAL_REALISED_BY_CREDITOR",
}


def sort_debts(lead: Lead, rules: Thresholds) -> tuple[SortedDebt, ...]:
    """Every debt with a balance, in the lead's order, with its group, clause and ground for doubt."""
    skip_mortgage = rules.mortgage_policy == "ignore"
    return tuple(
        _sort(debt, rules) for debt in lead.debts if debt.amount and not (skip_mortgage and debt.kind == MORTGAGE)
    )


def collateral_ground(debt: Debt) -> str | None:
    """Why a secured loan is in doubt (COLLATERAL_...); None when it is held or all of 3.6 holds (OP-12)."""
    if debt.collateral in _GONE:
        return _GONE[debt.collateral]
    if debt.collateral is Collateral.SOLD:
        if debt.bank_notified:
            return "COLLATERAL_SOLD_NOTIFIED"
        if debt.proceeds_to_loan:
            return "COLLATERAL_SOLD_PROCEEDS_APPLIED"
        if debt.bank_notified is None or debt.proceeds_to_loan is None:
            return "COLLATERAL_FACTS_UNKNOWN"
        return None
    return None if debt.collateral is Collateral.HELD else "COLLATERAL_FACTS_UNKNOWN"


def _sort(debt: Debt, rules: Thresholds) -> SortedDebt:
    kind = debt.law_kind
    if kind == SECURED_LOAN:
        return _sort_secured(debt, rules)
    if kind == MORTGAGE:
        if rules.mortgage_policy == "as_secured":
            return SortedDebt(debt, Group.WRITTEN_OFF, "2.2", counts_as=SECURED_LOAN)
        return SortedDebt(debt, Group.DISPUTED, "1.3", "MORTGAGE")
    listed = KINDS.get(kind)
    if listed is not None and listed.group is not Group.DISPUTED:
        return SortedDebt(debt, listed.group, listed.clause, counts_as=kind)
    if rules.unlisted_policy == "as_dischargeable":
        return SortedDebt(debt, Group.WRITTEN_OFF, _BY_POLICY)
    if rules.unlisted_policy == "as_non_dischargeable":
        return SortedDebt(debt, Group.NOT_WRITTEN_OFF, _BY_POLICY)
    return SortedDebt(debt, Group.DISPUTED, _BY_POLICY, "KIND_NOT_LISTED")


def _sort_secured(debt: Debt, rules: Thresholds) -> SortedDebt:
    ground = collateral_ground(debt)
    if ground is not None and rules.collateral_gap_policy == "as_unsecured":
        return SortedDebt(debt, Group.WRITTEN_OFF, "2.1", counts_as=BANK_LOAN)
    if ground is not None and rules.collateral_gap_policy == "refer":
        return SortedDebt(debt, Group.DISPUTED, "2.2", ground)
    if ground is None and debt.collateral is Collateral.HELD:
        return SortedDebt(debt, Group.WRITTEN_OFF, "2.2", counts_as=SECURED_LOAN)
    return SortedDebt(debt, Group.NOT_WRITTEN_OFF, SOLD_COLLATERAL_CLAUSE)
