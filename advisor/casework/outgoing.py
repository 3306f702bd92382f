"""What goes out and what went: planned reminders of the next days and the receipts of every letter, for whom may see.

Each list is one statement over an index, whatever the number of cases; the words of one message are made on demand.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, aliased

from advisor.casework import nudges
from advisor.casework.board import Scope, text_condition
from advisor.casework.nudge_facts import Nudge
from advisor.domain.errors import NotFound
from advisor.domain.folding import fold, like
from advisor.domain.roles import SYSTEM
from advisor.records.case import Case
from advisor.records.outbox import Audience, Channel, Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.staff import Staff
from advisor.records.wording import wording_of
from advisor.services import wordings
from advisor.services.context import Context
from advisor.services.language import say
from advisor.services.letter_kinds import KINDS
from advisor.services.wordings import Words

DAYS = 7
PAGE = 50
_SECRET = re.compile(r"(/c/|/r/|/reset/|/stop/)[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that will go out, as lists show it."""

    id: int
    due_at: datetime
    audience: Audience
    plan: str
    text: str
    letter: str
    channels: str
    held_why: str
    every: str
    case_id: int
    number: str
    client: str
    to: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A letter and what became of it. `at` is the moment that counts in its state."""

    id: int
    kind: str
    channel: Channel
    audience: Audience
    state: LetterState
    subject: str
    to_address: str
    attempts: int
    last_error: str
    cancelled_why: str
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    failed_at: datetime | None
    cancelled_at: datetime | None
    case_id: int
    number: str
    client: str

    @property
    def at(self) -> datetime:
        """When it got where it is."""
        return self.delivered_at or self.sent_at or self.failed_at or self.cancelled_at or self.next_try_at


def planned(
    session: Session, scope: Scope, now: datetime, chosen: tuple[str, str, int] = ("", "", 1)
) -> tuple[list[Planned], bool]:
    """What goes out until a week from now, earliest first; is there more? `chosen`: text, audience, page."""
    text, audience, number = chosen
    client, to = aliased(Party), aliased(Staff)
    query: Select[*tuple[Any, ...]] = (
        select(Reminder.id, Reminder.due_at, Reminder.audience, Reminder.plan, Reminder.text, Reminder.letter,
               Reminder.channels, Reminder.held_why, Reminder.every, Case.id, Case.number, client.name, to.name)
        .join(Case, Case.id == Reminder.case_id).join(client, client.id == Case.client_id)
        .outerjoin(to, to.id == Reminder.assignee_id)
        .where(Reminder.state == ReminderState.PLANNED, Reminder.due_at < now + timedelta(days=DAYS), scope.condition)
    )  # fmt: skip
    if audience in list(Audience):
        query = query.where(Reminder.audience == Audience(audience))
    if text:
        query = query.where(or_(Reminder.text.icontains(text, autoescape=True), text_condition(text)))
    query = query.order_by(Reminder.due_at, Reminder.id).offset((number - 1) * PAGE).limit(PAGE + 1)
    rows = [_planned(row) for row in session.execute(query)]
    return rows[:PAGE], len(rows) > PAGE


def receipts(session: Session, scope: Scope, chosen: tuple[str, str, int] = ("", "", 1)) -> tuple[list[Receipt], bool]:
    """Letters about cases one may see, newest first, and whether there are older. `chosen`: text, state, page."""
    text, state, number = chosen
    query = _letters(scope.condition)
    if state in list(LetterState):
        query = query.where(Letter.state == LetterState(state))
    if text:
        found = like(fold(text))
        query = query.where(or_(
            Letter.subject.icontains(text, autoescape=True), Letter.to_address.icontains(text, autoescape=True),
            Party.search_text.like(found, escape="\\"), Case.number.endswith(text, autoescape=True),
        ))  # fmt: skip
    query = query.order_by(Letter.created_at.desc(), Letter.id.desc()).offset((number - 1) * PAGE).limit(PAGE + 1)
    rows = [Receipt(*row) for row in session.execute(query)]
    return rows[:PAGE], len(rows) > PAGE


def of_case(session: Session, case_id: int) -> tuple[list[Planned], list[Receipt]]:
    """Everything planned and everything written about one case: two statements."""
    to = aliased(Staff)
    rows = session.execute(
        select(Reminder.id, Reminder.due_at, Reminder.audience, Reminder.plan, Reminder.text, Reminder.letter,
               Reminder.channels, Reminder.held_why, Reminder.every, Case.id, Case.number, Party.name, to.name)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .outerjoin(to, to.id == Reminder.assignee_id)
        .where(Reminder.case_id == case_id, Reminder.state == ReminderState.PLANNED)
        .order_by(Reminder.due_at, Reminder.id).limit(200)
    )  # fmt: skip
    letters = session.execute(_letters(Case.id == case_id).order_by(Letter.id.desc()).limit(200))
    return [_planned(row) for row in rows], [Receipt(*row) for row in letters]


def coming_words(session: Session, case: Case, reminder_id: int, now: datetime, base_url: str) -> Words | None:
    """The words in which a planned message would go out now; None where a person will call. NotFound for a stranger."""
    reminder = session.get(Reminder, reminder_id)
    if reminder is None or reminder.case_id != case.id:
        raise NotFound
    client = session.get_one(Party, case.client_id)
    owner = session.get(Staff, case.owner_id) if case.owner_id else None
    if reminder.audience is Audience.CLIENT:
        nudge = Nudge(reminder, case, client, owner)
        return nudges.words_now(Context(session, SYSTEM, now), nudge, base_url)
    reader = session.get(Staff, reminder.assignee_id) if reminder.assignee_id else owner
    if reader is None:
        return None
    local = reminder.due_at.astimezone(ZoneInfo(reminder.zone))
    values = {
        "reader": reader.name, "client": client.name, "number": case.number, "url": f"{base_url}/cases/{case.id}",
        "text": say(reader.language, reminder.text) if reminder.plan != "free" else reminder.text,
        "when": format_datetime(local, "d MMM y, HH:mm", locale=reader.language), "late": False,
    }  # fmt: skip
    own = wording_of(session, "follow_up", reader.language)
    return wordings.words_of("follow_up", reader.language, values, own)


def letter_of(session: Session, case: Case, letter_id: int) -> Letter:
    """A letter about this case; NotFound otherwise."""
    letter = session.get(Letter, letter_id)
    if letter is None or letter.case_id != case.id:
        raise NotFound
    return letter


def shown_text(letter: Letter) -> str:
    """What a letter said, without what opens something: links end in an ellipsis, a one-time code is not shown."""
    return "" if letter.kind == "code" else _SECRET.sub(r"\1…", letter.text)


def kind_title(kind: str) -> str:
    """What a kind of letter is called (marked English text)."""
    return KINDS[kind].title if kind in KINDS else kind


def _planned(row: Any) -> Planned:
    """A row of the list; nobody has no name."""
    values: tuple[Any, ...] = (*row[:-1], row[-1] or "")
    return Planned(*values)


def _letters(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(Letter.id, Letter.kind, Letter.channel, Letter.audience, Letter.state, Letter.subject, Letter.to_address,
               Letter.attempts, Letter.last_error, Letter.cancelled_why, Letter.created_at, Letter.next_try_at,
               Letter.sent_at, Letter.delivered_at, Letter.failed_at, Letter.cancelled_at, Case.id, Case.number,
               Party.name)
        .join(Case, Case.id == Letter.case_id).join(Party, Party.id == Case.client_id).where(condition)
    )  # fmt: skip
