"""A contract text in clauses: a line that opens with § starts a clause, and only listed {places} are ever filled.

People write these texts, so nothing here formats, evaluates or looks up attributes: one pass over a closed list. What
is filled in is never read again, so a client named "{fee}" stays a client named "{fee}".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from advisor.domain.errors import Invalid
from advisor.domain.words import N_

PLACES: dict[str, str] = {
    "client": N_("Name of the client"),
    "firm": N_("Name of the firm"),
    "advisor": N_("Name of the advisor"),
    "product": N_("What the case is about"),
    "case": N_("Case number"),
    "amount": N_("Amount the client needs"),
    "fee": N_("Agreed fee in figures"),
    "offer": N_("Number of the offer"),
    "mandate_term": N_("How long the power of attorney runs"),
}
"""The closed list of places, each with what it stands for."""

BLANK = "________"
"""What is printed for a fact that is not known yet: a line to write on."""
MOST_CLAUSES = 60
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause: its title, and its text with paragraphs parted by line breaks."""

    title: str
    text: str


def strange_places(text: str) -> tuple[str, ...]:
    """The {places} of a text that are not on the list, and "{" or "}" for a brace that stands alone."""
    found = tuple(dict.fromkeys(name for name in _PLACE.findall(text) if name not in PLACES))
    rest = _PLACE.sub("", text)
    return found + tuple(brace for brace in "{}" if brace in rest)


def checked(field: str, text: str) -> str:
    """The text, tidied, when every place is on the list and it has a clause.

    Raises Invalid(field, 'unknown_place'), Invalid(field, 'no_clause').
    """
    strangers = strange_places(text)
    if strangers:
        raise Invalid(field, "unknown_place", place=strangers[0])
    if not 1 <= sum(line.lstrip().startswith("§") for line in text.splitlines()) <= MOST_CLAUSES:
        raise Invalid(field, "no_clause")
    return tidy(text)


def tidy(text: str) -> str:
    """The text with plain line ends and no blanks at the end of a line, so that equal texts compare equal."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with every place filled, or left as a blank line where its fact is missing; nothing else is touched."""
    return _PLACE.sub(lambda place: facts.get(place[1], "").strip() or BLANK if place[1] in PLACES else place[0], text)


def read_clauses(text: str, facts: Mapping[str, str]) -> tuple[ClauseText, ...]:
    """The clauses of a text with its places filled; words before the first § become a clause without a title."""
    made: list[ClauseText] = []
    for line in text.splitlines():
        said = filled(line, facts).strip()
        if line.lstrip().startswith("§"):
            made.append(ClauseText(said.lstrip("§ "), ""))
        elif said:
            last = made.pop() if made else ClauseText("", "")
            made.append(ClauseText(last.title, f"{last.text}\n{said}".strip()))
    return tuple(made)


def changed_clauses(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The clauses that differ between two texts as (old, new), each with its title; empty text where there is none."""
    old, new = (_by_title(text) for text in (before, after))
    titles = dict.fromkeys([*old, *new])
    return tuple((old.get(title, ""), new.get(title, "")) for title in titles if old.get(title) != new.get(title))


def _by_title(text: str) -> dict[str, str]:
    """Whole clauses by title; places stay as they are written."""
    found: dict[str, str] = {}
    title = ""
    for line in (each.strip() for each in text.splitlines()):
        if line.startswith("§"):
            title = line
            found[title] = line
        elif line:
            found[title] = f"{found.get(title, '')}\n{line}".strip()
    return found
