"""Deliver the outbox: lease a few letters, commit, send, mark. Never lost; a repeat carries the same Message-ID (R3).

A letter whose lease ran out (its worker was killed) is offered again. Temporary refusals are retried with growing gaps
for a day, permanent ones three times; then the letter is FAILED and a follow-up for a person appears (R4).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.outbox import Letter, LetterState
from advisor.services import followups
from advisor.services.context import Context

LEASE = timedelta(minutes=2)
"""Longer than the courier's time-out, so that a slow server does not make repeats."""
GAPS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 240, 360, 360))
PERMANENT_TRIES = 3


class Answer(StrEnum):
    """What the courier says about one letter."""

    ACCEPTED = "accepted"
    LATER = "later"  # 4xx, time-out, no connection
    NEVER = "never"  # 5xx


@dataclass(frozen=True, slots=True)
class Report:
    """The courier's answer with a short technical reason (never an address or a text)."""

    answer: Answer
    why: str = ""


def claim(session: Session, now: datetime, holder: str, limit: int) -> list[Letter]:
    """Lease due letters for this worker. PostgreSQL skips rows others hold; SQLite's write lock makes us alone."""
    due = or_(
        and_(Letter.state == LetterState.WAITING, Letter.next_try_at <= now),
        and_(Letter.state == LetterState.LEASED, Letter.leased_until < now),
    )
    query = select(Letter).where(due).order_by(Letter.next_try_at, Letter.id).limit(limit)
    rows = list(session.scalars(query.with_for_update(skip_locked=True)))
    for row in rows:
        row.state, row.leased_until, row.leased_by = LetterState.LEASED, now + LEASE, holder
        row.attempts += 1
    return rows


def mark(ctx: Context, reports: dict[int, Report], holder: str) -> None:
    """Write down what became of leased letters. Somebody else's lease is left alone, but a success is a success."""
    for letter in _locked(ctx, reports):
        if letter.state is not LetterState.SENT:
            _mark(ctx, letter, holder, reports[letter.id])


def give_back(ctx: Context, letter_ids: Collection[int], holder: str) -> None:
    """Let go of leased letters that were not tried; they are due at once and the try does not count."""
    for letter in _locked(ctx, letter_ids):
        if letter.state is LetterState.LEASED and letter.leased_by == holder:
            letter.state, letter.leased_until, letter.leased_by = LetterState.WAITING, None, ""
            letter.attempts -= 1


def _locked(ctx: Context, ids: Collection[int]) -> list[Letter]:
    if not ids:
        return []
    query = select(Letter).where(Letter.id.in_(list(ids))).order_by(Letter.id).with_for_update()
    return list(ctx.session.scalars(query))


def _mark(ctx: Context, letter: Letter, holder: str, report: Report) -> None:
    if report.answer is Answer.ACCEPTED:
        letter.state, letter.sent_at, letter.last_error = LetterState.SENT, ctx.now, ""
        return
    if letter.leased_by != holder or letter.state is not LetterState.LEASED:
        return
    letter.last_error = report.why[:300]
    allowed = PERMANENT_TRIES if report.answer is Answer.NEVER else len(GAPS)
    if letter.attempts >= allowed:
        _give_up(ctx, letter)
    else:
        letter.state = LetterState.WAITING
        letter.next_try_at = ctx.now + GAPS[min(letter.attempts, len(GAPS)) - 1]


def _give_up(ctx: Context, letter: Letter) -> None:
    """Undeliverable mail becomes visible work for the owner of the case."""
    letter.state, letter.failed_at = LetterState.FAILED, ctx.now
    case = ctx.session.get(Case, letter.case_id) if letter.case_id else None
    if case is not None:
        text = N_("A letter could not be delivered: reach the client another way")
        followups.schedule(ctx, case, followups.Plan(f"undelivered.{letter.id}", text, 0))
    ctx.record("letter.failed", "letter", letter.id, case_id=letter.case_id, kind=letter.kind, attempts=letter.attempts)
