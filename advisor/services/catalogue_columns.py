"""The columns of the catalogue's spreadsheet: how a product is written in cells, and how cells are read back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from advisor.domain.errors import Invalid
from advisor.domain.finance.currencies import DIGITS
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.money import from_minor, to_minor
from advisor.domain.finance.typed import parse_money
from advisor.domain.products.criteria import in_force
from advisor.records.institution import Institution, InstitutionKind, InstitutionProduct
from advisor.services.institutions import Card, ProductCard

COLUMNS = (
    "institution", "kind", "country", "line", "product", "currency", "amount_from", "amount_to", "months_from",
    "months_to", "rate", "reference_rate", "margin", "upfront_fee_percent", "instalment_fee", "commission_percent",
    "decision_days", "valid_from", "valid_until", "documents", "criteria", "criteria_source", "terms",
)  # fmt: skip
"""Headings of the sheet, in English in every language, so that a file travels between firms."""
NEEDED = ("institution", "kind", "line", "product", "currency", "valid_from")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as read: the institution and its product; `reference` is the code of its reference rate."""

    house: Card
    product: ProductCard
    reference: str


def cells_of(house: Institution, product: InstitutionProduct, reference: str, day: date) -> list[str]:
    """A product as a row of the sheet; criteria are those in force on the day."""
    currency = product.currency
    values: dict[str, Any] = {
        "institution": house.name, "kind": house.kind.value, "country": house.country, "line": product.product,
        "product": product.name, "currency": currency, "amount_from": _sum(product.amount_min, currency),
        "amount_to": _sum(product.amount_max, currency), "months_from": product.months_min,
        "months_to": product.months_max, "rate": product.annual_rate, "reference_rate": reference,
        "margin": product.margin, "upfront_fee_percent": product.upfront_fee_percent,
        "instalment_fee": _sum(product.instalment_fee, currency), "commission_percent": product.commission_percent,
        "decision_days": product.decision_days, "valid_from": product.from_on, "valid_until": product.to_on,
        "documents": ", ".join(product.documents), "terms": product.terms,
        "criteria": "\n".join(rule.line for rule in in_force(product.criteria, day)),
        "criteria_source": (product.criteria.get("editions") or [{}])[-1].get("source", ""),
    }  # fmt: skip
    return ["" if values[name] is None else str(values[name]) for name in COLUMNS]


def read_entry(cells: Mapping[str, str]) -> Entry:
    """A row of the sheet. Raises Invalid(column, code) for the first cell that cannot be read."""
    for name in NEEDED:
        if not cells.get(name, "").strip():
            raise Invalid(name, "missing")
    text = {name: _plain(cells.get(name, "")) for name in COLUMNS}
    if text["kind"] not in {kind.value for kind in InstitutionKind}:
        raise Invalid("kind", "unknown")
    if text["currency"] not in DIGITS:
        raise Invalid("currency", "unknown")
    house = Card(text["institution"], InstitutionKind(text["kind"]), text["country"] or "PL")
    return Entry(house, _product(text), text["reference_rate"])


def _product(text: dict[str, str]) -> ProductCard:
    currency = text["currency"]
    codes = (code.strip() for code in text["documents"].replace("\n", ",").split(","))
    return ProductCard(
        product=text["line"], name=text["product"], currency=currency,
        from_on=_day(text, "valid_from") or date.min, to_on=_day(text, "valid_until"),
        amount_min=_money(text, "amount_from", currency), amount_max=_money(text, "amount_to", currency),
        months_min=_whole(text, "months_from"), months_max=_whole(text, "months_to"),
        annual_rate=_number(text, "rate"), margin=_number(text, "margin"),
        upfront_fee_percent=_number(text, "upfront_fee_percent"),
        instalment_fee=_money(text, "instalment_fee", currency),
        commission_percent=_number(text, "commission_percent"), decision_days=_whole(text, "decision_days"),
        documents=tuple(code for code in codes if code), terms=text["terms"],
        criteria=text["criteria"].replace(";", "\n"), criteria_source=text["criteria_source"],
    )  # fmt: skip


def _plain(cell: str) -> str:
    """A cell without the quote that keeps spreadsheets from running it as a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:2] in tuple("=+-@;") else text


def _sum(minor: int | None, currency: str) -> str | None:
    return None if minor is None else f"{from_minor(minor, currency).amount:f}"


def _read(text: dict[str, str], name: str, read: Callable[[str], Any], code: str) -> Any:
    if not text[name]:
        return None
    try:
        return read(text[name])
    except (ValueError, InvalidOperation, FinanceError) as problem:
        raise Invalid(name, code) from problem


def _number(text: dict[str, str], name: str) -> Decimal | None:
    """A percentage; spreadsheets write 7.349999999 for 7.35, so what lies beyond eight places is rounded away."""
    found: Decimal | None = _read(text, name, lambda cell: Decimal(cell.replace(",", ".").rstrip(" %")), "not_a_number")
    if found is not None and not (found.is_finite() and abs(found) < 10_000):
        raise Invalid(name, "out_of_range")
    return None if found is None else Decimal(f"{found.quantize(Decimal('1e-8')).normalize():f}")


def _whole(text: dict[str, str], name: str) -> int | None:
    found: int | None = _read(text, name, lambda cell: int(cell.removesuffix(".0")), "not_a_number")
    return found


def _money(text: dict[str, str], name: str, currency: str) -> int | None:
    """An amount as typed; a point is the decimal mark when nothing else tells."""
    found: int | None = _read(
        text, name, lambda cell: to_minor(parse_money(cell, currency, _mark(cell))), "not_an_amount"
    )
    return found


def _mark(cell: str) -> str:
    return "," if cell.rfind(",") > cell.rfind(".") else "."


def _day(text: dict[str, str], name: str) -> date | None:
    found: date | None = _read(text, name, lambda cell: datetime.fromisoformat(cell).date(), "not_a_day")
    return found
