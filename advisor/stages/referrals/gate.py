"""What lets a case end in the referrals room (SPEC A0; Finare step 12)."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.process import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at. Opinion and recommendation: a code, and whether a word says why it was not asked."""

    opinion: str = ""
    opinion_why: bool = False
    recommendation: str = ""
    recommendation_why: bool = False
    next_contact_on: date | None = None
    do_not_contact: bool = False


def gate(facts: Facts, today: date) -> Verdict:
    """Blocks until opinion and recommendation were asked (or why not), and the next contact is settled.

    Who must not be contacted is not asked either: then nothing is missing.
    """
    if facts.do_not_contact:
        return Verdict()
    found: list[Finding] = []
    if not _settled(facts.opinion, facts.opinion_why):
        found.append(Finding("referrals.opinion_missing", action="opinion"))
    if not _settled(facts.recommendation, facts.recommendation_why):
        found.append(Finding("referrals.recommendation_missing", action="recommendation"))
    if facts.next_contact_on is None:
        found.append(Finding("referrals.next_contact_missing", action="next-contact"))
    return Verdict(tuple(found))


def _settled(code: str, why: bool) -> bool:
    return bool(code) and (code != "not_appropriate" or why)
