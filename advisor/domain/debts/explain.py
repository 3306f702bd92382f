"""Both verdicts in words: each condition and reason as a sentence to read aloud, comparisons printed (OP-05, OP-19)."""

from collections.abc import Mapping

from advisor.domain.debts.decision import Comparison, Condition, Decision, Reason, Relation, Status
from advisor.domain.debts.extrajudicial import LegalHint
from advisor.domain.debts.message import Message, short
from advisor.domain.debts.words import ALTERNATIVES, HINTS, REASONS
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


HINT_POSSIBLE = N_("The out-of-court route looks possible")
HINT_OPEN = N_("More has to be asked")
HINT_CLOSED = N_("The out-of-court route does not look possible")
ASK_FOR_HINT = N_("Answer the questions for the legal hint.")
CONDUCT_MATTERS = N_("For such conduct a court may refuse to free of debts (213.28 p. 4).")


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


def hint_is_open(answer: LegalHint) -> bool:
    """True when an answer that is still missing could open the route."""
    if answer.repeat is not None and answer.repeat.met is not True:
        return answer.repeat.met is None
    return "NO_GROUND" in answer.why and any(tick.met is None for tick in answer.ticks)


def hint_title(answer: LegalHint) -> str:
    """May the law help this person? The hint's answer in one line."""
    if answer.possible:
        return HINT_POSSIBLE
    return HINT_OPEN if hint_is_open(answer) else HINT_CLOSED


def hint_told(answer: LegalHint, bad_conduct: bool = False) -> tuple[Message, ...]:
    """Why: grounds or what is missing, the sum beside its limit, and what else the law says on these facts."""
    codes = answer.why if not hint_is_open(answer) else ()
    told_ = [Message(HINTS[code]) for code in codes] or [Message(ASK_FOR_HINT)]
    if answer.repeat is not None and answer.repeat.met:
        told_.append(Message(HINTS[answer.repeat.code]))
    if bad_conduct:
        told_.append(Message(CONDUCT_MATTERS))
    told_.append(compared(answer.comparison))
    if answer.duty_to_petition is not None:
        told_ += [Message(ALTERNATIVES["DUTY_TO_PETITION"][1]), compared(answer.duty_to_petition)]
    if answer.mortgage_route:
        told_.append(Message(ALTERNATIVES["MORTGAGE_ROUTE"][1]))
    return (*told_, Message(ALTERNATIVES["COURT_PETITION"][1]))
