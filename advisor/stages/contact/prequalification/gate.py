"""What the debt verdict, a person's answer and the client's consent together mean for the gate of contact."""

from dataclasses import dataclass

from advisor.domain.debts import Outcome
from advisor.domain.process import Finding
from advisor.stages.contact.review import gate as review
from advisor.stages.contact.review.gate import Answer, Standing


@dataclass(frozen=True, slots=True)
class Facts:
    """The verdict in force (None = none, or a question is open), a person's answer, a consent that runs."""

    outcome: Outcome | None = None
    reasons: tuple[str, ...] = ()
    mixed: bool = False
    consent: bool = False
    answer: Answer | None = None


def standing(facts: Facts) -> Standing:
    """Where the lead stands. A mixed lead is never qualified without a running consent, whoever approved it (OP-17)."""
    if facts.outcome is None:
        return Standing.MISSING
    if facts.outcome is Outcome.REFUSED:
        return Standing.REFUSED
    if facts.outcome is Outcome.REFER and facts.answer is not Answer.APPROVED:
        return Standing.REFERRED if facts.answer is None else Standing.DECLINED
    return Standing.AWAITING_CONSENT if facts.mixed and not facts.consent else Standing.QUALIFIED


def findings(facts: Facts) -> tuple[Finding, ...]:
    """The lines of the contact gate that belong to the verdict (OP-02, OP-17).

    A manager may override our commercial rules with a reason; nobody may override the client's missing consent.
    """
    here = standing(facts)
    found: list[Finding] = []
    if here is Standing.MISSING:
        found.append(Finding("contact.verdict_missing", action="interview"))
    if here is Standing.REFUSED:
        found += [Finding("contact.verdict_refused", reason, action="verdict") for reason in facts.reasons]
    if here in {Standing.REFUSED, Standing.AWAITING_CONSENT} and facts.mixed and not facts.consent:
        found.append(Finding("contact.consent_missing", overridable=False, action="consent"))
    return (*found, *review.findings(here, "verdict"))
