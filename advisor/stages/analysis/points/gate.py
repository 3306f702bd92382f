"""What control points and points mean for the gate: they warn; only a person's "no" blocks (SPEC A0, ZA-03)."""

from dataclasses import dataclass

from advisor.domain.points import CONTROLS, Band
from advisor.domain.process import Finding
from advisor.stages.contact.review.gate import Answer


@dataclass(frozen=True, slots=True)
class PointsStanding:
    """Answers to the control points, the newest count and a person's answer to its doubt; None: not done."""

    controls: tuple[str, ...] = ()  # answered with "yes"
    asked: int = 0
    band: Band | None = None
    answer: Answer | None = None


def findings(standing: PointsStanding) -> tuple[Finding, ...]:
    """The lines of the analysis gate that belong to this corner."""
    found = []
    if standing.asked < len(CONTROLS):
        found.append(Finding("analysis.control_unasked", blocking=False, action="controls"))
    if standing.controls:
        found.append(Finding("analysis.control_more", blocking=False, action="controls"))
    if standing.band is None:
        found.append(Finding("analysis.points_missing", blocking=False, action="points"))
    elif standing.band is Band.DOUBT and standing.answer is Answer.DECLINED:
        found.append(Finding("analysis.points_declined", action="points"))
    elif standing.band is Band.DOUBT and standing.answer is None:
        found.append(Finding("analysis.points_waiting", blocking=False, action="points"))
    return tuple(found)
