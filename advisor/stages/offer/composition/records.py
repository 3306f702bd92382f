"""What an offer is made of: its terms as they stand now, its simulations, and the verdict a plan stands on."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain import checklists
from advisor.domain.process import Profile
from advisor.records.base import Amount, Row
from advisor.records.case import Case
from advisor.records.reading import once_a_view
from advisor.records.together import CASE, Rows
from advisor.stages.contact.prequalification.records import Interview, Prequalification
from advisor.stages.offer.simulations.records import OfferSimulation, simulations_of


class Offer(Row):
    """The offer of a case as it stands now; issued ones are papers. Fees in minor units of the case's currency."""

    __tablename__ = "offer"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    scope: Mapped[str] = mapped_column(default="")  # one point a line
    fee_fixed: Mapped[int | None] = mapped_column(Amount, default=None)
    fee_percent: Mapped[Decimal | None] = mapped_column(default=None)  # of the sum paid out
    fee_basis: Mapped[str] = mapped_column(default="")  # when and how it is due
    commission_none: Mapped[bool] = mapped_column(default=False)
    commission_basis: Mapped[str] = mapped_column(default="")  # said for offers without simulations
    contract: Mapped[str] = mapped_column(default="")  # "§ title" lines with their text below
    requirements: Mapped[str] = mapped_column(default="")  # one point a line
    no_simulation_because: Mapped[str] = mapped_column(default="")
    plan_why: Mapped[str] = mapped_column(default="")  # debt relief: why this route
    step_days: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)  # working days by step
    valid_days: Mapped[int] = mapped_column(default=14)
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}

    @property
    def fee_stated(self) -> bool:
        """True once a fee is agreed on, zero included."""
        return self.fee_fixed is not None or self.fee_percent is not None


OFFER = Rows(Offer, Offer.case_id == CASE, (Offer.id,))


@dataclass(frozen=True, slots=True)
class Held:
    """Everything of an offer: its terms (None before the first saving), simulations, and the verdict it plans by."""

    offer: Offer | None
    simulations: list[OfferSimulation]
    verdict: Prequalification | None = None

    @property
    def commission_told(self) -> bool:
        """Is it said what others pay us, for every simulation or in general?"""
        if self.offer is not None and (self.offer.commission_none or self.offer.commission_basis.strip()):
            return True
        return bool(self.simulations) and all(row.discloses for row in self.simulations)


@once_a_view
def held(session: Session, case: Case) -> Held:
    """The offer of a case: two statements, a third in debt relief."""
    offer = OFFER.one(session, case.id)
    verdict = None
    if case.profile is Profile.DEBT_RELIEF:
        query = select(Prequalification).join(Interview, Interview.verdict_id == Prequalification.id)
        verdict = session.scalar(query.where(Interview.case_id == case.id))
    return Held(offer, simulations_of(session, case.id), verdict)


def ready_parts(case: Case, have: Held) -> frozenset[str]:
    """The parts of the offer that could be printed now."""
    offer, parts = have.offer, set()
    if checklists.requirements(case.product, case.client_type):
        parts.add("documents")
    if have.simulations or (offer is not None and offer.no_simulation_because.strip()):
        parts.add("simulation")
    if offer is not None:
        if offer.scope.strip() and offer.fee_stated and offer.contract.strip():
            parts.add("terms")
        if offer.requirements.strip():
            parts.add("requirements")
        if offer.step_days:
            parts.add("time_plan")
        if have.verdict is not None and offer.plan_why.strip():
            parts.add("plan")
    return frozenset(parts)


SHOWN = (
    "institution", "product", "kind", "amount", "months", "annual_rate", "rate_kind", "later_rate", "later_from",
    "upfront_fee", "instalment_fee", "insurance", "residual", "grace_months", "grace_kind", "initial_payment",
    "in_advance", "vat_rate", "day_count", "first_due_on", "advanced_on", "commission", "commission_basis",
)  # fmt: skip
"""What versions of a simulation are told apart by."""


def outline(have: Held) -> dict[str, Any]:
    """The figures versions are told apart by, as plain values: fee, reason, and each simulation's assumptions."""
    offer = have.offer
    lines: dict[str, Any] = {}
    if offer is not None:
        lines |= {"fee_fixed": offer.fee_fixed, "fee_percent": _text(offer.fee_percent),
                  "no_simulation_because": offer.no_simulation_because}  # fmt: skip
    for row in have.simulations:
        lines[f"simulation.{row.id}"] = {name: _text(getattr(row, name)) for name in SHOWN}
    return lines


def _text(value: object) -> object:
    """A plain value: money stays whole minor units, a rate loses its idle zeros."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if value is None or isinstance(value, int) else str(value)
