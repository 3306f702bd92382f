"""Criteria of a product: comparisons of named facts, written one a line, kept as dated editions of a rule pack.

The language is closed: `fact sign value`, with the facts of `facts.FACTS`, the signs >= <= = != and, after = and !=,
several values between commas. Nothing is evaluated. Editions are those of the debt rules (`debts.pack`): a change
begins on a day and is a new version, and the version in force on the day decides.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from advisor.domain.debts.pack import NoPackInForce, RulePack, newest_in_force
from advisor.domain.errors import Invalid
from advisor.domain.products.facts import FACTS, LIMITS, Kind
from advisor.domain.roles import Role

MOST = 40
LONGEST = 200
_LINE = re.compile(r"([a-z_]+)\s*(>=|<=|!=|=)\s*(.+)")
_NUMBER = re.compile(r"[0-9]{1,13}(\.[0-9]{1,6})?")
_WORD = re.compile(r"\w[\w-]{0,39}")

FactValue = Decimal | str | bool | None


class Fit(StrEnum):
    """Whether something fits: yes, no, or a fact must be asked first."""

    YES = "yes"
    ASK = "ask"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One comparison. `values` are plain texts: a number, one or several words, or yes/no."""

    fact: str
    sign: str
    values: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """How the fact is measured."""
        return (FACTS.get(self.fact) or LIMITS[self.fact]).kind

    @property
    def line(self) -> str:
        """The comparison as it is written."""
        return f"{self.fact} {self.sign} {', '.join(self.values)}"

    def judge(self, value: FactValue) -> Fit:
        """YES or NO for a known fact, ASK for an unknown one."""
        if value is None:
            return Fit.ASK
        if isinstance(value, Decimal):
            holds = any(_compares(value, self.sign, Decimal(each)) for each in self.values)
        else:
            said = ("yes" if value else "no") if isinstance(value, bool) else value
            holds = (said in self.values) == (self.sign == "=")
        return Fit.YES if holds else Fit.NO


Edition = RulePack[tuple[Criterion, ...]]


def read_lines(text: str) -> tuple[Criterion, ...]:
    """The criteria written one a line. Raises Invalid('criteria', code, line=...) for the first that is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Invalid("criteria", "too_many", limit=MOST)
    return tuple(read_line(line) for line in lines)


def read_line(line: str) -> Criterion:
    """One criterion. Raises Invalid('criteria', ...): not_a_criterion, unknown_fact, not_a_value."""
    found = _LINE.fullmatch(line) if len(line) <= LONGEST else None
    if found is None:
        raise Invalid("criteria", "not_a_criterion", line=line[:LONGEST])
    fact, sign, rest = found.groups()
    if fact not in FACTS:
        raise Invalid("criteria", "unknown_fact", line=line)
    values = tuple(dict.fromkeys(each.strip() for each in rest.split(",")))
    if not all(_fits(fact, sign, each, len(values)) for each in values):
        raise Invalid("criteria", "not_a_value", line=line)
    return Criterion(fact, sign, values)


def editions(stored: Mapping[str, Any], key: str) -> tuple[Edition, ...]:
    """The editions a product keeps, oldest first."""
    return tuple(
        RulePack(
            key=key, version=each["version"], title=key, purpose="", source=each.get("source", ""),
            edition_on=date.fromisoformat(each["edition_on"]), valid_from=date.fromisoformat(each["valid_from"]),
            valid_to=None, editor_role=Role.ADMIN, rules=tuple(read_line(line) for line in each["rules"]),
        )
        for each in stored.get("editions", [])
    )  # fmt: skip


def in_force(stored: Mapping[str, Any], day: date) -> tuple[Criterion, ...]:
    """The criteria in force on a day; none before the first edition begins."""
    try:
        return newest_in_force(editions(stored, "product"), "product", day).rules
    except NoPackInForce:
        return ()


def succeeded(stored: Mapping[str, Any], rules: Sequence[Criterion], starts_on: date, source: str) -> dict[str, Any]:
    """What to store when criteria begin on a day: one more edition, or the same when nothing changes."""
    before = list(stored.get("editions", []))
    lines = [rule.line for rule in rules]
    newest: Mapping[str, Any] = before[-1] if before else {"rules": [], "source": "", "version": 0}
    if newest["rules"] == lines and newest.get("source", "") == source:
        return dict(stored)
    edition = {
        "version": newest["version"] + 1, "edition_on": starts_on.isoformat(), "valid_from": starts_on.isoformat(),
        "source": source, "rules": lines,
    }  # fmt: skip
    return {"editions": [*before, edition]}


def _compares(value: Decimal, sign: str, other: Decimal) -> bool:
    if sign == ">=":
        return value >= other
    if sign == "<=":
        return value <= other
    return (value == other) == (sign == "=")


def _fits(fact: str, sign: str, value: str, count: int) -> bool:
    known = FACTS[fact]
    if known.kind in (Kind.MONEY, Kind.NUMBER, Kind.PERCENT):
        return count == 1 and _NUMBER.fullmatch(value) is not None
    if sign not in ("=", "!="):
        return False
    if known.kind is Kind.YES_NO:
        return count == 1 and value in ("yes", "no")
    return value in known.values if known.values else _WORD.fullmatch(value) is not None
