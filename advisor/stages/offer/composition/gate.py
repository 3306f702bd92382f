"""The draft contract of an offer in clauses: the same clauses and places as the contract that will be signed."""

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
