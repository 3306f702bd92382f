"""What can be done with simulations: add, change, take out. Impossible figures are refused unkept."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.finance.days import DayCount
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.loan import GraceKind
from advisor.records.case import Case
from advisor.records.institution import Institution, InstitutionProduct
from advisor.services.context import Context
from advisor.services.rows import active, of_case
from advisor.services.rows import words as text_of
from advisor.stages.offer.simulations.gate import LEASE, MOST_MONTHS, simulate
from advisor.stages.offer.simulations.records import OfferSimulation, simulations_of
from advisor.stages.offer.simulations.stage import KINDS, RATE_KINDS

MOST = 12
SHARED = ("amount", "months", "first_due_on")
"""The assumptions that simulations must have in common to be compared."""
LEASE_ONLY: dict[str, Any] = {"initial_payment": 0, "in_advance": 0, "vat_rate": None}
LOAN_ONLY: dict[str, Any] = {
    "grace_months": 0, "later_rate": None, "later_from": None, "instalment_fee": 0, "insurance": 0, "advanced_on": None,
    "day_count": DayCount.EQUAL_MONTHS,
}  # fmt: skip
"""Terms the other kind does not have; typed all the same, they are put back to nothing."""


@dataclass(frozen=True, slots=True)
class SimulationCard:
    """What somebody types for one simulation. Money in minor units of `currency`, rate in percent a year."""

    institution: str
    amount: int
    currency: str
    months: int
    annual_rate: Decimal
    first_due_on: date
    product: str = ""
    institution_id: int | None = None
    rate_kind: str = "fixed"
    upfront_fee: int = 0
    instalment_fee: int = 0
    insurance: int = 0
    day_count: DayCount = DayCount.EQUAL_MONTHS
    kind: str = "loan"
    product_id: int | None = None
    advanced_on: date | None = None
    residual: int = 0
    grace_months: int = 0
    grace_kind: GraceKind = GraceKind.INTEREST_ONLY
    later_rate: Decimal | None = None
    later_from: int | None = None
    initial_payment: int = 0
    in_advance: int = 0
    vat_rate: Decimal | None = None
    conditions: str = ""
    commission: int | None = None
    commission_basis: str = ""


def add_simulation(ctx: Context, case_id: int, card: SimulationCard) -> OfferSimulation:
    """Put a simulation into the offer. Invalid with the field for what cannot be lent or names nobody."""
    case = active(ctx, case_id)
    rows = simulations_of(ctx.session, case.id)
    if len(rows) >= MOST:
        raise Invalid("institution", "out_of_range")
    row = OfferSimulation(
        case_id=case.id, created_at=ctx.now, position=max((r.position for r in rows), default=0) + 1,
        **_checked(ctx, case, card),
    )  # fmt: skip
    _try(row)
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("offer.simulation_added", "offer_simulation", row.id, case_id=case.id)
    return row


def change_simulation(ctx: Context, case_id: int, simulation_id: int, card: SimulationCard) -> OfferSimulation:
    """Change the assumptions of a simulation; what was issued before keeps its figures."""
    case = active(ctx, case_id)
    row = simulation_of(ctx, case, simulation_id)
    for name, value in _checked(ctx, case, card).items():
        setattr(row, name, value)
    _try(row)
    ctx.record("offer.simulation_changed", "offer_simulation", row.id, case_id=case_id)
    return row


def align_simulations(ctx: Context, case_id: int, simulation_id: int) -> int:
    """Give all simulations the amount, term and start of one of them, so that they compare; how many changed.

    Invalid when one of the others cannot be lent on these assumptions: then none changes.
    """
    case = active(ctx, case_id)
    model, changed = simulation_of(ctx, case, simulation_id), 0
    for row in simulations_of(ctx.session, case.id):
        if any(getattr(row, name) != getattr(model, name) for name in SHARED):
            for name in SHARED:
                setattr(row, name, getattr(model, name))
            _try(row)
            changed += 1
    ctx.record("offer.simulations_aligned", "offer_simulation", model.id, case_id=case_id, count=changed)
    return changed


def remove_simulation(ctx: Context, case_id: int, simulation_id: int) -> OfferSimulation:
    """Take a simulation out of the offer; it stays in the ledger."""
    row = simulation_of(ctx, active(ctx, case_id), simulation_id)
    row.removed_at = ctx.now
    ctx.record("offer.simulation_removed", "offer_simulation", row.id, case_id=case_id)
    return row


def simulation_of(ctx: Context, case: Case, simulation_id: int) -> OfferSimulation:
    """A simulation of this case; NotFound otherwise."""
    row = of_case(ctx.session, OfferSimulation, simulation_id, case)
    if row.removed_at is not None:
        raise NotFound
    return row


def _checked(ctx: Context, case: Case, card: SimulationCard) -> dict[str, Any]:
    values = asdict(card)
    if card.currency != case.currency:
        raise Invalid("currency", "does_not_fit")
    known = ctx.session.get(Institution, card.institution_id) if card.institution_id is not None else None
    if card.institution_id is not None and known is None:
        raise Invalid("institution_id", "unknown")
    values["institution"] = text_of("institution", known.name if known else card.institution, 200)
    for name, most in (("product", 200), ("commission_basis", 200), ("conditions", 20_000)):
        values[name] = text_of(name, values[name], most, needed=False)
    if card.rate_kind not in RATE_KINDS:
        raise Invalid("rate_kind", "unknown")
    if card.kind not in KINDS:
        raise Invalid("kind", "unknown")
    if card.product_id is not None and not _sold(ctx, card):
        raise Invalid("product_id", "unknown")
    if not 1 <= card.months <= MOST_MONTHS:
        raise Invalid("months", "out_of_range")
    if (card.later_rate is None) != (card.later_from is None):
        raise Invalid("later_from" if card.later_from is None else "later_rate", "missing")
    return whole(values)


def whole(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a card without the terms its kind does not have."""
    return values | (LOAN_ONLY if values["kind"] == LEASE else LEASE_ONLY)


def _sold(ctx: Context, card: SimulationCard) -> bool:
    product = ctx.session.get(InstitutionProduct, card.product_id)
    return product is not None and product.institution_id == card.institution_id


def _try(row: OfferSimulation) -> None:
    """Compute it once: the law's refusal becomes the form's, in its own words."""
    try:
        simulate(row.assumptions)
    except FinanceError as refused:
        raise Invalid(_field(str(refused)), "not_lendable", why=refused) from refused


def _field(text: str) -> str:
    """The form field a refusal of the law is about, as far as its sentence says."""
    for word, field in (
        ("balloon", "residual"),
        ("residual", "residual"),
        ("grace", "grace_months"),
        ("initial", "initial_payment"),
        ("payments in advance", "in_advance"),
        ("rate changes", "later_from"),
        ("rate", "annual_rate"),
        ("term", "months"),
        ("fee", "upfront_fee"),
        ("payment", "first_due_on"),
    ):
        if word in text.lower():
            return field
    return "amount"
