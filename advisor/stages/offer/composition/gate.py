"""The draft contract of an offer in clauses, those of the contract that will be signed; what versions differ in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.domain.clauses import read_clauses, strange_places
from advisor.domain.errors import Invalid


def clauses(text: str, places: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """A contract text as (title, text): a line that starts with § opens a clause; {places} are filled.

    Raises Invalid('contract', 'unknown_place') for a place that is not on the list, or a stray brace.
    """
    strangers = strange_places(text)
    if strangers:
        raise Invalid("contract", "unknown_place", place=strangers[0])
    return tuple((clause.title, clause.text) for clause in read_clauses(text, places))


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that two versions of an offer do not share; `subject` names the simulation, empty for the terms.

    `before` is None in what was added, `after` is None in what was taken out.
    """

    subject: str
    field: str
    before: object
    after: object


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What changed from one version's figures to the next, in the order of the newer one."""
    found: list[Difference] = []
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            name = _named(new) or ""
            found += [Difference(name, field, old.get(field), new.get(field)) for field in dict.fromkeys((*new, *old))
                      if old.get(field) != new.get(field)]  # fmt: skip
        elif isinstance(old, Mapping) or isinstance(new, Mapping):
            found.append(Difference("", "simulation", _named(old), _named(new)))
        elif old != new:
            found.append(Difference("", key.partition(".")[0], old, new))
    return tuple(found)


def _named(figures: object) -> str | None:
    """Institution and product of a simulation; texts of earlier editions stand for themselves."""
    if isinstance(figures, Mapping):
        return ", ".join(str(figures[name]) for name in ("institution", "product") if figures.get(name))
    return None if figures is None else str(figures)
