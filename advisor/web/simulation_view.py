"""How simulations look on screen: the same figures the paper prints, in the reader's number format."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol
from flask_babel import get_locale, gettext

from advisor.domain.finance.currencies import minor_digits
from advisor.domain.finance.money import Money, to_minor
from advisor.papers.comparison import Line, compared, unlike
from advisor.papers.simulation import Charge, Simulation
from advisor.records.case import Case
from advisor.stages.offer.simulations.gate import LEASE
from advisor.stages.offer.simulations.records import OfferSimulation, figures
from advisor.stages.offer.simulations.stage import MARKS, SCHEDULES, UNLIKE
from advisor.web.kit.show import cents, percent


@dataclass(frozen=True, slots=True)
class Row:
    """One schedule of one simulation in words; `best` holds the words of what it is lowest in, by figure."""

    name: str
    title: str
    first: str
    last: str
    cost: str
    paid: str
    rate: str
    best: dict[str, str]
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Shown:
    """One simulation as the page shows it."""

    id: int
    name: str
    terms: str
    more: tuple[str, ...]
    rows: tuple[Row, ...]
    commission: str
    discloses: bool
    convention: str


@dataclass(frozen=True, slots=True)
class Beside:
    """All simulations of an offer side by side; `unlike` says in words what they do not share.

    `beyond` names those whose first instalment is more than the client's month leaves (ES-25).
    """

    shown: tuple[Shown, ...]
    rows: tuple[Row, ...]
    unlike: tuple[str, ...]
    beyond: tuple[str, ...] = ()

    @property
    def bars(self) -> list[dict[str, Any]]:
        """The points of the chart: what each line costs beyond the amount."""
        return [{"label": f"{row.name}, {row.title}", "value": max(row.weight, Decimal(0)), "text": row.cost}
                for row in self.rows]  # fmt: skip


def language() -> str:
    """Code of the reader's language."""
    return str(get_locale()).split("_", maxsplit=1)[0]


def beside(rows: Sequence[OfferSimulation], case: Case, free: Money | None = None) -> Beside:
    """The simulations with their figures; the lowest figures of equal assumptions are marked.

    `free` is what the client's month leaves for a new instalment, None while nobody knows.
    """
    made = [figures(row, language()) for row in rows]
    lines = compared(made)
    shown = tuple(_shown(row, sim, case, [line for line in lines if line.simulation is sim])
                  for row, sim in zip(rows, made, strict=True))  # fmt: skip
    every = tuple(row for each in shown for row in each.rows)
    beyond = _beyond(lines, free) if free is not None and free.currency == case.currency else ()
    return Beside(shown, every, tuple(gettext(UNLIKE[name]) for name in unlike(made)), beyond)


def _beyond(lines: Sequence[Line], free: Money) -> tuple[str, ...]:
    """Whose first instalment is higher than what is free, each institution once."""
    return tuple(dict.fromkeys(line.simulation.institution for line in lines if line.first > free.amount))


def shown(rows: Sequence[OfferSimulation], case: Case) -> list[Shown]:
    """The simulations one by one."""
    return list(beside(rows, case).shown)


def in_money(value: Decimal, currency: str) -> str:
    """An exact amount of the papers in the reader's format."""
    return cents(to_minor(Money(value, currency)), currency)


def number_writer(currency: str) -> Callable[[Decimal], str]:
    """Writes exact amounts with all decimals of the currency; a schedule of 420 rows has thousands of them."""
    locale, digits = get_locale(), minor_digits(currency)
    marks = {ord(","): get_group_symbol(locale), ord("."): get_decimal_symbol(locale)}
    return lambda value: f"{value:,.{digits}f}".translate(marks)


def _shown(row: OfferSimulation, sim: Simulation, case: Case, lines: list[Line]) -> Shown:
    name = ", ".join(x for x in (row.institution, row.product) if x)
    return Shown(
        row.id or 0, name, _terms(row, sim, case), _more(row, sim),
        tuple(_row(line, name, row.currency) for line in lines),
        row.commission_basis if row.commission is None else cents(row.commission, row.currency), row.discloses,
        sim.convention,
    )  # fmt: skip


def _terms(row: OfferSimulation, sim: Simulation, case: Case) -> str:
    rate = gettext("%(rate)s a year, %(kind)s", rate=percent(row.annual_rate), kind=sim.rate_kind)
    months = gettext("%(months)s months", months=row.months)
    return " · ".join((cents(row.amount, case.currency), months, rate))


def _more(row: OfferSimulation, sim: Simulation) -> tuple[str, ...]:
    """Everything else that was agreed, one sentence each."""
    sums: list[Charge] = [*sim.sums, *sim.charges]
    said = [*sim.terms, *(f"{each.title}: {in_money(each.amount, row.currency)}" for each in sums)]
    if row.kind == LEASE and sim.lease is not None:
        if sim.lease.total_gross is not None and sim.lease.first_gross is not None:
            said.append(gettext("Instalment with VAT: %(sum)s", sum=in_money(sim.lease.first_gross, row.currency)))
            said.append(gettext("all payments with VAT: %(sum)s", sum=in_money(sim.lease.total_gross, row.currency)))
        said.append(gettext("Sum of payments: %(rate)s of the net price", rate=percent(sim.lease_fees_percent)))
    return tuple(said)


def _row(line: Line, name: str, currency: str) -> Row:
    best = {mark: gettext(MARKS[mark]) for mark in line.lowest}
    return Row(
        name, gettext(SCHEDULES[line.name]), first=in_money(line.first, currency),
        last=in_money(line.schedule.last, currency), cost=in_money(line.cost, currency),
        paid=in_money(line.paid, currency), rate=percent(line.rate, 2), best=best, weight=line.cost,
    )  # fmt: skip
