"""What lets a case leave the offer room (SPEC A0; Finare step 4): every part of the offer is with the client."""

from dataclasses import dataclass, field
from datetime import date

from advisor.domain.process import Finding, Profile, Verdict
from advisor.stages.offer.answers.gate import Handed, findings

SHARED_PARTS = frozenset({"terms", "requirements", "documents", "time_plan"})
ANCHORS = {"simulation": "simulations", "plan": "plan"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at: parts that stand ready here, whether our commission is told, and what was handed over."""

    profile: Profile
    ready: frozenset[str] = frozenset()
    commission_told: bool = False
    handed: Handed = field(default_factory=Handed)


def needed_parts(profile: Profile) -> frozenset[str]:
    """The parts an offer of this profile has: a simulation in financing, the plan in debt relief."""
    return SHARED_PARTS | {"simulation" if profile is Profile.FINANCING else "plan"}


def gate(facts: Facts, today: date) -> Verdict:
    """One finding for each part that is neither ready nor handed over, then for what the client still lacks."""
    needed = needed_parts(facts.profile)
    missing = sorted(needed - facts.ready - facts.handed.parts)
    found = [Finding(f"offer.{part}_missing", action=ANCHORS.get(part, "terms")) for part in missing]
    if not facts.commission_told and not needed <= facts.handed.parts:
        found.append(Finding("offer.commission_missing", action="terms"))
    return Verdict((*found, *findings(facts.handed, needed, today)))
