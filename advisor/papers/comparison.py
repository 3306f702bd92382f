"""Simulations side by side: one line per schedule, the lowest figures marked, and only when the assumptions are alike.

Screen, PDF and chart use these lines, so none of them can mark another offer as the best.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from advisor.papers.simulation import Schedule, Simulation

MARKS = ("first", "paid", "rate")
"""The figures of a line whose lowest value is marked by a word."""


@dataclass(frozen=True, slots=True)
class Line:
    """One schedule of one simulation: `name` as in `Simulation.named`; `lowest` holds what of MARKS it is best in."""

    simulation: Simulation
    name: str
    schedule: Schedule
    lowest: frozenset[str] = frozenset()

    @property
    def first(self) -> Decimal:
        """The first instalment."""
        return self.schedule.first

    @property
    def paid(self) -> Decimal:
        """Everything the client pays."""
        return self.simulation.paid(self.schedule)

    @property
    def cost(self) -> Decimal:
        """What it costs beyond the amount."""
        return self.simulation.cost(self.schedule)

    @property
    def rate(self) -> Decimal | None:
        """The effective annual rate in percent."""
        return self.schedule.effective_rate


def unlike(simulations: Sequence[Simulation]) -> tuple[str, ...]:
    """Which assumptions differ: of amount, months, starts_on. Empty when the simulations compare."""
    names = ("amount", "months", "starts_on")
    return tuple(name for name in names if len({getattr(each, name) for each in simulations}) > 1)


def compared(simulations: Sequence[Simulation]) -> tuple[Line, ...]:
    """All schedules in order; the lowest first instalment, total and rate are marked when the assumptions are alike."""
    lines = [Line(each, name, schedule) for each in simulations for name, schedule in each.named]
    if len(lines) < 2 or unlike(simulations):
        return tuple(lines)
    best = {mark: _lowest(lines, mark) for mark in MARKS}
    return tuple(
        Line(line.simulation, line.name, line.schedule,
             frozenset(mark for mark in MARKS if best[mark] is not None and getattr(line, mark) == best[mark]))
        for line in lines
    )  # fmt: skip


def _lowest(lines: Sequence[Line], mark: str) -> Decimal | None:
    """The lowest figure, None when one is missing or all are equal: then nothing is better."""
    values = [getattr(line, mark) for line in lines]
    if mark == "first" and not all(line.schedule.level for line in lines):
        return None  # a low instalment that is paid for later is no better one
    return None if None in values or len(set(values)) == 1 else min(values)
