"""The catalogue of institutions: banks, lessors, grant bodies, courts and MFC offices, their people and products."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from advisor.domain.catalogue import BY_CODE
from advisor.domain.errors import Invalid, NotFound
from advisor.domain.finance.currencies import DIGITS
from advisor.domain.folding import fold, search_text
from advisor.domain.phones import e164
from advisor.records.institution import Institution, InstitutionKind, InstitutionPerson, InstitutionProduct
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
    """What an institution sells. Amounts in minor units, rate and fee in percent, decision time in working days."""

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
    upfront_fee_percent: Decimal | None = None
    terms: str = ""
    decision_days: int | None = None


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
    _check(ctx, card)
    row = ctx.session.get(InstitutionProduct, product_id) if product_id else InstitutionProduct(
        institution_id=institution.id, product="", name="", from_on=card.from_on)  # fmt: skip
    if row is None or row.institution_id != institution.id:
        raise NotFound
    for name in ProductCard.__dataclass_fields__:
        setattr(row, name, getattr(card, name))
    row.name, row.terms = words("name", card.name, 200), words("terms", card.terms, 20_000, needed=False)
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("institution.product_saved", "institution_product", row.id, institution_id=institution.id)
    return row


def _check(ctx: Context, card: ProductCard) -> None:
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
    for name in ("annual_rate", "upfront_fee_percent"):
        percent = getattr(card, name)
        if percent is not None and not (percent.is_finite() and 0 <= percent <= 1000):
            raise Invalid(name, "out_of_range")
    if card.decision_days is not None and not 0 <= card.decision_days <= 400:
        raise Invalid("decision_days", "out_of_range")


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
