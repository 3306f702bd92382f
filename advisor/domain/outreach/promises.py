"""Promises of all three sides (SPEC C-8): the client's, the institution's and ours; each kept, moved or broken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Side(StrEnum):
    """Who promised. The order is that of the board: ours first."""

    US = "us"
    INSTITUTION = "institution"
    CLIENT = "client"


class PromiseState(StrEnum):
    """Where a promise stands on a day."""

    OPEN = "open"
    KEPT = "kept"
    MOVED = "moved"
    BROKEN = "broken"


class NextStep(StrEnum):
    """What a promise that passed its day asks of the advisor; different for each side."""

    MAKE_GOOD = "make_good"
    CHASE_INSTITUTION = "chase_institution"
    ASK_CLIENT = "ask_client"


NEXT_STEPS: dict[Side, NextStep] = {
    Side.US: NextStep.MAKE_GOOD,
    Side.INSTITUTION: NextStep.CHASE_INSTITUTION,
    Side.CLIENT: NextStep.ASK_CLIENT,
}
"""What an outstanding promise asks for once its day has passed."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Something promised for a day. `moved_on`: the day a new date was agreed, which is a promise of its own.

    `given_up`: somebody said that it will not be kept any more, whatever its day.
    """

    side: Side
    due_on: date
    kept_on: date | None = None
    moved_on: date | None = None
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class KeptRate:
    """How many of the settled promises were kept; open and moved ones are not settled."""

    kept: int
    broken: int

    @property
    def percent(self) -> Decimal | None:
        """Give kept over kept and broken, in percent to one decimal, half up; None while nothing is settled."""
        settled = self.kept + self.broken
        if not settled:
            return None
        return (Decimal(100 * self.kept) / settled).quantize(Decimal("0.1"), ROUND_HALF_UP)


def state(promise: Promise, today: date) -> PromiseState:
    """Say where the promise stands: kept by its day, moved by its day, broken once its day has passed, else open.

    Keeping or moving it after its day does not mend it.
    """
    if promise.given_up:
        return PromiseState.BROKEN
    if promise.kept_on and promise.kept_on <= promise.due_on:
        return PromiseState.KEPT
    if promise.moved_on and promise.moved_on <= promise.due_on:
        return PromiseState.MOVED
    late = promise.kept_on or promise.moved_on or today > promise.due_on
    return PromiseState.BROKEN if late else PromiseState.OPEN


def kept_rate(promises: Iterable[Promise], today: date) -> KeptRate:
    """Count kept and broken promises."""
    states = [state(promise, today) for promise in promises]
    return KeptRate(states.count(PromiseState.KEPT), states.count(PromiseState.BROKEN))
