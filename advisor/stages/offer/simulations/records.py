"""What is kept of a simulation: its assumptions and the commission we would receive. Figures are computed, not kept."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.finance.days import DayCount
from advisor.domain.finance.loan import GraceKind
from advisor.domain.finance.money import from_minor
from advisor.domain.finance.words import DAY_COUNTS, RATE_CONVENTIONS, ROUNDING
from advisor.papers.simulation import Charge, Simulation, from_law
from advisor.records.base import Amount, Row, choice
from advisor.records.reading import once_a_view
from advisor.services.language import say
from advisor.stages.offer.simulations.gate import Assumptions, Simulated, simulate
from advisor.stages.offer.simulations.stage import ARRANGEMENT, RATE_KINDS


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
        return Assumptions(
            amount=self._money(self.amount), currency=self.currency, months=self.months, annual_rate=self.annual_rate,
            first_due_on=self.first_due_on, day_count=self.day_count, upfront_fee=self._money(self.upfront_fee),
            instalment_fee=self._money(self.instalment_fee),
        )  # fmt: skip

    def _money(self, minor: int) -> Decimal:
        return from_minor(minor, self.currency).amount

    @property
    def discloses(self) -> bool:
        """True when it says what the institution pays us; zero is a statement, too."""
        return self.commission is not None or bool(self.commission_basis.strip())


@once_a_view
def simulations_of(session: Session, case_id: int) -> list[OfferSimulation]:
    """The simulations of a case in their order."""
    query = select(OfferSimulation).where(OfferSimulation.case_id == case_id, OfferSimulation.removed_at.is_(None))
    return list(session.scalars(query.order_by(OfferSimulation.position, OfferSimulation.id)))


def figures(row: OfferSimulation, language: str) -> Simulation:
    """The simulation as screen, PDF and attached data show it: one computation for all three."""
    given = row.assumptions
    done = _computed(given)
    sentences = (DAY_COUNTS[row.day_count], ROUNDING, RATE_CONVENTIONS[given.rate_convention])
    charges = (Charge(title=say(language, ARRANGEMENT), amount=given.upfront_fee),) if given.upfront_fee else ()
    return Simulation(
        institution=row.institution, product=row.product, amount=given.amount, annual_rate=given.annual_rate,
        rate_kind=say(language, RATE_KINDS[row.rate_kind]),
        convention=" ".join(say(language, text) for text in sentences).rstrip("."),
        equal_instalments=from_law(done.annuity, done.annuity_rate),
        equal_capital=from_law(done.equal_principal, done.equal_principal_rate), charges=charges,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _computed(given: Assumptions) -> Simulated:
    """The same assumptions give the same tables: the page shows them more often than they change."""
    return simulate(given)
