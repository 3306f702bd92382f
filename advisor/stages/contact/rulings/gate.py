"""Which debts have a place for a ruling."""

from advisor.domain.debts.kinds import CHALLENGED_DEAL


def has_place(kind: str) -> bool:
    """True for a debt whose two facts stand in a ruling of a court (OP-13)."""
    return kind == CHALLENGED_DEAL
