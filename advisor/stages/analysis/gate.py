"""What lets a case leave the analysis room (SPEC A0; Finare step 3)."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.process import Finding, Profile, Verdict
from advisor.stages.analysis.points import gate as points
from advisor.stages.analysis.points.gate import PointsStanding

PERSONS = frozenset({"employee", "citizen"})
"""Client types without a business of their own: the market is no topic for them."""

TOPICS: dict[Profile, tuple[str, ...]] = {
    Profile.FINANCING: ("goals", "investment", "ability", "market", "funding"),
    Profile.DEBT_RELIEF: ("debts", "property", "income", "bankruptcies", "conduct"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at; `open_topics` have neither text nor "not relevant because"."""

    talk_held: bool = False
    purpose: bool = False
    amount: bool = False
    ability: bool = False
    route: bool = False
    open_topics: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    points: PointsStanding | None = None


def topics(profile: Profile, client_type: str) -> tuple[str, ...]:
    """The topics of a talk: five, for a person without a business four of them (market potential is for business)."""
    return tuple(key for key in TOPICS[profile] if key != "market" or client_type not in PERSONS)


def gate(facts: Facts, today: date) -> Verdict:
    """Blocks without talk, purpose and amount, figures, and a route or "none, because"; the topics only warn."""
    found: list[Finding] = []
    if not facts.talk_held:
        found.append(Finding("analysis.talk_missing", action="talk"))
    if not facts.purpose:
        found.append(Finding("analysis.purpose_missing", action="need"))
    if not facts.amount:
        found.append(Finding("analysis.amount_missing", action="need"))
    if not facts.ability:
        found.append(Finding("analysis.ability_missing", action="ability"))
    if not facts.route:
        found.append(Finding("analysis.route_missing", action="routes"))
    found += [Finding(f"analysis.topic_{key}", blocking=False, action="topics") for key in facts.open_topics]
    found += [Finding(f"analysis.doubt_{key}", blocking=False, action="topics") for key in facts.doubts]
    if facts.points is not None:
        found += points.findings(facts.points)
    return Verdict(tuple(found))
