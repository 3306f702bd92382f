"""What is wanted from clients: the open requests of a case or of the firm, for letters, reminders and the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.outbox import Letter, LetterState
from advisor.stages.documents.bundles.gate import BundleState
from advisor.stages.documents.bundles.records import PhotoBundle
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, items_of

LETTER = "paper_again"
ASKED = (ItemState.REQUESTED, ItemState.REJECTED)
ABOUT_PAPERS = (LETTER, "checklist", "documents_missing")
"""Kinds of letters that ask a client for papers."""
MOST_REMINDERS = 3


@dataclass(frozen=True, slots=True)
class Requested:
    """What one case has asked its client for and not received: since when, and how often it was asked (at most)."""

    case_id: int
    client_id: int
    owner_id: int | None
    item_ids: tuple[int, ...]
    oldest_requested_at: datetime
    reminded: int


def requested(session: Session, before: datetime, case_ids: Iterable[int] = ()) -> list[Requested]:
    """Cases with requests older than a moment, oldest first; one statement. The reminders to clients start here.

    What was received, accepted or waived is not in it, so a reminder stops at once. `reminded` counts the letters.
    """
    query = (
        select(ChecklistItem, Case.client_id, Case.owner_id)
        .join(Case, Case.id == ChecklistItem.case_id)
        .where(
            Case.status == Status.ACTIVE, ChecklistItem.removed_at.is_(None), ChecklistItem.state.in_(ASKED),
            ChecklistItem.form.is_(False), ChecklistItem.requested_at <= before,
        ).order_by(ChecklistItem.requested_at, ChecklistItem.id)
    )  # fmt: skip
    wanted = list(case_ids)
    found: dict[int, list[ChecklistItem]] = {}
    people: dict[int, tuple[int, int | None]] = {}
    for item, client_id, owner_id in session.execute(query.where(Case.id.in_(wanted)) if wanted else query):
        found.setdefault(item.case_id, []).append(item)
        people[item.case_id] = (client_id, owner_id)
    return [
        Requested(
            case_id, *people[case_id], tuple(item.id for item in items),
            min(item.requested_at for item in items if item.requested_at), max(item.reminded for item in items),
        )
        for case_id, items in found.items()
    ]  # fmt: skip


def on_the_way(session: Session, case_id: int) -> set[int]:
    """Lines whose photos the client has sent: the worker is making one document of them."""
    states = (BundleState.WAITING, BundleState.BUSY)
    query = select(PhotoBundle.item_id).where(PhotoBundle.case_id == case_id, PhotoBundle.state.in_(states))
    return set(session.scalars(query))


def to_remind(session: Session, case_id: int, rung_at: datetime | None = None) -> list[ChecklistItem]:
    """The papers a reminder may speak of: asked for, not on their way, not reminded of three times since they were.

    A reminder that rang before at `rung_at` and goes by its next channel now speaks of the same papers again.
    """
    coming = on_the_way(session, case_id)
    return [
        item
        for item in items_of(session, case_id)
        if item.state in ASKED and not item.form and item.id not in coming
        and (item.reminded <= MOST_REMINDERS or (rung_at is not None and item.reminded_at == rung_at))
    ]  # fmt: skip


def count_reminder(items: Iterable[ChecklistItem], now: datetime, rung_at: datetime | None = None) -> None:
    """Note that a client was reminded of papers: once a reminder, by however many channels it goes in the end."""
    for item in items:
        if rung_at is None or item.reminded_at != rung_at:
            item.reminded += 1
        item.reminded_at = now


def last_asked_at(session: Session, case_id: int) -> datetime | None:
    """When the client was last written to about papers, by whatever letter that left or will leave."""
    gone = (LetterState.CANCELLED, LetterState.FAILED)
    query = select(func.max(Letter.created_at)).where(
        Letter.case_id == case_id, Letter.kind.in_(ABOUT_PAPERS), Letter.state.not_in(gone)
    )
    return session.scalar(query)


def waiting_letter(session: Session, case_id: int) -> Letter | None:
    """The letter about papers to come again that has not been tried yet: it may still be written anew."""
    query = select(Letter).where(
        Letter.case_id == case_id, Letter.kind == LETTER, Letter.state == LetterState.WAITING, Letter.attempts == 0,
    )  # fmt: skip
    return session.scalar(query.order_by(Letter.id.desc()).limit(1).with_for_update())


def may_go_stale(last_day: date, after: int, limit: int) -> Select[ChecklistItem, Case]:
    """Accepted papers of active cases whose last good day comes before `last_day`, by id, behind a row."""
    return (
        select(ChecklistItem, Case)
        .join(Case, Case.id == ChecklistItem.case_id)
        .where(
            Case.status == Status.ACTIVE, ChecklistItem.removed_at.is_(None), ChecklistItem.id > after,
            ChecklistItem.state == ItemState.ACCEPTED, ChecklistItem.form.is_(False),
            ChecklistItem.valid_until_on < last_day, or_(ChecklistItem.mandatory, ChecklistItem.by_hand),
        ).order_by(ChecklistItem.id).limit(limit).with_for_update(of=ChecklistItem, skip_locked=True)
    )  # fmt: skip
