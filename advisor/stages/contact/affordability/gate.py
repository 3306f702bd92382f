"""What the affordability pre-check means for the gate: it warns and refers, it never refuses (SPEC A0)."""

from dataclasses import dataclass

from advisor.domain.debts.affordability import Carrying
from advisor.domain.process import Finding
from advisor.stages.contact.review import gate as review
from advisor.stages.contact.review.gate import Answer, Standing


@dataclass(frozen=True, slots=True)
class Facts:
    """The newest pre-check and a person's answer to its doubt; None = not done, not answered."""

    carrying: Carrying | None = None
    answer: Answer | None = None


def standing(facts: Facts) -> Standing:
    """Where the lead stands."""
    if facts.carrying is None:
        return Standing.MISSING
    if facts.carrying is Carrying.REFER and facts.answer is not Answer.APPROVED:
        return Standing.REFERRED if facts.answer is None else Standing.DECLINED
    return Standing.QUALIFIED


def findings(facts: Facts) -> tuple[Finding, ...]:
    """The lines of the contact gate that belong to the pre-check; only a person's "no" blocks."""
    if facts.carrying is None:
        return (Finding("contact.affordability_missing", blocking=False, action="affordability"),)
    if facts.carrying is Carrying.WARN:
        return (Finding("contact.affordability_high", blocking=False, action="affordability"),)
    return review.findings(standing(facts), "affordability")
