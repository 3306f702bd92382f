"""Who answers a doubt, and how two verdicts on the same person differ (ZA-03, OP-22)."""

from dataclasses import dataclass

from advisor.domain.debts import screening
from advisor.domain.debts.decision import Decision
from advisor.domain.roles import Role

# Missing facts and a person's conduct are scoring doubts; everything else asks for a policy, so for the rule editor.
_SCORING = frozenset({"MORTGAGE_UNKNOWN", "COLLATERAL_FACTS_UNKNOWN", *screening.ALL})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of the verdict before and after, as comparable plain values."""

    field: str
    before: object
    after: object


def reviewers(decision: Decision) -> frozenset[Role]:
    """The roles that answer the grounds of a referred lead; empty when nothing is referred."""
    return frozenset(Role.UNDERWRITER if ground in _SCORING else Role.EDITOR for ground in decision.grounds)


def differences(before: Decision, after: Decision) -> tuple[Difference, ...]:
    """What changed between two verdicts on the same facts; empty when they say the same (re-check, dry run)."""
    old, new = _shown(before), _shown(after)
    return tuple(Difference(name, old[name], new[name]) for name in old if old[name] != new[name])


def _shown(decision: Decision) -> dict[str, object]:
    return {
        "outcome": decision.outcome.value,
        "reasons": tuple(reason.code for reason in decision.reasons),
        "written_off": decision.written_off,
        "not_written_off": decision.not_written_off,
        "disputed": decision.disputed,
        "non_dischargeable_clauses": decision.non_dischargeable_clauses,
        "pack_version": decision.pack_version,
    }
