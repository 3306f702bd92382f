"""The catalogue of institutions: banks, lessors, grant bodies, courts and MFC offices, their people and products."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from advisor.domain import checklists
from advisor.domain.catalogue import BY_CODE
from advisor.domain.errors import Invalid, NotFound
from advisor.domain.finance.currencies import DIGITS
from advisor.domain.folding import fold, search_text
from advisor.domain.phones import e164
from advisor.domain.products.criteria import read_lines, succeeded
from advisor.records.institution import Institution, InstitutionKind, InstitutionPerson, InstitutionProduct
from advisor.records.reference_rate import ReferenceRate
from advisor.services.context import Context
from advisor.services.rows import amount, sane_day, words

LAST_MONTH = 600
"""Fifty years: a longer term is a typing slip."""


@dataclass(frozen=True, slots=True)
class Card:
    """An institution as a form gives it; the phone in any spelling."""

    name: str
    kind: InstitutionKind
    country: str = "PL"
    phone: str = ""
    email: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A contact person there; the phone in any spelling of the institution's country."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ProductCard:
    """What an institution sells. Amounts in minor units, rates and fees in percent, decision time in working days.

    A variable rate names a reference rate and a margin instead of `annual_rate`. `criteria`, one a line, begin on
    `criteria_from` (today when None); None leaves them as they are.
    """

    product: str
    name: str
    from_on: date
    to_on: date | None = None
    currency: str = "PLN"
    amount_min: int | None = None
    amount_max: int | None = None
    months_min: int | None = None
    months_max: int | None = None
    annual_rate: Decimal | None = None
    reference_rate_id: int | None = None
    margin: Decimal | None = None
    upfront_fee_percent: Decimal | None = None
    instalment_fee: int | None = None
    commission_percent: Decimal | None = None
    documents: tuple[str, ...] = ()
    terms: str = ""
    decision_days: int | None = None
    criteria: str | None = None
    criteria_from: date | None = None
    criteria_source: str = ""


PLAIN = tuple(name for name in ProductCard.__dataclass_fields__ if not name.startswith(("criteria", "documents")))
"""Fields of a product that are kept as they are given."""


def save_institution(ctx: Context, card: Card, institution_id: int | None = None) -> Institution:
    """Write a new institution, or change one. Raises Invalid for a taken name, a wrong phone or address."""
    row = _institution(ctx, institution_id) if institution_id else Institution(name="", kind=card.kind)
    name = " ".join(words("name", card.name, 200).split())
    alike = select(Institution.name).where(Institution.search_text.startswith(fold(name), autoescape=True),
                                           Institution.id != (row.id or 0))  # fmt: skip
    if any(fold(other) == fold(name) for other in ctx.session.scalars(alike)):
        raise Invalid("name", "taken")
    row.name, row.kind, row.country = name, card.kind, card.country
    row.phone, row.email = _phone(card.phone, card.country), _address(card.email)
    row.notes = words("notes", card.notes, 20_000, needed=False)
    row.search_text = search_text(row.name, row.phone, row.email)
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("institution.changed" if institution_id else "institution.added", "institution", row.id)
    return row


def end_institution(ctx: Context, institution_id: int, ended: bool) -> Institution:
    """Stop offering an institution (its submissions stay), or take it up again."""
    row = _institution(ctx, institution_id)
    row.ended_on = ctx.today if ended else None
    ctx.record("institution.ended" if ended else "institution.resumed", "institution", row.id)
    return row


def save_person(ctx: Context, institution_id: int, card: PersonCard, person_id: int | None = None) -> InstitutionPerson:
    """Write a contact person, searchable by name and number, or change one."""
    institution = _institution(ctx, institution_id)
    row = _person(ctx, institution_id, person_id) if person_id else InstitutionPerson(
        institution_id=institution.id, name="")  # fmt: skip
    row.name, row.position = words("name", card.name, 200), words("position", card.position, 120, needed=False)
    row.phone, row.email = _phone(card.phone, institution.country), _address(card.email)
    row.search_text = search_text(row.name, row.phone, row.email)
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("institution.person_saved", "institution_person", row.id)
    return row


def save_product(
    ctx: Context, institution_id: int, card: ProductCard, product_id: int | None = None
) -> InstitutionProduct:
    """Write a product, or change one. Raises Invalid when a limit lies above the other, or a rate makes no sense."""
    institution = _institution(ctx, institution_id)
    check_product(ctx, card)
    row = ctx.session.get(InstitutionProduct, product_id) if product_id else InstitutionProduct(
        institution_id=institution.id, product="", name="", from_on=card.from_on)  # fmt: skip
    if row is None or row.institution_id != institution.id:
        raise NotFound
    rules = read_lines(card.criteria) if card.criteria is not None else None
    for name in PLAIN:
        setattr(row, name, getattr(card, name))
    row.documents = list(card.documents)
    row.name, row.terms = words("name", card.name, 200), words("terms", card.terms, 20_000, needed=False)
    if rules is not None:
        source = words("criteria_source", card.criteria_source, 200, needed=False)
        row.criteria = succeeded(row.criteria, rules, card.criteria_from or ctx.today, source)
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("institution.product_saved", "institution_product", row.id, institution_id=institution.id)
    return row


def check_product(ctx: Context, card: ProductCard) -> None:
    """Raise Invalid for what no product can be: unknown codes, limits the wrong way round, figures out of range."""
    if card.product not in BY_CODE:
        raise Invalid("product", "unknown")
    if card.currency not in DIGITS:
        raise Invalid("currency", "unknown")
    sane_day(ctx, "from_on", card.from_on)
    for low, high, name in (
        (amount("amount_min", card.amount_min), amount("amount_max", card.amount_max), "amount_max"),
        (_months("months_min", card.months_min), _months("months_max", card.months_max), "months_max"),
    ):
        if low is not None and high is not None and low > high:
            raise Invalid(name, "out_of_range")
    if card.to_on is not None and card.to_on < card.from_on:
        raise Invalid("to_on", "out_of_range")
    if not set(card.documents) <= {document.code for document in checklists.documents()}:
        raise Invalid("documents", "unknown")
    amount("instalment_fee", card.instalment_fee)
    _check_rate(ctx, card)
    for name in ("annual_rate", "margin", "upfront_fee_percent", "commission_percent"):
        percent = getattr(card, name)
        if percent is not None and not (percent.is_finite() and 0 <= percent <= 1000):
            raise Invalid(name, "out_of_range")
    if card.decision_days is not None and not 0 <= card.decision_days <= 400:
        raise Invalid("decision_days", "out_of_range")


def _check_rate(ctx: Context, card: ProductCard) -> None:
    """A rate is fixed, or a margin on a known reference rate; never both."""
    if card.reference_rate_id is not None and ctx.session.get(ReferenceRate, card.reference_rate_id) is None:
        raise Invalid("reference_rate_id", "unknown")
    if (card.reference_rate_id is None) != (card.margin is None):
        raise Invalid("margin" if card.margin is None else "reference_rate_id", "missing")
    if card.margin is not None and card.annual_rate is not None:
        raise Invalid("annual_rate", "does_not_fit")


def _months(field: str, months: int | None) -> int | None:
    if months is not None and not 1 <= months <= LAST_MONTH:
        raise Invalid(field, "out_of_range")
    return months


def _institution(ctx: Context, institution_id: int) -> Institution:
    row = ctx.session.get(Institution, institution_id)
    if row is None:
        raise NotFound
    return row


def _person(ctx: Context, institution_id: int, person_id: int) -> InstitutionPerson:
    row = ctx.session.get(InstitutionPerson, person_id)
    if row is None or row.institution_id != institution_id:
        raise NotFound
    return row


def _phone(typed: str, country: str) -> str:
    number = e164(typed.strip(), country) if typed.strip() else ""
    if typed.strip() and not number:
        raise Invalid("phone", "not_a_phone")
    return number


def _address(typed: str) -> str:
    address = words("email", typed, 254, needed=False)
    if address and (address.count("@") != 1 or any(c.isspace() for c in address)):
        raise Invalid("email", "not_an_address")
    return address
