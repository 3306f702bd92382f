"""How values look on screen: moments in the reader's zone, money and phones by locale, codes as words."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.numbers import format_currency, format_decimal

from advisor.casework.client_page.words import VERBS as CLIENT_VERBS
from advisor.casework.intake.batches import VERBS as INTAKE_VERBS
from advisor.domain import catalogue, checklists, closing, process
from advisor.domain.finance.currencies import minor_digits
from advisor.domain.finance.money import from_minor
from advisor.domain.phones import spoken
from advisor.services import words
from advisor.services.language import percentage, spaced, written_day
from advisor.stages.plan import BY_KEY, FINDING_TITLES, ROOM_VERBS
from advisor.web.kit.enum_words import TITLES
from advisor.web.kit.now import now, zone
from advisor.web.kit.phrases import locale, say

FILTERS = (
    "money",
    "cents",
    "percent",
    "amount",
    "day",
    "moment",
    "clock",
    "phone",
    "word",
    "country",
    "language",
    "somebody",
    "deed",
    "stage_title",
    "stage_short",
    "stage_number",
    "subject",
    "gathered",
    "due_in",
)


def money(minor: int | None, currency: str) -> str:
    """Minor units as money of the reader's locale, "PLN 1,234.50", without a zero fraction; a dash for none."""
    if minor is None:
        return "–"
    return _money(minor, currency, locale())


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, locale: Locale) -> str:
    """Written once: the same sums stand on page after page."""
    value = from_minor(minor, currency).amount
    if minor % 10 ** minor_digits(currency) == 0:
        pattern = str(locale.currency_formats["standard"].pattern).replace("0.00", "0")
        return spaced(format_currency(value, currency, pattern, locale=locale, currency_digits=False))
    return _cents(minor, currency, locale)


def cents(minor: int | None, currency: str) -> str:
    """Minor units as money with all decimals, as papers print it: for what a client is told in a paper, too."""
    return "–" if minor is None else _cents(minor, currency, locale())


@lru_cache(maxsize=4096)
def _cents(minor: int, currency: str, locale: Locale) -> str:
    return spaced(format_currency(from_minor(minor, currency).amount, currency, locale=locale))


def percent(value: Decimal | None, least: int = 0) -> str:
    """A percentage as papers print it, with the decimals it has and `least` at least."""
    return "–" if value is None else percentage(value, locale(), least)


def amount(value: Any) -> str:
    """A plain number by locale."""
    return "–" if value is None else format_decimal(value, locale=locale())


def day(value: date | datetime | None, style: str = "medium") -> str:
    """A day by locale; moments are shown in the reader's zone."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = value.astimezone(zone()).date()
    return _day(value, style, locale())


@lru_cache(maxsize=4096)
def _day(value: date, style: Any, locale: Locale) -> str:
    return written_day(value, style, locale)


def clock(value: datetime | None) -> str:
    """Hours and minutes in the reader's zone."""
    return "–" if value is None else value.astimezone(zone()).strftime("%H:%M")


def moment(value: datetime | None) -> str:
    """Day and time in the reader's zone."""
    if value is None:
        return "–"
    here = value.astimezone(zone())
    return f"{_day(here.date(), 'medium', locale())}, {here:%H:%M}"


def phone(value: str) -> str:
    """A phone number spaced for reading."""
    return spoken(value) if value else "–"


def word(value: Any) -> str:
    """The translated title of an enum value or code of the house."""
    if value is None or value == "":
        return "–"
    if isinstance(value, process.StageKey):
        return stage_title(value)
    if isinstance(value, StrEnum):
        title = TITLES.get(type(value), {}).get(value)
        return say(title) if title else str(value)
    return say(CODES.get(str(value), str(value)))


def country(code: str) -> str:
    """The name of a country; its code when nobody knows it."""
    return str(locale().territories.get(code, code)) if code else "–"


def language(code: str) -> str:
    """The name of a language in the reader's own, with a capital as in a list."""
    name = str(locale().languages.get(code[:2], code))
    return name[:1].upper() + name[1:] if code else "–"


def somebody(name: str) -> str:
    """Who did something: a person by name; the client, the program and the command line in words."""
    kind = name.partition(":")[0]
    return say(words.DOERS[kind]) if kind in words.DOERS else name


def deed(verb: str) -> str:
    """The translated title of a verb of the trail; a gate's finding may bear the same code."""
    return say(VERBS.get(verb, verb))


def subject(text: str) -> str:
    """What a finding is about: a code as words, a paper of the catalogue by its name in the reader's language."""
    paper = PAPERS.get(text.casefold())
    return paper.name(locale().language) if paper else word(text) if text else ""


def gathered(findings: Iterable[process.Finding]) -> list[list[process.Finding]]:
    """Findings that say the same of different things together, in the order in which each was found first."""
    found: dict[tuple[str, bool], list[process.Finding]] = {}
    for each in findings:
        found.setdefault((each.code, each.blocking), []).append(each)
    return list(found.values())


def stage_title(key: process.StageKey | str) -> str:
    """Full title of a stage."""
    return say(BY_KEY[process.StageKey(key)].stage.title)


def stage_short(key: process.StageKey | str) -> str:
    """Short title of a stage, for the rail and stepper."""
    return say(BY_KEY[process.StageKey(key)].stage.short)


def stage_number(key: process.StageKey | str) -> int:
    """1 to 12."""
    return BY_KEY[process.StageKey(key)].stage.number


def due_in(value: datetime | None) -> int | None:
    """Whole days until a moment in the reader's zone: negative when overdue, 0 today."""
    if value is None:
        return None
    return (value.astimezone(zone()).date() - now().astimezone(zone()).date()).days


PAPERS = {paper.name("en").casefold(): paper for paper in checklists.documents()}
VERBS: dict[str, str] = {**words.VERB_TITLES, **INTAKE_VERBS, **CLIENT_VERBS, **ROOM_VERBS}
CODES: dict[str, str] = {
    **FINDING_TITLES,
    **catalogue.CLIENT_TYPE_TITLES,
    **{product.code: product.title for product in catalogue.PRODUCTS},
    **{code: title for rows in closing.REASONS.values() for code, title in rows},
    **words.INVALID_TITLES,
    **words.CODE_TITLES,
}
