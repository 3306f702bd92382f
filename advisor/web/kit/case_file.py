"""The case file on screen: everything the case page shows besides the room itself, in a fixed number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.casework.advance import undoable
from advisor.casework.client_page.staff import DoorState, door_state
from advisor.domain.process import LINE, ORDER, StageKey, Status, Verdict, following, returns_from
from advisor.extensions import db
from advisor.records.case import EVENTS, OVERRIDES, Case, CaseParty, Override, StageEvent
from advisor.records.case_people import parties_of
from advisor.records.contact import ATTEMPTS, ContactAttempt
from advisor.records.paper import PAPERS, Paper
from advisor.records.party import CONSENT_REFUSALS, CONSENTS, Consent, ConsentRefusal, Party
from advisor.records.promise import OPEN_PROMISES, Promise
from advisor.records.reminder import OPEN_REMINDERS, Reminder
from advisor.records.sealed import load_party_keys
from advisor.records.staff import Staff
from advisor.records.together import CASE, Rows, Together
from advisor.services.access import Grant
from advisor.services.notes import read_text
from advisor.stages.plan import BY_KEY
from advisor.web.kit.now import now, today
from advisor.web.kit.payment_words import with_payment

OWNER = Rows(Staff, Staff.id == select(Case.owner_id).where(Case.id == CASE).scalar_subquery(), (Staff.id,))
BESIDE = Together(EVENTS, OVERRIDES, ATTEMPTS, OPEN_REMINDERS, OPEN_PROMISES, PAPERS, CONSENTS, CONSENT_REFUSALS, OWNER)
"""What stands beside every room, in one statement."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage in the stepper: done, now or ahead."""

    key: StageKey
    number: int
    phase: str
    state: str
    entered_at: Any = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as its page shows it. Rows are read; templates only look at them."""

    case: Case
    client: Party
    owner_name: str
    may_write: bool
    steps: tuple[Step, ...]
    verdict: Verdict
    next_stage: StageKey | None
    returns: tuple[StageKey, ...]
    may_undo: bool
    parties: list[tuple[CaseParty, Party]]
    events: list[StageEvent]
    overrides: dict[int, list[Override]]
    reminders: list[Reminder]
    promises: list[Promise]
    papers: list[Paper]
    contacts: list[tuple[ContactAttempt, str]]
    consents: list[Consent]
    refusals: list[ConsentRefusal]
    door: DoorState
    closed: bool = field(default=False)

    @property
    def today(self) -> date:
        """The firm's day, by which promises are late."""
        return today()

    @property
    def actionable(self) -> bool:
        """True when forms of the room may be sent."""
        return self.may_write and self.case.status is Status.ACTIVE


def case_file(opened: StageKey | None = None) -> CaseFile:
    """The file of the case in the address, with one room open; the access rule has read the case into `g.grant`."""
    found: Grant = g.grant
    case, session = found.case, db.session()
    _lists(case.stage, opened or case.stage).of(session, case.id)
    parties = parties_of(session, case.id)
    client = session.get_one(Party, case.client_id)  # at hand, read with the parties
    events, overrides, attempts, reminders, promises, papers, consents, refusals, owners = BESIDE.of(session, case.id)
    uids = load_party_keys(session, {a.party_id for a in attempts if a.note})
    return CaseFile(
        case=case, client=client, owner_name=owners[0].name if owners else "", may_write=found.may_write,
        steps=_steps(case, events),
        verdict=BY_KEY[case.stage].judge(session, case, today()) if case.status is Status.ACTIVE else Verdict(),
        next_stage=following(case.stage), returns=returns_from(case.stage), may_undo=undoable(events) is not None,
        parties=parties, events=events, overrides=_by_move(overrides), reminders=reminders,
        promises=promises, papers=papers, contacts=[
            (a, with_payment(a, _noted(session, a, uids)))
            for a in attempts
        ], consents=consents, refusals=refusals, door=door_state(session, case.id, now()),
        closed=case.status is Status.CLOSED,
    )  # fmt: skip


def _noted(session: Session, attempt: ContactAttempt, uids: Mapping[int, str]) -> str:
    place = ("contact_attempt", attempt.uid, "note")
    return read_text(session, uids.get(attempt.party_id, ""), place, attempt.note)


@cache
def _lists(stage: StageKey, opened: StageKey) -> Together:
    """The short lists of the room whose gate is judged and of the one that is open."""
    return Together(*dict.fromkeys(BY_KEY[stage].rows + BY_KEY[opened].rows))


def _steps(case: Case, events: list[StageEvent]) -> tuple[Step, ...]:
    entered = {e.target: e.at for e in events}
    place = LINE.index(case.stage)
    steps = []
    for number, key in enumerate(ORDER, 1):
        if key is StageKey.SUPPORT:
            state = "lane"
        else:
            at = LINE.index(key)
            state = "done" if at < place else "now" if at == place else "ahead"
        steps.append(Step(key, number, BY_KEY[key].stage.phase, state, entered.get(key)))
    return tuple(steps)


def _by_move(overrides: list[Override]) -> dict[int, list[Override]]:
    """Gate lines let pass, by their move."""
    found: dict[int, list[Override]] = {}
    for row in overrides:
        found.setdefault(row.event_id, []).append(row)
    return found
