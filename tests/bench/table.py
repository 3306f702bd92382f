"""The result: one line per measure with its floor and its budget, as a table and as JSON."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.budgets import BUDGETS, FLATNESS, PAPERS_RATIO, Budget, reminders
from tests.bench.sample import Sample

HEAD = ("measure", "engine", "cases", "median ms", "p95 ms", "CPU ms", "SQL", "x floor", "budget", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one book. `engine` and `cases` are empty for what has no book."""

    name: str
    engine: str
    cases: int
    sample: Sample

    def budget(self) -> Budget:
        """What this measure may cost."""
        if self.name == "reminders rung, 1 worker":
            return reminders(self.engine)
        return BUDGETS.get(self.name, Budget(floor=""))

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"measure": self.name, "engine": self.engine, "cases": self.cases, **asdict(self.sample)}


def rows(lines: Iterable[Line]) -> list[tuple[str, ...]]:
    """The table's rows as text, in the order of the lines."""
    known = {(line.name, line.engine, line.cases): line for line in lines}
    return [_row(line, _floor(line, known)) for line in known.values()]


def _row(line: Line, floor: Line | None) -> tuple[str, ...]:
    sample, budget = line.sample, line.budget()
    ratio = _ratio(line, floor)
    return (
        line.name, line.engine, str(line.cases or ""), _number(sample.median), _number(sample.p95 or None),
        _number(sample.cpu), str(sample.statements if sample.statements is not None else ""),
        f"{ratio:.2f}" if ratio else "", _words(budget), _verdict(line, ratio),
    )  # fmt: skip


def _floor(line: Line, known: dict[tuple[str, str, int], Line]) -> Line | None:
    """The floor of the same book, or the one without a book."""
    name = line.budget().floor
    return known.get((name, line.engine, line.cases)) or known.get((name, "", 0))


def _ratio(line: Line, floor: Line | None) -> float | None:
    if floor is None or line.name.startswith("floor"):
        return None
    ours, bare = line.sample.cpu, floor.sample.cpu
    if ours is not None and bare:
        return ours / bare
    return line.sample.median / floor.sample.median if floor.sample.median else None


def _words(budget: Budget) -> str:
    parts = [
        f"{budget.cpu:g} CPU" if budget.cpu is not None else "",
        f"{budget.statements} SQL" if budget.statements is not None else "",
        f"{budget.median:g}" if budget.median is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def _verdict(line: Line, ratio: float | None) -> str:
    """What is over: CPU, SQL, time, ratio. Nothing when within, a dash when nothing is asked."""
    sample, budget, over = line.sample, line.budget(), []
    if budget.cpu is not None and sample.cpu is not None and sample.cpu > budget.cpu:
        over.append("CPU")
    if budget.statements is not None and (sample.statements or 0) > budget.statements:
        over.append("SQL")
    if budget.median is not None and sample.median > budget.median:
        over.append("over")
    if line.name.endswith(("PDF", "60 rows")) and ratio and ratio > PAPERS_RATIO:
        over.append("ratio")
    return "over: " + ", ".join(over) if over else "ok" if _words(budget) or ratio else ""


def flatness(lines: Iterable[Line]) -> list[tuple[str, ...]]:
    """Cost of the largest book over the smallest, per measure and engine, with a mark where it grows too fast."""
    sizes: dict[tuple[str, str], dict[int, float]] = {}
    for line in lines:
        if line.cases and line.sample.cpu is not None and not line.name.startswith("floor"):
            sizes.setdefault((line.name, line.engine), {})[line.cases] = line.sample.cpu
    found = []
    for (name, engine), costs in sizes.items():
        if len(costs) > 1:
            growth = costs[max(costs)] / costs[min(costs)]
            span = f"{min(costs)} to {max(costs)}"
            found.append((name, engine, span, f"{growth:.2f}", "ok" if growth <= FLATNESS else "grows"))
    return found


def markdown(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    """A table that reads as text and as Markdown."""
    widths = [max(len(row[n]) for row in (head, *lines)) for n in range(len(head))]

    def write(row: tuple[str, ...]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"

    return "\n".join([write(head), "|" + "|".join("-" * (w + 2) for w in widths) + "|", *map(write, lines)])


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"
