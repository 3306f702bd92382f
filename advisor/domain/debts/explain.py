"""A verdict in words: each condition and reason as a sentence to read aloud, comparisons printed (OP-05, OP-19)."""

from collections.abc import Mapping

from advisor.domain.debts.decision import Comparison, Condition, Decision, Reason, Relation, Status
from advisor.domain.debts.message import Message, short
from advisor.domain.debts.words import REASONS
from advisor.domain.words import N_

RELATIONS: Mapping[Relation, str] = {
    Relation.MORE: N_("%(figure)s is more than %(limit)s"),
    Relation.NOT_MORE: N_("%(figure)s is not more than %(limit)s"),
    Relation.LESS: N_("%(figure)s is less than %(limit)s"),
    Relation.NOT_LESS: N_("%(figure)s is not less than %(limit)s"),
}
CONDITIONS: Mapping[str, str] = {
    "TOTAL_NOT_ABOVE_MIN": N_("Debt that may be written off"),
    "SECURED_ABOVE_MAX": N_("Balance of secured loans"),
    "MORTGAGE_NOT_ACCEPTED": N_("Mortgage"),
    "UTILITIES_CREDIT_BELOW_MIN": N_("Credit debts beside utility debts"),
}
STATUSES: Mapping[Status, str] = {
    Status.PASSED: N_("Met"),
    Status.FAILED: N_("Not met"),
    Status.OPEN: N_("A person decides: the policy has no rule"),
    Status.NOT_APPLICABLE: N_("Not applicable"),
}


def compared(comparison: Comparison) -> Message:
    """The comparison in words: "100 000.00 is not more than 100 000"."""
    return Message(RELATIONS[comparison.relation], {"figure": comparison.figure, "limit": short(comparison.limit)})


def told(reason: Reason) -> tuple[Message, ...]:
    """A reason as one or two sentences: what it is with its clause, then the comparison where there is one."""
    head = Message(
        N_("Clause %(clause)s: %(reason)s"),
        terms={"reason": REASONS[reason.code]},
        facts={"clause": reason.clause},
    )
    return (head,) if reason.comparison is None else (head, compared(reason.comparison))


def checked(condition: Condition) -> tuple[Message, ...]:
    """A condition of clause 1 with its state, and the comparison where one was made (OP-06: passed ones too)."""
    head = Message(
        N_("Clause %(clause)s: %(condition)s: %(status)s"),
        terms={"condition": CONDITIONS[condition.code], "status": STATUSES[condition.status]},
        facts={"clause": condition.clause},
    )
    return (head,) if condition.comparison is None else (head, compared(condition.comparison))


def closing_reason(decision: Decision) -> tuple[Message, ...]:
    """The sentences that pre-fill the reason when a refused lead is closed; a person confirms them (OP-19)."""
    return tuple(message for reason in decision.reasons for message in told(reason))
