"""What lets a case leave the analysis room."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.process import Verdict


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at."""


def gate(facts: Facts, today: date) -> Verdict:
    """Nothing blocks."""
    return Verdict()
