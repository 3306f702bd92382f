"""When one paper is in order: its state, its last good day, and what is wrong with it on the day that counts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ItemState(StrEnum):
    """Where one paper stands. EXPIRED is never stored: an accepted paper past its last good day reads so."""

    NEEDED = "needed"
    REQUESTED = "requested"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WAIVED = "waived"
    EXPIRED = "expired"


class WantedAs(StrEnum):
    """In which shape a paper is wanted."""

    SCAN = "scan"
    ORIGINAL = "original"
    COPY = "copy"


OUTSTANDING = frozenset({ItemState.NEEDED, ItemState.REQUESTED, ItemState.REJECTED, ItemState.EXPIRED})
"""States that leave the client something to bring."""


@dataclass(frozen=True, slots=True)
class ItemFact:
    """One line of the checklist as the gate sees it; `name` is what people call the paper."""

    id: int
    name: str
    state: ItemState
    mandatory: bool = True
    form: bool = False
    needed_by: str = "filing"
    valid_until_on: date | None = None


def trouble(item: ItemFact, filing_on: date | None) -> str:
    """The finding code of one item; empty when it is fine, not binding or waived."""
    if not item.mandatory or item.state is ItemState.WAIVED:
        return ""
    if item.state is not ItemState.ACCEPTED:
        return "documents.form_not_prepared" if item.form else f"documents.item_{item.state}"
    if item.needed_by == "filing" and filing_on and item.valid_until_on and item.valid_until_on < filing_on:
        return "documents.item_stale"
    return ""


def state_on(state: ItemState, valid_until_on: date | None, today: date) -> ItemState:
    """The state as it reads today: an accepted paper past its last good day has expired."""
    past = state is ItemState.ACCEPTED and valid_until_on is not None and valid_until_on < today
    return ItemState.EXPIRED if past else state
