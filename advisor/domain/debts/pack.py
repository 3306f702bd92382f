"""A rule pack: rules as dated data with source, open questions and their own examples (OP-01, OP-09, C-3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from advisor.domain.roles import Role

Rules = TypeVar("Rules")
JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question the source leaves open: the reading in force and the others; `setting` is the key that switches it."""

    code: str
    clause: str
    chosen: str
    alternatives: tuple[str, ...]
    setting: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A worked case of a pack: what goes in and what must come out, both as plain JSON values."""

    id: str
    given: JsonObject
    expected: JsonObject


@dataclass(frozen=True, slots=True)
class RulePack(Generic[Rules]):
    """One edition of a rule set. In force from `valid_from` to `valid_to`, both days included (None = open end)."""

    key: str
    version: int
    title: str
    purpose: str
    edition_on: date
    valid_from: date
    valid_to: date | None
    source: str
    editor_role: Role
    rules: Rules
    open_questions: tuple[OpenQuestion, ...] = ()
    examples: tuple[Example, ...] = ()

    def in_force_on(self, day: date) -> bool:
        """True when this edition applies on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def succeeded_by(self, rules: Rules, starts_on: date) -> "RulePack[Rules]":
        """The next version with other rules, edited and in force from the given day; examples are kept (OP-22)."""
        return replace(
            self, version=self.version + 1, rules=rules, edition_on=starts_on, valid_from=starts_on, valid_to=None
        )


class NoPackInForce(LookupError):
    """No edition of the pack applies on the day asked for."""

    def __init__(self, key: str, day: date) -> None:
        super().__init__(f"{key}: no edition in force on {day.isoformat()}")
        self.key, self.day = key, day


def newest_in_force(packs: Iterable[RulePack[Rules]], key: str, day: date) -> RulePack[Rules]:
    """The highest version of a pack in force on the day; NoPackInForce when there is none."""
    in_force = [pack for pack in packs if pack.key == key and pack.in_force_on(day)]
    if not in_force:
        raise NoPackInForce(key, day)
    return max(in_force, key=lambda pack: pack.version)
