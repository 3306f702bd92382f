"""The honest alternative: lawful ways for a person whose case we do not take (SPEC idea C-4, A6).

Two verdicts stay apart: whether we take the case, and whether the law may help. Each way lists its conditions with
what we know of them, so that a person with alimony alone gets no false hope.
"""

from dataclasses import dataclass
from datetime import date

from advisor.papers.letterhead import Heading
from advisor.papers.pages import Page, compose, words

KIND = "alternatives"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition of a way. `met` is True, False, or None when we do not know."""

    text: str
    met: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """One lawful way out: what it is, its conditions, where to ask, and the law with its day."""

    title: str
    text: str
    conditions: tuple[Condition, ...] = ()
    where: str = ""
    source: str = ""

    @property
    def closed(self) -> bool:
        """Is a condition known not to be met?"""
        return any(condition.met is False for condition in self.conditions)


@dataclass(frozen=True, kw_only=True)
class AlternativesPaper:
    """Everything the sheet prints. `reason` says in plain words why we do not take the case, `clause` by which rule."""

    heading: Heading
    language: str
    issued_on: date
    reason: str
    rules: str
    rules_on: date
    clause: str = ""
    law: str = ""
    law_on: date | None = None
    ways: tuple[Way, ...] = ()

    @property
    def hopeful(self) -> bool:
        """Is there a way with conditions of which none is known to fail?"""
        return any(way.conditions and not way.closed for way in self.ways)

    @property
    def sorted_ways(self) -> tuple[Way, ...]:
        """Ways that may be open first, each group in the given order."""
        return tuple(sorted(self.ways, key=lambda way: way.closed))


def alternatives(paper: AlternativesPaper) -> Page:
    """The sheet of lawful alternatives as a page for the press."""
    _ = words(paper.language)
    return compose(KIND, paper, _("What you can do now"))
