"""What lets a case leave the tracking room, and whose turn it is with each institution."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from advisor.domain.process import Finding, Verdict


class Turn(StrEnum):
    """Who has to act on one application."""

    OURS = "ours"
    THEIRS = "theirs"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of an institution (or a hearing) as far as turns go."""

    asked_on: date
    due_on: date | None = None
    answered_on: date | None = None
    hearing: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """One application with its questions. `state` is the submission's: pending, approved, refused or withdrawn."""

    institution: str
    state: str
    filed_on: date
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at."""

    filed: tuple[Filed, ...] = ()


def turn(filed: Filed) -> tuple[Turn, date]:
    """Whose turn it is and since when: ours from the oldest open question, theirs from filing or our last answer."""
    if filed.state == "withdrawn":
        return Turn.WITHDRAWN, filed.filed_on
    if filed.state != "pending":
        return Turn.DECIDED, filed.filed_on
    open_since = [q.asked_on for q in filed.asked if q.answered_on is None and not q.hearing]
    if open_since:
        return Turn.OURS, min(open_since)
    return Turn.THEIRS, max([filed.filed_on, *(q.answered_on for q in filed.asked if q.answered_on is not None)])


def gate(facts: Facts, today: date) -> Verdict:
    """Blocks until one institution decided or every application was withdrawn; open questions only warn (A0).

    With the decision the questions of that institution become moot; other institutions may stay pending.
    """
    if not facts.filed:
        return Verdict((Finding("tracking.nothing_filed", action="institutions"),))
    found: list[Finding] = []
    decided = any(filed.state in ("approved", "refused") for filed in facts.filed)
    if not decided and any(filed.state == "pending" for filed in facts.filed):
        found.append(Finding("tracking.no_decision", _names(facts.filed), action="institutions"))
    for filed in facts.filed:
        if filed.state == "pending":
            found += [_open(filed.institution, asked) for asked in filed.asked if asked.answered_on is None]
    return Verdict(tuple(found))


def _open(institution: str, asked: Asked) -> Finding:
    code = "tracking.hearing_ahead" if asked.hearing else "tracking.question_open"
    return Finding(code, institution, blocking=False, action="questions")


def _names(filed: Iterable[Filed]) -> str:
    return ", ".join(row.institution for row in filed if row.state == "pending")
