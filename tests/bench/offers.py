"""Offers: a long schedule with its rate, a hundred thousand rates by the command, each with pyxirr beside it."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from advisor.domain.finance.apr import effective_annual_rate
from advisor.domain.finance.loan import Fees, Loan
from advisor.domain.finance.money import Money
from advisor.domain.finance.schedule import repayment
from tests.bench.lines import TESTS, lines_of
from tests.bench.sample import Sample, of_times

LOAN = Loan(
    principal=Money(Decimal(310_000), "PLN"), annual_rate=Decimal("7.35"), months=420, first_due_on=date(2026, 5, 10),
    fees=Fees(upfront=Decimal(3_100)),
)  # fmt: skip


def measure(rates: int) -> Iterator[tuple[str, Sample]]:
    """The schedule of 420 rows with its effective rate, `rates` EU rates through the command, and pyxirr on both."""
    yield "schedule of 420 rows and its rate", of_times([_seconds(_ours) for _ in range(60)])
    yield "floor: pyxirr, rate of 420 payments", of_times([_seconds(_theirs) for _ in range(60)])
    cases = json.loads((TESTS / "domain/finance/finance.json").read_text(encoding="utf-8"))["cases"]
    fields = ("id", "type", "inputs", "convention")
    given = [{key: case[key] for key in fields} for case in cases if case["type"] == "apr_eu"]
    for _name, sample in lines_of("calculate", given, rates):
        yield "calculate, per EU rate", sample


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _ours() -> Decimal:
    return effective_annual_rate(repayment(LOAN))


def _theirs() -> float | None:
    """The rate alone, from flows that stand ready: the compiled library knows no schedule and no cents."""
    import pyxirr

    return pyxirr.irr([-306_900.0, *([2056.0] * 420)])
