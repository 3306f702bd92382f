"""When the two papers may be issued: a statement needs a part that stays, an alternative sheet a refusal."""

from advisor.domain.debts import Decision, Outcome


def may_tell(decision: Decision | None) -> bool:
    """True for mixed debts: the client must be told what goes and what stays (OP-16)."""
    return decision is not None and decision.is_mixed


def may_offer(decision: Decision | None, declined: bool) -> bool:
    """True when we do not take the case, by our rules or because a person declined it (C-4)."""
    return decision is not None and (declined or decision.outcome is Outcome.REFUSED)
