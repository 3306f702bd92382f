"""A contract text in clauses: only known {places} are filled, anything else is refused."""

import re

from advisor.domain.errors import Invalid
from advisor.stages.offer.composition.stage import PLACES

_PLACE = re.compile(r"\{([^{}]*)\}")


def clauses(text: str, places: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """A contract text as (title, text): a line that starts with § opens a clause; {places} are filled.

    Raises Invalid('contract', 'unknown_place') for a place that is not in PLACES, or a stray brace.
    """
    found = _PLACE.findall(text)
    if set(found) - set(PLACES) or not text.count("{") == text.count("}") == len(found):
        raise Invalid("contract", "unknown_place")
    made: list[tuple[str, str]] = []
    for line in _PLACE.sub(lambda place: places.get(place[1], ""), text).splitlines():
        if line.lstrip().startswith("§"):
            made.append((line.lstrip(" §").strip(), ""))
        elif line.strip():
            title, before = made.pop() if made else ("", "")
            made.append((title, f"{before}\n{line.strip()}".strip()))
    return tuple(made)
