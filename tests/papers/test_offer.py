"""The offer: five parts behind one page, equal figures on the page and in its data, nothing without the commission."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from pypdf import PdfReader

from advisor.domain.finance.money import Money
from advisor.domain.finance.schedule import annuity, equal_principal
from advisor.papers import press
from advisor.papers.offer import CommissionMissing, OfferPaper, SimulationMissing, offer
from advisor.papers.offer_parts import Commission, Plan, Remainder, TimeStep
from advisor.papers.plain import from_plain
from advisor.papers.samples import sample_values
from advisor.papers.simulation import Instalment, Schedule, Simulation, from_law
from tests.papers.conftest import tags_of, text_of

ROW = re.compile(r"^(\d+) \d\d/\d\d/\d{4} ((?:[\d,.]+ ){7}[\d,.]+)$", re.MULTILINE)


def sample() -> OfferPaper:
    return from_plain(OfferPaper, sample_values("offer"))


def simulated(amount: str, months: int, currency: str = "PLN") -> Simulation:
    loan, first = Money(Decimal(amount), currency), date(2027, 1, 31)
    return Simulation(
        institution="Bank",
        product="Loan",
        amount=loan.amount,
        annual_rate=Decimal("7.35"),
        rate_kind="fixed",
        convention="equal months",
        equal_instalments=from_law(annuity(loan, Decimal("7.35"), months, first)),
        equal_capital=from_law(equal_principal(loan, Decimal("7.35"), months, first)),
    )


def figures_of(pdf: bytes) -> dict[str, object]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        figures: dict[str, object] = json.loads(opened.attachments["offer.json"].get_file().read_bytes())
    return figures


def test_c16_an_offer_without_commission_cannot_be_built() -> None:
    with pytest.raises(CommissionMissing, match="commission"):
        replace(sample(), commissions=())
    with pytest.raises(ValueError, match="an amount or the rule"):
        Commission(payer="Bank", basis=" ")
    assert replace(sample(), commissions=(Commission(payer="Bank", amount=Decimal(0)),))


def test_finare_4_a_simulation_or_the_reason_for_none() -> None:
    with pytest.raises(SimulationMissing, match="reason"):
        replace(sample(), simulations=(), no_simulation_because=" ")
    without = replace(sample(), simulations=(), no_simulation_because="The bank has not named its margin yet.")
    words = text_of(press.render(*offer(without)))
    assert words.count("The bank has not named its margin yet.") == 2
    assert "Annex" not in words


def test_finare_4_five_parts_stand_in_order_behind_one_page(offer_pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(offer_pdf))
    first, rest = reader.pages[0].extract_text(), "\n".join(page.extract_text() for page in reader.pages[1:])
    for said in (
        "PLN\u00a0310,000.00",
        "What you pay us",
        "What others pay us",
        "PLN\u00a04,960.00",
        "6 December 2026",
    ):
        assert said in first
    parts = (
        "Terms of co-operation",
        "Financial simulation",
        "Rules of the institutions",
        "Required",
        "Time plan",
        "Annex",
    )
    places = [rest.index(part) for part in parts]
    assert places == sorted(places)
    assert "§ 6 Term and termination" in rest


def test_cn_22_both_schedules_add_up_to_the_cent_on_the_page(offer_pdf: bytes) -> None:
    """Every figure is read back from the printed page and compared with the finance law and with the attached data."""
    rows = [[int(number), *map(money, rest.split())] for number, rest in ROW.findall(text_of(offer_pdf))][:60]
    attached = figures_of(offer_pdf)["simulations"][0]  # type: ignore[index]
    for side, first in (("equal_instalments", 1), ("equal_capital", 5)):
        printed = [row[first : first + 4] for row in rows]
        data = [
            [Decimal(row[key]) for key in ("payment", "interest", "capital", "balance")]
            for row in attached[side]["rows"]
        ]
        assert printed == data
        assert sum(row[2] for row in printed) == Decimal(attached["amount"]) == Decimal("310000.00")
        assert all(payment == interest + capital for payment, interest, capital, _ in printed)
        assert printed[-1][3] == 0
        assert Decimal(attached[side]["total_interest"]) == sum(row[1] for row in printed)
    law = equal_principal(Money(Decimal(310000), "PLN"), Decimal("7.35"), 60, date(2027, 2, 10))
    assert [row[5] for row in rows] == [row.instalment for row in law.rows]


def money(written: str) -> Decimal:
    return Decimal(written.replace(",", ""))


def test_attached_data_says_what_the_page_says(offer_pdf: bytes) -> None:
    figures, words = figures_of(offer_pdf), text_of(offer_pdf)
    assert figures["format"] == "advisor-offer/1"
    assert figures["number"] == "O-2026-000017"
    for simulation in figures["simulations"]:  # type: ignore[attr-defined]
        for side in ("equal_instalments", "equal_capital"):
            for total in ("total_paid", "total_cost"):
                assert f"{Decimal(simulation[side][total]):,.2f}" in words
            assert f"{Decimal(simulation[side]['effective_annual_rate_percent'])}%" in words
    for commission in figures["commissions"]:  # type: ignore[attr-defined]
        assert f"PLN\u00a0{Decimal(commission['amount']):,.2f}" in words


def test_lowest_total_is_marked_by_a_word_and_only_on_equal_terms(offer_pdf: bytes) -> None:
    assert text_of(offer_pdf).count("lowest total") == 1
    unequal = replace(sample(), simulations=(simulated("1000.00", 12), simulated("1000.00", 24)))
    assert unequal.unlike == ("months",)
    assert not any(line.lowest for line in unequal.lines)
    html = offer(unequal).html
    assert "lowest total" not in html
    assert "none is called the best" in html


def test_420_rows_print_within_their_columns() -> None:
    pdf = press.render(*offer(replace(sample(), simulations=(simulated("310000.00", 420),))))
    rows = ROW.findall(text_of(pdf))
    assert [int(number) for number, _ in rows] == list(range(1, 421))
    tags = tags_of(pdf)
    assert tags.count("TR") > 420
    assert {"Table", "TH", "TD", "H1", "H2", "L", "LI", "Link", "Figure"} <= set(tags)


@pytest.mark.parametrize(
    ("amount", "currency", "largest"),
    [("1000000000000.00", "PLN", "1,000,000,000,000.00"), ("1000000", "JPY", "1,000,000")],
)
def test_very_long_figures_move_to_tables_of_their_own(amount: str, currency: str, largest: str) -> None:
    simulation = simulated(amount, 3, currency)
    assert simulation.beside == (currency == "JPY")
    words = text_of(press.render(*offer(replace(sample(), currency=currency, simulations=(simulation,)))))
    assert largest in words


def test_schedules_with_fees_show_them_and_stand_alone() -> None:
    rows = (
        Instalment(1, date(2027, 1, 1), Decimal("50.50"), Decimal("0.50"), Decimal(50), Decimal(50), Decimal("1.25")),
        Instalment(2, date(2027, 2, 1), Decimal("50.25"), Decimal("0.25"), Decimal(50), Decimal(0), Decimal("1.25")),
    )
    schedule = Schedule(rows=rows)
    simulation = Simulation(
        institution="B",
        product="P",
        amount=Decimal(100),
        annual_rate=Decimal(6),
        rate_kind="fixed",
        convention="equal months",
        equal_instalments=schedule,
        equal_capital=schedule,
    )
    assert not simulation.beside
    assert simulation.cost(schedule) == Decimal("3.25")
    assert simulation.paid(schedule) == Decimal("103.25")
    words = text_of(press.render(*offer(replace(sample(), simulations=(simulation,)))))
    assert words.count("Fees") == 2
    assert "103.25" in words


def test_a_simulation_must_add_up() -> None:
    good = simulated("1000.00", 12)
    with pytest.raises(ValueError, match="does not add up"):
        replace(good, amount=Decimal("1000.01"))
    with pytest.raises(ValueError, match="needs a schedule"):
        replace(good, equal_instalments=None, equal_capital=None)
    with pytest.raises(ValueError, match="at least one instalment"):
        Schedule(rows=())


def test_debt_relief_offer_is_a_plan_and_promises_nothing() -> None:
    """SPEC A0: the offer of debt relief is route, steps, what stays and fee; A6: the court decides by dated rules."""
    plan = Plan(
        route="Court insolvency",
        why="The debts cannot be repaid from the income.",
        may_be_written_off=Decimal("400000.00"),
        rules="OP-1",
        rules_on=date(2023, 8, 30),
        steps=(TimeStep(title="Petition filed", when="within 30 days", who="We"),),
        stays=(Remainder(title="Alimony", amount=Decimal("120000.00"), clause="3.1"),),
    )
    paper = replace(sample(), currency="RUB", simulations=(), plan=plan)
    pdf = press.render(*offer(paper))
    words = text_of(pdf)
    assert "RUB\u00a0400,000.00" in words
    assert "RUB\u00a0120,000.00" in words
    assert "The court decides." in words
    assert "30 August 2023" in words
    assert "Petition filed" in words
    assert "Financial simulation" not in words
    assert figures_of(pdf)["plan"]["stays_total"] == "120000.00"  # type: ignore[index]
