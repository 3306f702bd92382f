"""How simulations look on screen: the same figures the paper prints, in the reader's number format."""

from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale, gettext

from advisor.domain.finance.money import Money, to_minor
from advisor.papers.simulation import Schedule, Simulation
from advisor.records.case import Case
from advisor.stages.offer.simulations.records import OfferSimulation, figures
from advisor.web.kit.show import amount as plain
from advisor.web.kit.show import money


@dataclass(frozen=True, slots=True)
class Row:
    """One schedule of one simulation in words: what the paper prints, too."""

    title: str
    first: str
    last: str
    cost: str
    paid: str
    rate: str
    lowest: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One simulation as the page shows it."""

    id: int
    name: str
    terms: str
    rows: tuple[Row, ...]
    commission: str
    discloses: bool
    convention: str


def shown(rows: list[OfferSimulation], case: Case) -> list[Shown]:
    """The simulations with their figures; the lowest total of equal amount and term is marked."""
    lang = str(get_locale()).split("_")[0]
    made = [(row, figures(row, lang)) for row in rows]
    lowest = None
    if len({(sim.amount, sim.months) for _, sim in made}) == 1 and len(made) > 1:
        lowest = min(sim.paid(schedule) for _, sim in made for schedule in sim.schedules)
    titles = (gettext("Equal instalments"), gettext("Equal capital parts"))
    return [
        Shown(
            row.id or 0, ", ".join(x for x in (row.institution, row.product) if x), _terms(row, sim, case),
            tuple(_row(title, sim, table, lowest, case.currency)
                  for title, table in zip(titles, sim.schedules, strict=True)),
            row.commission_basis if row.commission is None else money(row.commission, row.currency), row.discloses,
            sim.convention,
        )
        for row, sim in made
    ]  # fmt: skip


def _terms(row: OfferSimulation, sim: Simulation, case: Case) -> str:
    rate = gettext("%(rate)s %% a year, %(kind)s", rate=plain(row.annual_rate), kind=sim.rate_kind)
    months = gettext("%(months)s months", months=row.months)
    return " · ".join((money(row.amount, case.currency), months, rate))


def _row(title: str, sim: Simulation, table: Schedule, lowest: Any, currency: str) -> Row:
    def text(value: Any) -> str:
        return money(to_minor(Money(value, currency)), currency)

    return Row(title, text(table.first), text(table.last), text(sim.cost(table)), text(sim.paid(table)),
               f"{plain(table.effective_rate)} %", sim.paid(table) == lowest)  # fmt: skip
