"""One line of a file becomes typed values, or problems that name the field."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisor.casework.intake import meanings
from advisor.casework.intake.debts import NotADebt, read_debts
from advisor.casework.open import AMOUNT_LIMIT
from advisor.domain.catalogue import BY_CODE
from advisor.domain.errors import Invalid
from advisor.domain.finance.currencies import DIGITS
from advisor.domain.finance.money import Money, to_minor
from advisor.domain.finance.typed import parse_amount
from advisor.domain.process import Profile
from advisor.domain.words import N_
from advisor.records.party import PartyKind
from advisor.services.parties import PartyCard, cleaned

Problem = tuple[str, str]

ROW_PROBLEMS: dict[str, str] = {
    "no_basis": N_("None is given, the row stays in quarantine."),
    "no_channel": N_("Neither a phone nor an e-mail."),
    "too_many_cells": N_("More cells than headings."),
    "repeated": N_("The same person stands higher up in the file."),
    "known": N_("Somebody like this is known already."),
    "do_not_contact": N_("This person asked not to be contacted."),
    "not_an_amount": N_("This is not an amount."),
    "not_a_stage": N_("This is not a stage."),
    "not_a_debt": N_("This is not a debt: a kind and an amount are expected, parted by semicolons."),
    "not_a_kind": N_("This kind of debt is not known."),
    "other_currency": N_("Debts are counted in roubles: convert first."),
    "too_many": N_("These are too many."),
    "not_yes_or_no": N_("This is neither yes nor no."),
    "not_past_contact": N_("By this verdict the case has not left contact: import it there."),
}
"""What can be wrong with one row, beside the refusals of values every door knows."""

_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s*г\.?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[./年-](\d{1,2})[./月-](\d{1,2})日?(?:[T ][0:.]+)?$")
_COMPANY = re.compile(r"\b(sp\.? ?z ?o\.? ?o|s\.a|sp\.? ?j|sp\.? ?k|ooo|ооо|зао|пао|ао)\b|有限公司", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a person says about a whole file: for rows that do not say it themselves."""

    kind: str = "leads"  # leads, running
    product: str = "consumer_loan"
    country: str = "PL"
    currency: str = "PLN"
    campaign: str = ""
    basis: str = ""


@dataclass(slots=True)
class Reading:
    """The values of one row as far as they could be read, and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_row(cells: dict[str, str], defaults: Defaults, owners: dict[str, int]) -> Reading:
    """Read one row (field -> cell). `owners` maps lower-case addresses of staff who may own cases to their ids."""
    reading = Reading()
    _matter(reading, cells, defaults)
    _person(reading, cells, defaults)
    _basis(reading, cells, defaults)
    _place(reading, cells, defaults, owners)
    _debts(reading, cells)
    return reading


def card_of(values: dict[str, Any]) -> PartyCard:
    """The person or company of a row that was read."""
    return PartyCard(
        name=values["name"], kind=PartyKind(values["kind"]), email=values["email"], phone=values["phone"],
        phone_more=values["phone_more"], city=values["city"], country=values["country"],
        birth_on=date.fromisoformat(values["birth_on"]) if values["birth_on"] else None,
    )  # fmt: skip


def read_day(text: str) -> date | None:
    """A day as people of our countries write it: 1985-03-07, 7.3.1985, 07/03/1985, 1985年3月7日."""
    found = _YEAR_FIRST.match(text)
    if found:
        numbers = [int(part) for part in found.groups()]
    else:
        found = _DAY.match(text)
        if not found:
            return None
        numbers = [int(part) for part in reversed(found.groups())]
    try:
        return date(*numbers)
    except ValueError:
        return None


def _matter(reading: Reading, cells: dict[str, str], defaults: Defaults) -> None:
    values = reading.values
    values["product"] = _code(reading, cells, "product", meanings.product, defaults.product)
    values["client_type"] = ""
    if values["product"]:
        values["client_type"] = meanings.client_type(cells.get("client_type", ""), values["product"])
        if not values["client_type"]:
            reading.problems.append(("client_type", "does_not_fit"))
    currency = cells.get("currency", "").upper() or defaults.currency
    values["currency"], values["amount"] = currency, None
    if currency not in DIGITS:
        reading.problems.append(("currency", "unknown"))
    elif cells.get("amount"):
        _amount(reading, cells["amount"], currency)
    values["source"] = _code(reading, cells, "source", meanings.source, "")
    values["campaign"] = cells.get("campaign", "") or defaults.campaign
    if len(values["campaign"]) > 80:
        reading.problems.append(("campaign", "too_long"))
    values["referrer"], values["notes"] = cells.get("referrer", ""), cells.get("notes", "")
    if len(values["notes"]) > 2000:
        reading.problems.append(("notes", "too_long"))


def _amount(reading: Reading, text: str, currency: str) -> None:
    try:
        amount = to_minor(Money(parse_amount(text, currency), currency))
    except (ValueError, ArithmeticError):
        reading.problems.append(("amount", "not_an_amount"))
        return
    if not 0 < amount <= AMOUNT_LIMIT:
        reading.problems.append(("amount", "out_of_range"))
    else:
        reading.values["amount"] = amount


def _person(reading: Reading, cells: dict[str, str], defaults: Defaults) -> None:
    values = reading.values
    name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("last"))))
    country = _code(reading, cells, "country", meanings.country, defaults.country) or defaults.country
    phones = [part for part in re.split(r"[,;/]|\s{3,}", cells.get("phone", "")) if part.strip()]
    company = values["client_type"] in ("sp_zoo", "sme") or _COMPANY.search(name) is not None
    day = read_day(cells["birth_on"]) if cells.get("birth_on") else None
    if cells.get("birth_on") and day is None:
        reading.problems.append(("birth_on", "not_a_date"))
    values |= {
        "name": name, "kind": str(PartyKind.COMPANY if company else PartyKind.PERSON), "country": country,
        "phone": phones[0].strip() if phones else "", "phone_more": phones[1].strip() if len(phones) > 1 else "",
        "email": cells.get("email", ""), "city": cells.get("city", ""), "birth_on": day.isoformat() if day else "",
    }  # fmt: skip
    if not values["phone"] and not values["email"]:
        reading.problems.append(("phone", "no_channel"))
    try:
        cleaned(card_of(values))
    except Invalid as problem:
        reading.problems.append((problem.field.removesuffix("_more"), problem.code))


def _debts(reading: Reading, cells: dict[str, str]) -> None:
    """Debts and the mortgage answer, where a debt-relief row has them; the verdict comes with the rules of the day."""
    values, text, answer = reading.values, cells.get("debts", ""), cells.get("mortgage", "")
    if not text and not answer:
        return
    if not values["product"] or BY_CODE[values["product"]].profile is not Profile.DEBT_RELIEF:
        reading.problems.append(("debts", "does_not_fit"))
        return
    values["mortgage"] = meanings.yes_no(answer) if answer else None
    if answer and values["mortgage"] is None:
        reading.problems.append(("mortgage", "not_yes_or_no"))
    try:
        values["debts"] = read_debts(text)
    except NotADebt as problem:
        reading.problems.append(("debts", problem.code))


def _basis(reading: Reading, cells: dict[str, str], defaults: Defaults) -> None:
    text = cells.get("basis", "")
    found = meanings.basis(text) if text else defaults.basis
    reading.values["basis"] = found or ""
    if found is None:
        reading.problems.append(("basis", "unknown"))
    elif not found:
        reading.problems.append(("basis", "no_basis"))


def _place(reading: Reading, cells: dict[str, str], defaults: Defaults, owners: dict[str, int]) -> None:
    values, owner = reading.values, cells.get("owner", "").lower()
    values["owner_id"] = owners.get(owner)
    if owner and values["owner_id"] is None:
        reading.problems.append(("owner", "unknown"))
    values["stage"], values["evidence"] = "contact", ""
    if defaults.kind == "running":
        values["stage"] = meanings.stage(cells.get("stage", ""))
        values["evidence"] = cells.get("evidence", "")
        if not values["stage"]:
            reading.problems.append(("stage", "not_a_stage" if cells.get("stage") else "missing"))


def _code(reading: Reading, cells: dict[str, str], name: str, meaning: Callable[[str], str], default: str) -> str:
    text = cells.get(name, "")
    code = meaning(text) if text else default
    if text and not code:
        reading.problems.append((name, "unknown"))
    return code
