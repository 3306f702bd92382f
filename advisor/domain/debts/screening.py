"""Questions beside the debts: an earlier insolvency and the conduct for which a court may refuse to free of debts.

OP-1 does not ask them; a "yes" is left to a person (DOMAIN A.4, repeat and 213.28 p. 4). The law pack in force says
which are asked. The articles were not read in the original: LAW to confirm.
"""

from collections.abc import Mapping
from types import MappingProxyType

EARLIER = "EARLIER_INSOLVENCY"
CONDUCT = ("CONVICTION", "FALSE_INFORMATION", "HIDDEN_PROPERTY", "FALSE_LOAN_DATA")
ALL = (EARLIER, *CONDUCT)

CLAUSES: Mapping[str, str] = MappingProxyType({EARLIER: "127-FZ, repeat", **dict.fromkeys(CONDUCT, "213.28 p. 4")})
"""Each ground with the place in the law it comes from."""


def field_of(code: str) -> str:
    """The name an answer is kept under: EARLIER_INSOLVENCY -> earlier_insolvency."""
    return code.lower()


def confirmed(answers: Mapping[str, object], asked: tuple[str, ...] = ALL) -> tuple[str, ...]:
    """The codes answered with yes among those asked, in their fixed order."""
    return tuple(code for code in asked if answers.get(field_of(code)) is True)
