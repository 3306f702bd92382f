"""What the support lane says: nothing ever blocks; open requests warn when a case is closed (SPEC A0)."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.process import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at: the subjects of the open requests."""

    open_tickets: tuple[str, ...] = ()


def gate(facts: Facts, today: date) -> Verdict:
    """Warnings only: one for every open request."""
    code = "support.ticket_open"
    return Verdict(tuple(Finding(code, subject, False, action="tickets") for subject in facts.open_tickets))
