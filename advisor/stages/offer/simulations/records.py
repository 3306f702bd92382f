"""What is kept of a simulation: its assumptions and the commission we would receive. Figures are computed, not kept."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import ForeignKey, Index, String, and_
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.finance.days import DayCount
from advisor.domain.finance.loan import Grace, GraceKind
from advisor.domain.finance.money import from_minor
from advisor.domain.finance.words import DAY_COUNTS, GRACES, LEASE_ROUNDING, RATE_CONVENTIONS, ROUNDING
from advisor.domain.finance.words import LEASE as LEASE_SENTENCE
from advisor.papers.clause_facts import number_words
from advisor.papers.simulation import Charge, Codes, Simulation, from_law, from_lease
from advisor.records.base import Amount, Row, choice
from advisor.records.together import CASE, Rows
from advisor.services.language import say
from advisor.stages.offer.simulations.gate import LEASE, Assumptions, Simulated, simulate
from advisor.stages.offer.simulations.stage import (
    ADVANCE,
    ARRANGEMENT,
    ARREARS,
    BALLOON,
    BUY_OUT,
    GRACE_MONTHS,
    INITIAL_PAYMENT,
    INSTALMENT_FEE,
    INSURANCE,
    LATER_RATE,
    RATE_KINDS,
    VAT,
)


class OfferSimulation(Row):
    """One product of one institution simulated for a case. Money in minor units of `currency`."""

    __tablename__ = "offer_simulation"
    __table_args__ = (Index("ix_offer_simulation_case", "case_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    institution: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3))
    months: Mapped[int]
    annual_rate: Mapped[Decimal]
    first_due_on: Mapped[date]
    created_at: Mapped[datetime]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), default=None)
    product: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(8), default="loan", server_default="loan")  # loan, lease
    product_id: Mapped[int | None] = mapped_column(ForeignKey("institution_product.id"), index=True, default=None)
    rate_kind: Mapped[str] = mapped_column(String(24), default="fixed")
    upfront_fee: Mapped[int] = mapped_column(Amount, default=0)
    instalment_fee: Mapped[int] = mapped_column(Amount, default=0)
    day_count: Mapped[DayCount] = mapped_column(choice(DayCount), default=DayCount.EQUAL_MONTHS)
    advanced_on: Mapped[date | None] = mapped_column(default=None)  # None: a month before the first instalment
    residual: Mapped[int] = mapped_column(Amount, default=0, server_default="0")  # a loan's balloon, a lease's buy-out
    grace_months: Mapped[int] = mapped_column(default=0, server_default="0")
    grace_kind: Mapped[GraceKind] = mapped_column(
        choice(GraceKind), default=GraceKind.INTEREST_ONLY, server_default="interest_only"
    )
    insurance: Mapped[int] = mapped_column(Amount, default=0, server_default="0")  # with each instalment
    later_rate: Mapped[Decimal | None] = mapped_column(default=None)  # percent a year from instalment `later_from`
    later_from: Mapped[int | None] = mapped_column(default=None)
    initial_payment: Mapped[int] = mapped_column(Amount, default=0, server_default="0")  # lease: net, at signing
    in_advance: Mapped[int] = mapped_column(default=0, server_default="0")  # lease: instalments paid at signing
    vat_rate: Mapped[Decimal | None] = mapped_column(default=None)  # lease: percent on every payment
    conditions: Mapped[str] = mapped_column(default="")  # the institution's rules and terms, one a line
    commission: Mapped[int | None] = mapped_column(Amount, default=None)  # paid to us by the institution
    commission_basis: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def assumptions(self) -> Assumptions:
        """What the law computes from."""
        money = self._money
        return Assumptions(
            kind=self.kind, amount=money(self.amount), currency=self.currency, months=self.months,
            annual_rate=self.annual_rate, first_due_on=self.first_due_on, advanced_on=self.advanced_on,
            day_count=self.day_count, upfront_fee=money(self.upfront_fee), instalment_fee=money(self.instalment_fee),
            insurance=money(self.insurance), residual=money(self.residual),
            grace=Grace(self.grace_months, self.grace_kind), later_rate=self.later_rate, later_from=self.later_from,
            initial_payment=money(self.initial_payment), in_advance=self.in_advance,
            vat_rate=self.vat_rate or Decimal(0),
        )  # fmt: skip

    def _money(self, minor: int) -> Decimal:
        return from_minor(minor, self.currency).amount

    @property
    def discloses(self) -> bool:
        """True when it says what the institution pays us; zero is a statement, too."""
        return self.commission is not None or bool(self.commission_basis.strip())


SIMULATIONS = Rows(
    OfferSimulation, and_(OfferSimulation.case_id == CASE, OfferSimulation.removed_at.is_(None)),
    (OfferSimulation.position, OfferSimulation.id),
)  # fmt: skip


def simulations_of(session: Session, case_id: int) -> list[OfferSimulation]:
    """The simulations of a case in their order."""
    return SIMULATIONS.of(session, case_id)


def figures(row: OfferSimulation, language: str) -> Simulation:
    """The simulation as screen, PDF and attached data show it: one computation for all three."""
    given = row.assumptions
    done = _computed(given)
    return Simulation(
        institution=row.institution, product=row.product, amount=given.amount, annual_rate=given.annual_rate,
        rate_kind=say(language, RATE_KINDS[row.rate_kind]), convention=_convention(given, language),
        equal_instalments=from_law(*done.loans[0]) if done.loans else None,
        equal_capital=from_law(*done.loans[1]) if done.loans else None,
        lease=from_lease(done.lease, done.lease_rate) if done.lease else None,
        charges=_named(language, (ARRANGEMENT, given.upfront_fee)), terms=_terms(given, language),
        sums=_named(
            language, (INITIAL_PAYMENT, given.initial_payment), (INSTALMENT_FEE, given.instalment_fee),
            (INSURANCE, given.insurance), (BUY_OUT if given.kind == LEASE else BALLOON, given.residual),
        ),
        codes=Codes(str(given.kind), row.rate_kind, str(given.day_count), str(given.rate_convention)),
    )  # fmt: skip


def _convention(given: Assumptions, language: str) -> str:
    sentences = [RATE_CONVENTIONS[given.rate_convention]]
    sentences[:0] = [LEASE_SENTENCE, LEASE_ROUNDING] if given.kind == LEASE else [DAY_COUNTS[given.day_count], ROUNDING]
    return " ".join(say(language, text) for text in sentences).rstrip(".")


def _terms(given: Assumptions, language: str) -> tuple[str, ...]:
    """Grace, later rate, payments in advance and VAT in sentences."""
    said = []
    if given.grace.months:
        said.append(say(language, GRACE_MONTHS, months=given.grace.months))
        said.append(say(language, GRACES[given.grace.kind]))
    if given.later_rate is not None and given.later_from is not None:
        rate = number_words(language, given.later_rate)
        said.append(say(language, LATER_RATE, number=given.later_from, rate=rate))
    if given.kind == LEASE:
        said.append(say(language, ADVANCE, count=given.in_advance) if given.in_advance else say(language, ARREARS))
        if given.vat_rate:
            said.append(say(language, VAT, rate=number_words(language, given.vat_rate)))
    return tuple(said)


def _named(language: str, *sums: tuple[str, Decimal]) -> tuple[Charge, ...]:
    return tuple(Charge(title=say(language, title), amount=amount) for title, amount in sums if amount)


@lru_cache(maxsize=256)
def _computed(given: Assumptions) -> Simulated:
    """The same assumptions give the same tables: the page shows them more often than they change."""
    return simulate(given)
