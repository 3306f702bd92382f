"""The kinds of debt OP-1 knows: six written off, eight not, and those in neither list (OP-10, OP-11)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType


class Group(StrEnum):
    """Where a debt stands in the verdict; a person reads it as a heading of the picker."""

    WRITTEN_OFF = "written_off"
    NOT_WRITTEN_OFF = "not_written_off"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of debt: stable key, group by OP-1's lists, clause ("" when in neither list)."""

    key: str
    group: Group
    clause: str


MORTGAGE = "mortgage"
SECURED_LOAN = "secured_loan"
BANK_LOAN = "bank_loan"
UTILITIES = "utilities"
SOLD_COLLATERAL_CLAUSE = "3.6"

# Two kinds exist for the interview only: a follow-up question turns them into a kind of the lists (OP-13, OP-14).
FINE = "fine"
CHALLENGED_DEAL = "challenged_deal"

CREDIT_KINDS = (BANK_LOAN, "credit_card", "microloan", SECURED_LOAN)

_LISTED: tuple[tuple[Group, tuple[tuple[str, str], ...]], ...] = (
    (
        Group.WRITTEN_OFF,
        (
            (BANK_LOAN, "2.1"),
            ("credit_card", "2.1"),
            ("microloan", "2.1"),
            (SECURED_LOAN, "2.2"),
            ("tax", "2.3"),
            ("fine_fee", "2.4"),
            ("private_loan", "2.5"),
            (UTILITIES, "2.6"),
        ),
    ),
    (
        Group.NOT_WRITTEN_OFF,
        (
            ("alimony", "3.1"),
            ("criminal_case", "3.2"),
            ("moral_material_harm", "3.3"),
            ("crime_related", "3.4"),
            ("subsidiary_liability", "3.5"),
            ("challenged_transaction", "3.7"),
            ("state_harm_fine", "3.8"),
        ),
    ),
    (
        Group.DISPUTED,
        (
            (MORTGAGE, "1.3"),
            (FINE, ""),
            (CHALLENGED_DEAL, ""),
            ("guarantee", ""),
            ("wages_owed", ""),
            ("health_harm", ""),
            ("current_payments", ""),
            ("telecom", ""),
            ("leasing", ""),
            ("insurance_recourse", ""),
            ("other", ""),
        ),
    ),
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {key: Kind(key, group, clause) for group, rows in _LISTED for key, clause in rows}
)

# The picker offers "a fine" (2.4) and "a challenged deal" (3.7) in the places of their lists and asks; the kinds the
# answers lead to are not offered beside them. Clauses 3.6 and 3.8 are reached by the questions of a secured loan and of
# a fine (OP-12, OP-14, OP-15).
_ASKED = {"fine_fee": FINE, "challenged_transaction": CHALLENGED_DEAL}
_REACHED_BY_A_QUESTION = frozenset({"state_harm_fine", FINE, CHALLENGED_DEAL})


def picker() -> tuple[Kind, ...]:
    """The kinds a person may choose from on screen, grouped and in the order of OP-1's lists (OP-10, OP-14)."""
    shown = (kind for kind in KINDS.values() if kind.key not in _REACHED_BY_A_QUESTION)
    return tuple(replace(kind, key=_ASKED.get(kind.key, kind.key)) for kind in shown)
