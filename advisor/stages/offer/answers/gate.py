"""Which of the offer's parts the client has, and whether he answered."""

from dataclasses import dataclass

from advisor.domain.process import Finding


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over until now, the last answer, and whether the figures changed after it."""

    parts: frozenset[str] = frozenset()
    answer: str = ""
    changed_since: bool = False


def findings(handed: Handed, needed: frozenset[str]) -> list[Finding]:
    """Blocks until every needed part is with the client; the answer, and later changes, only warn."""
    if not needed <= handed.parts:
        return [Finding("offer.not_handed_over", action="hand-over")]
    found = []
    if handed.changed_since:
        found.append(Finding("offer.changed_since", blocking=False, action="issue"))
    if handed.answer not in ("accepted", "declined"):
        found.append(Finding("offer.answer_missing", blocking=False, action="answer"))
    return found
