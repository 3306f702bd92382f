"""The rows of one case file: client, consent, events, follow-ups and, on every 200th, 50 events and 20 contacts."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from advisor.domain.catalogue import Source
from advisor.domain.folding import search_text
from advisor.domain.process import LINE, Outcome, Profile, StageKey, Status
from advisor.records.base import Row, new_uid
from advisor.records.case import Case, CaseParty, EventKind, Lane, PartyRole, StageEvent
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.records.party import Consent, ConsentPurpose, Party
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.sealed import new_party_key, seal
from advisor.services.followups import new_message_id

FAT_EVERY = 200
FAT_EVENTS, FAT_CONTACTS = 50, 20
FIRST = ("Anna", "Piotr", "Maria", "Krzysztof", "Zofia", "Łukasz", "Małgorzata", "Иван", "Елена", "Żaneta")
LAST = ("kowal", "nowak", "wójcik", "zieliń", "szymań", "dąbrow", "петров", "сидор", "grabow", "pawłow")
ENDS = ("ski", "czyk", "iak", "ewicz", "ов", "owa", "ek", "uk")
TABLES: tuple[type[Row], ...] = (Party, Consent, Case, CaseParty, Lane, StageEvent, Reminder, ContactAttempt)


def owner_of(number: int, advisors: int) -> int:
    """Which advisor a case belongs to."""
    if number % FAT_EVERY:
        return random.Random(number).randrange(advisors) + 1
    return (number // FAT_EVERY - 1) % advisors + 1


def stage_of(number: int) -> StageKey:
    """Where a case stands; fat files stand in documents."""
    return LINE[random.Random(number * 7).randrange(len(LINE))] if number % FAT_EVERY else StageKey.DOCUMENTS


def status_of(number: int) -> Status:
    """80 % active, 5 % on hold, 15 % closed; fat files are active."""
    dice = random.Random(number * 13).randrange(100) if number % FAT_EVERY else 0
    return Status.ACTIVE if dice < 80 else Status.ON_HOLD if dice < 85 else Status.CLOSED


@dataclass(slots=True)
class Desk:
    """What all files of a book share; hands out numbers of events."""

    session: Session
    now: datetime
    advisors: int
    teams: int
    events: int = 0

    def next_event(self) -> int:
        """The number of the next stage event."""
        self.events += 1
        return self.events


@dataclass(slots=True)
class CaseRows:
    """The rows of one case, by table."""

    number: int
    party_id: int
    uid: str
    at: datetime
    rows: dict[type[Row], list[dict[str, Any]]] = field(default_factory=lambda: {kind: [] for kind in TABLES})

    def add(self, row: Row, **fixed: Any) -> None:
        """Keep the values of a row object that never meets a session."""
        values = {a.columns[0].name: getattr(row, a.key, None) for a in row.__mapper__.column_attrs}
        if values.get("id", 0) is None:
            del values["id"]
        if "version" in values:
            values["version"] = 1
        self.rows[type(row)].append(values | fixed)

    def tables(self) -> Iterable[Table]:
        """The tables in the order of their foreign keys."""
        return [cast("Table", kind.__table__) for kind in TABLES]

    def of(self, table: Table) -> list[dict[str, Any]]:
        """The rows for one table."""
        return next(rows for kind, rows in self.rows.items() if kind.__table__ is table)


def rows_of(desk: Desk, number: int) -> CaseRows:
    """Everything about case `number`; equal numbers give equal files (tokens and keys apart)."""
    dice = random.Random(number * 31)
    opened = desk.now - timedelta(days=dice.randrange(20, 400), minutes=dice.randrange(600))
    file = CaseRows(number, number, new_uid(), opened)
    _client(desk, file, dice)
    due = desk.now + timedelta(days=dice.randrange(-3, 28), minutes=dice.randrange(1440))
    _case(desk, file, due)
    _history(desk, file)
    _follow_ups(desk, file, due)
    if number % FAT_EVERY == 0:
        _contacts(desk, file, dice)
    return file


def _client(desk: Desk, file: CaseRows, dice: random.Random) -> None:
    name = f"{dice.choice(FIRST)} {dice.choice(LAST).title()}{dice.choice(ENDS)} {letters(file.number)}"
    phone, email = f"+48600{file.number:06d}", f"client{file.number}@example.test"
    party = Party(name=name, phone=phone, email=email, city="Łódź", language="pl", created_at=file.at)
    party.search_text = search_text(name, phone, email)
    file.add(party, id=file.party_id, uid=file.uid, seal_key=new_party_key(desk.session, file.uid))
    file.add(Consent(
        party_id=file.party_id, case_id=None, purpose=ConsentPurpose.PRIVACY_NOTICE, channel="phone",
        wording_version="1", given_at=file.at,
    ))  # fmt: skip


def letters(number: int) -> str:
    """A rare word for a number, so that a part of a name can find one client among all."""
    word = ""
    while number:
        number, digit = divmod(number, 20)
        word = "bcdfghjklmnprstwxyzq"[digit] + "aeiou"[digit % 5] + word
    return word.title()


def _case(desk: Desk, file: CaseRows, due: datetime) -> None:
    owner, status = owner_of(file.number, desk.advisors), status_of(file.number)
    closed = status is Status.CLOSED
    file.add(Case(
        number=f"{desk.now.year}-{file.number:06d}", profile=Profile.FINANCING, product="consumer_loan",
        client_type="employee", client_id=file.party_id, amount=100_000 * (file.number % 97 + 1),
        source=Source.WEBSITE, owner_id=owner, team_id=(owner - 1) % desk.teams + 1, stage=stage_of(file.number),
        status=status, outcome=Outcome.DECLINED if closed else None, closing_reason="fee" if closed else "",
        opened_at=file.at, stage_since_at=file.at + timedelta(days=10), closed_at=desk.now if closed else None,
        next_action="" if closed else "Call the client", next_action_at=None if closed else due,
    ), id=file.number)  # fmt: skip
    file.add(CaseParty(
        case_id=file.number, party_id=file.party_id, role=PartyRole.CLIENT, from_on=file.at.date()
    ))  # fmt: skip
    file.add(Lane(case_id=file.number, stage=StageKey.SUPPORT, opened_at=file.at))


def _history(desk: Desk, file: CaseRows) -> None:
    way: list[tuple[EventKind, StageKey | None, StageKey]] = [(EventKind.OPENED, None, StageKey.CONTACT)]
    stage = stage_of(file.number)
    if stage is not StageKey.CONTACT:
        way.append((EventKind.MOVED, StageKey.CONTACT, stage))
    if file.number % FAT_EVERY == 0:
        there, back = (StageKey.DOCUMENTS, StageKey.TRACKING), (StageKey.TRACKING, StageKey.DOCUMENTS)
        for _ in range((FAT_EVENTS - 2) // 2):
            way += [(EventKind.MOVED, *there), (EventKind.RETURNED, *back)]
    owner = owner_of(file.number, desk.advisors)
    for place, (kind, source, target) in enumerate(way):
        file.add(StageEvent(
            case_id=file.number, kind=kind, source=source, target=target, actor_id=owner,
            actor_name=f"Person {owner}", at=file.at + timedelta(hours=place),
            reason="A paper is missing" if kind is EventKind.RETURNED else "",
        ), id=desk.next_event())  # fmt: skip


def _follow_ups(desk: Desk, file: CaseRows, due: datetime) -> None:
    """One per room ever entered; the one of the room where the case stands is open."""
    stage, owner = stage_of(file.number), owner_of(file.number, desk.advisors)
    for target in {row["target"] for row in file.rows[StageEvent]}:
        is_open = target is stage and status_of(file.number) is Status.ACTIVE
        file.add(Reminder(
            case_id=file.number, stage=target, plan=f"stage.{target}", text="Call the client", assignee_id=owner,
            due_at=due if is_open else file.at, zone="Europe/Warsaw", message_id=new_message_id(),
            state=ReminderState.PLANNED if is_open else ReminderState.CANCELLED,
            cancelled_at=None if is_open else desk.now, cancelled_why="" if is_open else "moved_on",
            created_at=file.at + timedelta(hours=FAT_EVENTS),
        ))  # fmt: skip


def _contacts(desk: Desk, file: CaseRows, dice: random.Random) -> None:
    owner = owner_of(file.number, desk.advisors)
    for day in range(FAT_CONTACTS):
        uid = new_uid()
        note = seal(desk.session, file.uid, "contact_attempt", uid, "note", f"Call {day}: the client sends the papers.")
        file.add(ContactAttempt(
            case_id=file.number, party_id=file.party_id, staff_id=owner, staff_name=f"Person {owner}",
            at=file.at + timedelta(days=day), channel=ContactChannel.CALL,
            result=dice.choice(list(ContactResult)), note=note,
        ), uid=uid)  # fmt: skip
