"""What a verdict says: outcome, reasons with clause and comparison, sums, and where every debt went."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from advisor.domain.debts.kinds import Group
from advisor.domain.debts.lead import Debt


class Outcome(StrEnum):
    """The five answers to "do we take this case?"."""

    QUALIFIED = "qualified"
    QUALIFIED_PARTIAL = "qualified_partial"
    AWAITING_CONSENT = "awaiting_consent"
    REFER = "refer"
    REFUSED = "refused"


class Relation(StrEnum):
    """How a figure stands to a limit; each value has its sentence in `words`."""

    MORE = "more"
    NOT_MORE = "not_more"
    LESS = "less"
    NOT_LESS = "not_less"


class Status(StrEnum):
    """Whether a condition of clause 1 holds; `open` means that a person decides."""

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure beside its limit, both in RUB, and how they stand to each other."""

    figure: Decimal
    relation: Relation
    limit: Decimal


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of clause 1, reported whether it holds or not (OP-06); no comparison for an unbounded sum."""

    code: str
    clause: str
    status: Status
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the outcome is what it is: stable code, OP-1 clause, and the comparison where the clause has a limit."""

    code: str
    clause: str
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class SortedDebt:
    """A debt with its group, the clause that puts it there ("-" by policy) and the ground of a disputed one."""

    debt: Debt
    group: Group
    clause: str
    ground: str | None = None
    counts_as: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a lead by one edition of the rules; sums in RUB. With the facts it can be replayed (OP-22)."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    written_off: Decimal
    not_written_off: Decimal
    disputed: Decimal
    non_dischargeable_clauses: tuple[str, ...]
    grounds: tuple[str, ...]
    conditions: tuple[Condition, ...]
    lines: tuple[SortedDebt, ...]
    pack_key: str
    pack_version: int

    @property
    def allows_meeting(self) -> bool:
        """True for a KVAL lead: the meeting may be booked (OP-02, OP-17)."""
        return self.outcome in {Outcome.QUALIFIED, Outcome.QUALIFIED_PARTIAL}

    @property
    def allows_provisional_meeting(self) -> bool:
        """True when a person still decides: the meeting may be booked provisionally (SPEC A0, gate of contact)."""
        return self.outcome is Outcome.REFER

    @property
    def is_mixed(self) -> bool:
        """True when a part stays: the client must be told and agree (clause 4, OP-16)."""
        return self.not_written_off > 0 and self.written_off + self.disputed > 0


def line_out(decision: Decision) -> dict[str, object]:
    """The decision in the fields of the shared `line_out`: plain JSON values, sums as two-place strings."""
    return {
        "outcome": decision.outcome.value,
        "reasons": [reason.code for reason in decision.reasons],
        "written_off": f"{decision.written_off:.2f}",
        "not_written_off": f"{decision.not_written_off:.2f}",
        "disputed": f"{decision.disputed:.2f}",
        "non_dischargeable_clauses": list(decision.non_dischargeable_clauses),
    }
