"""Issued offers as the room lists them: how far each has come, and what it says otherwise than the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from flask_babel import gettext

from advisor.domain.finance.days import DayCount
from advisor.records.paper import Paper
from advisor.records.paper_source import PaperSource
from advisor.stages.offer.answers.gate import Trip, state_of
from advisor.stages.offer.answers.records import Handover, OfferAnswer
from advisor.stages.offer.answers.stage import STATES
from advisor.stages.offer.composition.gate import Difference, differences
from advisor.stages.offer.composition.stage import FIGURES, SUMS
from advisor.stages.offer.simulations.stage import DAY_COUNT_NAMES, GRACE_NAMES, KINDS, RATE_KINDS
from advisor.web.kit.show import cents
from advisor.web.kit.show import day as in_day

TONES = {"accepted": "ok", "declined": "bad", "expired": "warn", "asked": "info", "opened": "info"}
WORDS = {
    **KINDS,
    **RATE_KINDS,
    **GRACE_NAMES,
    **{str(DayCount(code)): title for code, title in DAY_COUNT_NAMES.items()},
}


@dataclass(frozen=True, slots=True)
class Version:
    """One issued offer; `changes` says line by line what the version before said."""

    paper: Paper
    state: str
    tone: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What happened to the offers of a case, newest first each."""

    issued: Sequence[Paper]
    handed: Sequence[Handover]
    answered: Sequence[OfferAnswer]
    printed: Sequence[PaperSource]


def versions(past: Past, currency: str, today: date) -> list[Version]:
    """The offers newest first."""
    issued, said_then = past.issued, {row.paper_id: row.figures for row in past.printed}
    figures = {paper.id: said_then.get(paper.id, {}) for paper in issued}
    before: dict[int, dict[str, Any]] = {new.id: figures[old.id] for new, old in pairwise(issued)}
    given = {row.paper_id for row in past.handed}
    answers: dict[int | None, str] = {}
    for row in past.answered:
        answers.setdefault(row.paper_id, row.answer)
    found = []
    for paper in issued:
        trip = Trip(paper.valid_until_on, paper.id in given, paper.opened_at is not None, answers.get(paper.id, ""))
        state = state_of(trip, today)
        changes = differences(before[paper.id], figures[paper.id]) if paper.id in before else ()
        said = tuple(_said(change, currency) for change in changes)
        found.append(Version(paper, gettext(STATES[state]), TONES.get(state, "neutral"), said))
    return found


def _said(change: Difference, currency: str) -> str:
    """One difference in a sentence: whose figure, what it was, what it is."""
    title = gettext(FIGURES.get(change.field, change.field))
    where = f"{change.subject}: {title}" if change.subject else title
    return f"{where}: {_value(change.field, change.before, currency)} → {_value(change.field, change.after, currency)}"


def _value(field: str, value: object, currency: str) -> str:
    if value is None or value == "":
        return "–"
    if field in SUMS and isinstance(value, int):
        return cents(value, currency)
    if field.endswith("_on"):
        return in_day(date.fromisoformat(str(value)))
    return gettext(WORDS[str(value)]) if str(value) in WORDS else str(value)
