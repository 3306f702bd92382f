"""The contact guard on the ledger: every outgoing contact is asked, the log counts, the register remembers (C-11)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from advisor.domain.errors import Forbidden, Invalid
from advisor.domain.outreach.contact import Channel, Jurisdiction, Principal, Purpose, Recipient
from advisor.domain.outreach.decision import Reason
from advisor.domain.roles import COMMAND, Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.records.guard import EntryKind, FactKind, GuardEntry
from advisor.records.outbox import Audience, Letter, LetterState
from advisor.records.party import ConsentPurpose, Party
from advisor.services import guard, limits
from advisor.services.delivery import claim
from advisor.services.guard import ContactRefused, Terms
from advisor.services.letter_kinds import KINDS
from advisor.services.outreach import Contact, log_contact
from advisor.services.parties import note_consent
from advisor.services.post import Draft, to_client
from advisor.transaction import transaction
from tests import make

MOSCOW, WARSAW = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Warsaw")
WEDNESDAY = datetime(2026, 3, 4, 12, 0, tzinfo=MOSCOW)
AUTOMATIC = next(name for name, kind in KINDS.items() if kind.automatic and kind.audience is Audience.CLIENT)
DEBT_CALL = Contact(ContactChannel.CALL, ContactResult.NO_ANSWER, purpose=Purpose.OVERDUE_DEBT)


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    """A Russian client's case."""
    with transaction(COMMAND, make.NOW) as ctx:
        ivan = make.party(ctx, "Иван Смирнов", phone="+7 916 123-45-67", country="RU")
        return make.case(ctx, cast.advisor, ivan, product="ru_bankruptcy_court", client_type="citizen",
                         currency="RUB").id  # fmt: skip


def log(actor: Actor, case_id: int, contact: Contact, at: datetime = WEDNESDAY) -> int:
    with transaction(actor, at) as ctx:
        return log_contact(ctx, ctx.session.get_one(Case, case_id), contact).id


def party_of(case_id: int) -> Party:
    return db.session.get_one(Party, db.session.get_one(Case, case_id).client_id)


def test_the_second_call_of_a_day_is_refused_with_its_rule_and_the_next_lawful_minute(
    lead: int, actor: Callable[[str], Actor]
) -> None:
    """CP01: one call a day; the refused one is not in the log, and 8:00 of the next day is lawful."""
    log(actor("advisor"), lead, DEBT_CALL)
    with pytest.raises(ContactRefused) as refused:
        log(actor("advisor"), lead, DEBT_CALL, WEDNESDAY + timedelta(hours=1))
    ruling = refused.value.ruling
    assert (ruling.decision.reason, ruling.decision.rule, ruling.regime) == (
        Reason.DAY_LIMIT, "CP01", "230-FZ art. 7")  # fmt: skip
    assert ruling.decision.source
    assert ruling.next_at == datetime(2026, 3, 5, 8, 0, tzinfo=MOSCOW)
    assert db.session.scalar(select(func.count()).select_from(ContactAttempt)) == 1


def test_a_manager_cannot_switch_off_a_legal_cap(lead: int, actor: Callable[[str], Actor]) -> None:
    log(actor("manager"), lead, DEBT_CALL)
    again = replace(DEBT_CALL, terms=Terms(override_reason="it is urgent"))
    with pytest.raises(ContactRefused):
        log(actor("manager"), lead, again, WEDNESDAY + timedelta(hours=1))
    assert db.session.scalar(select(func.count()).select_from(GuardEntry)) == 0


def test_a_house_rule_is_set_aside_by_a_manager_with_a_reason_and_stands_in_the_register(
    house: Flask, cast: make.Cast, actor: Callable[[str], Actor]
) -> None:
    """CP21 for a Polish client, who has no numeric rule of the country."""
    with transaction(COMMAND, make.NOW) as ctx:
        case_id = make.case(ctx, cast.advisor).id
    reminder = Contact(ContactChannel.CALL, ContactResult.NO_ANSWER, purpose=Purpose.PRE_DUE_REMINDER)
    reasoned = replace(reminder, terms=Terms(override_reason="asked to be called back"))
    log(actor("advisor"), case_id, reminder)
    with pytest.raises(ContactRefused) as refused:
        log(actor("advisor"), case_id, reminder)
    assert (refused.value.ruling.decision.rule, refused.value.ruling.decision.overridable) == ("CP21", True)
    with pytest.raises(Forbidden):
        log(actor("advisor"), case_id, reasoned)
    attempt = log(actor("manager"), case_id, reasoned)
    entry = db.session.scalars(select(GuardEntry)).one()
    assert (entry.kind, entry.rule, entry.attempt_id, entry.reason) == (
        EntryKind.OVERRIDE, "CP21", attempt, "asked to be called back")  # fmt: skip


def test_what_happened_against_a_rule_is_written_down_counted_and_registered(
    lead: int, actor: Callable[[str], Actor]
) -> None:
    """The log stays true: a breach is told as one, and it fills the cap for the next call."""
    log(actor("advisor"), lead, DEBT_CALL)
    happened = replace(DEBT_CALL, happened_because="dialled by mistake")
    log(actor("advisor"), lead, happened, WEDNESDAY + timedelta(hours=1))
    entry = db.session.scalars(select(GuardEntry)).one()
    assert (entry.kind, entry.rule, entry.code) == (EntryKind.BREACH, "CP01", "DAY_LIMIT")
    with pytest.raises(ContactRefused) as refused:
        log(actor("advisor"), lead, DEBT_CALL, WEDNESDAY + timedelta(days=2))
    assert refused.value.ruling.decision.reason is Reason.WEEK_LIMIT


def test_incoming_contacts_are_never_refused_and_never_count(lead: int, actor: Callable[[str], Actor]) -> None:
    came = replace(DEBT_CALL, outgoing=False)
    for hour in range(3):
        log(actor("advisor"), lead, came, WEDNESDAY + timedelta(hours=hour))
    log(actor("advisor"), lead, DEBT_CALL, WEDNESDAY + timedelta(hours=4))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (FactKind.NO_CALLS, Reason.OPTED_OUT),
        (FactKind.REPRESENTED, Reason.REPRESENTED),
        (FactKind.BANKRUPTCY, Reason.PROHIBITED_STATUS),
        (FactKind.INCAPACITATED, Reason.PROHIBITED_STATUS),
        (FactKind.IN_HOSPITAL, Reason.PROHIBITED_STATUS),
        (FactKind.DISABLED_GROUP_1, Reason.PROHIBITED_STATUS),
    ],
)
def test_a_noted_limit_forbids_the_call_from_its_day_to_its_end(
    lead: int, actor: Callable[[str], Actor], kind: FactKind, reason: Reason
) -> None:
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        fact = limits.note_fact(ctx, party_of(lead), kind, None, "said so by phone").id
    assert ruling(lead).decision.reason is reason
    assert ruling(lead, at=WEDNESDAY - timedelta(days=1)).allowed
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        limits.end_fact(ctx, party_of(lead), fact)
    assert ruling(lead, at=WEDNESDAY + timedelta(days=1)).allowed


def test_a_limit_needs_its_source_and_is_noted_once(lead: int, actor: Callable[[str], Actor]) -> None:
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        limits.note_fact(ctx, party_of(lead), FactKind.NO_POST, date(2026, 3, 1), "letter of 1 March")
    for detail, code in (("", "missing"), ("again", "taken")):
        kind = FactKind.NO_CALLS if code == "missing" else FactKind.NO_POST
        with pytest.raises(Invalid) as refused, transaction(actor("advisor"), WEDNESDAY) as ctx:
            limits.note_fact(ctx, party_of(lead), kind, None, detail)
        assert refused.value.code == code


def test_third_persons_only_with_consent_and_without_objecting(lead: int, actor: Callable[[str], Actor]) -> None:
    """ES-13, CP06."""
    brother = Terms(recipient=Recipient.RELATIVE)
    assert ruling(lead, terms=brother).decision.reason is Reason.THIRD_PARTY
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        note_consent(ctx, party_of(lead), ConsentPurpose.THIRD_PERSON, "phone")
    assert ruling(lead, terms=brother).allowed
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        limits.note_fact(ctx, party_of(lead), FactKind.THIRD_PERSON_OBJECTS, None, "the brother said no")
    assert ruling(lead, terms=brother).decision.reason is Reason.THIRD_PARTY


def test_for_the_lender_nobody_here_may_call_in_russia(lead: int) -> None:
    """CP07: the house is no registered agent."""
    assert ruling(lead, terms=Terms(Principal.LENDER)).decision.reason is Reason.NOT_REGISTERED


def test_letters_to_the_client_count_as_messages(lead: int, actor: Callable[[str], Actor]) -> None:
    """Two messages a day in Russia, whoever sent them: the machine's letters are in the count, in flight too."""
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        for number, state in enumerate((LetterState.SENT, LetterState.LEASED)):
            ctx.session.add(Letter(
                kind="offer", key=f"k{number}", message_id=f"<{number}@x>", audience=Audience.CLIENT,
                party_id=party_of(lead).id, case_id=lead, to_address="ivan@example.test", subject="s", text="t",
                state=state, sent_at=WEDNESDAY if state is LetterState.SENT else None, next_try_at=WEDNESDAY,
                created_at=WEDNESDAY,
            ))  # fmt: skip
    found = ruling(lead, Channel.MESSAGE, at=WEDNESDAY + timedelta(hours=1))
    assert found.decision.reason is Reason.DAY_LIMIT


def test_the_facts_cost_three_statements_for_one_person_and_for_many(house: Flask, cast: make.Cast) -> None:
    with transaction(COMMAND, make.NOW) as ctx:
        people = [make.party(ctx, f"Client {n}", phone=f"60003{n:04d}").id for n in range(20)]
    counts = []
    for ids in (people[:1], people):
        seen: list[str] = []

        def note(_c: object, _x: object, statement: str, *_rest: object, into: list[str] = seen) -> None:
            into.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        guard.known_of(db.session(), ids, make.NOW)
        event.remove(db.engine, "before_cursor_execute", note)
        counts.append(sum(not s.startswith("BEGIN") for s in seen))
    assert counts == [3, 3]


@pytest.mark.parametrize(
    ("country", "place"),
    [("RU", "RU"), ("PL", "PL"), ("ES", "ES"), ("DE", "EU"), ("UA", "house"), ("GB", "house"), ("US", "US")],
)
def test_the_jurisdiction_is_the_clients_country_the_union_or_the_house(country: str, place: str) -> None:
    assert guard.jurisdiction_of(country) is Jurisdiction(place)


def test_the_machine_waits_for_the_next_lawful_minute(lead: int, actor: Callable[[str], Actor]) -> None:
    """Quiet hours of the house for whatever the program sends by itself, and the law's caps on top."""
    client = party_of(lead)
    night = datetime(2026, 3, 4, 23, 30, tzinfo=MOSCOW)
    found = guard.next_lawful(db.session(), client, Channel.MESSAGE, Purpose.OVERDUE_DEBT, night)
    assert found == datetime(2026, 3, 5, 9, 0, tzinfo=MOSCOW)
    sms = Contact(ContactChannel.SMS, ContactResult.SENT, purpose=Purpose.OVERDUE_DEBT)
    for hour in (0, 1):
        log(actor("advisor"), lead, sms, WEDNESDAY + timedelta(hours=hour))
    later = guard.next_lawful(
        db.session(), client, Channel.MESSAGE, Purpose.OVERDUE_DEBT, WEDNESDAY + timedelta(hours=2)
    )
    assert later == datetime(2026, 3, 5, 9, 0, tzinfo=MOSCOW)
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        limits.note_fact(ctx, party_of(lead), FactKind.NO_MESSAGES, None, "no more")
    assert guard.next_lawful(db.session(), party_of(lead), Channel.MESSAGE, Purpose.SERVICE, WEDNESDAY) is None


def test_an_automatic_mail_does_not_reset_the_silence_clock_and_a_talk_does(
    lead: int, actor: Callable[[str], Actor]
) -> None:
    """FI-14."""
    mail = Contact(ContactChannel.EMAIL, ContactResult.SENT)
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        log_contact(ctx, ctx.session.get_one(Case, lead), mail, human=False)
    assert db.session.get_one(Case, lead).last_contact_at is None
    log(actor("advisor"), lead, Contact(ContactChannel.CALL, ContactResult.REACHED), WEDNESDAY)
    db.session.expire_all()
    assert db.session.get_one(Case, lead).last_contact_at == WEDNESDAY


def test_a_contact_may_be_logged_later_but_not_ahead(lead: int, actor: Callable[[str], Actor]) -> None:
    spoken = Contact(ContactChannel.CALL, ContactResult.REACHED, at=WEDNESDAY - timedelta(hours=2))
    log(actor("advisor"), lead, spoken)
    for wrong in (WEDNESDAY + timedelta(hours=1), WEDNESDAY - timedelta(days=60)):
        with pytest.raises(Invalid):
            log(actor("advisor"), lead, Contact(ContactChannel.CALL, ContactResult.REACHED, at=wrong))


TRIES = st.lists(
    st.tuples(st.integers(0, 40 * 24 * 4), st.sampled_from(["call", "sms", "email", "meeting"])), max_size=14
)


@given(TRIES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_tried_the_log_never_breaks_a_cap(
    lead: int, actor: Callable[[str], Actor], tries: list[tuple[int, str]]
) -> None:
    """Random tries through the use case itself: what stays in the log keeps every cap of Russia."""
    _forget()
    for quarter, channel in sorted(tries):
        at = WEDNESDAY + timedelta(minutes=15 * quarter)
        wanted = replace(DEBT_CALL, channel=ContactChannel(channel))
        try:
            log(actor("advisor"), lead, wanted, at)
        except ContactRefused:
            continue
    _caps_hold()


@given(TRIES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_contacts_told_later_in_any_order_never_break_a_cap(
    lead: int, actor: Callable[[str], Actor], tries: list[tuple[int, str]]
) -> None:
    """Written down days later: a belated call may not make one too many of those made since."""
    _forget()
    friday_in_april = WEDNESDAY + timedelta(days=30)
    for quarter, channel in tries:
        at = WEDNESDAY + timedelta(minutes=15 * (quarter % (29 * 96)))
        try:
            log(actor("advisor"), lead, replace(DEBT_CALL, channel=ContactChannel(channel), at=at), friday_in_april)
        except ContactRefused:
            continue
    _caps_hold()


def test_letters_of_one_batch_count_for_each_other(lead: int) -> None:
    """Five reminders are due at once: two a day may go in Russia, the others wait for a lawful day, none is lost."""
    with transaction(COMMAND, WEDNESDAY) as ctx:
        client = party_of(lead)
        for number in range(5):
            ctx.session.add(Letter(
                kind=AUTOMATIC, key=f"k{number}", message_id=f"<{number}@x>", audience=Audience.CLIENT,
                party_id=client.id, case_id=lead, to_address="ivan@example.test", subject="s", text="t",
                purpose=Purpose.OVERDUE_DEBT.value, next_try_at=WEDNESDAY, created_at=WEDNESDAY,
            ))  # fmt: skip
    with transaction(COMMAND, WEDNESDAY) as ctx:
        leased = [row.id for row in claim(ctx, "a", 10)]
    assert len(leased) == 2
    with transaction(COMMAND, WEDNESDAY + timedelta(minutes=5)) as ctx:  # the first worker was killed
        again = [row.id for row in claim(ctx, "b", 10)]
    assert again == leased
    waiting = db.session.scalars(select(Letter.next_try_at).where(Letter.state == LetterState.WAITING)).all()
    assert len(waiting) == 3
    assert all(at >= datetime(2026, 3, 5, 9, 0, tzinfo=MOSCOW) for at in waiting)


def test_the_machine_keeps_the_hours_a_person_asked_for(lead: int) -> None:
    with transaction(COMMAND, WEDNESDAY) as ctx:
        client = ctx.session.get_one(Party, party_of(lead).id)
        client.reach_from, client.reach_to = "17:00", "19:00"
    db.session.rollback()
    ask = (Channel.MESSAGE, Purpose.SERVICE)
    for at, expected in (
        (datetime(2026, 3, 4, 12, 0, tzinfo=MOSCOW), datetime(2026, 3, 4, 17, 0, tzinfo=MOSCOW)),
        (datetime(2026, 3, 4, 18, 0, tzinfo=MOSCOW), datetime(2026, 3, 4, 18, 0, tzinfo=MOSCOW)),
        (datetime(2026, 3, 4, 19, 0, tzinfo=MOSCOW), datetime(2026, 3, 5, 17, 0, tzinfo=MOSCOW)),
    ):
        assert guard.next_lawful(db.session(), party_of(lead), *ask, at) == expected


def _forget() -> None:
    with transaction(COMMAND, make.NOW) as ctx:
        for row in ctx.session.scalars(select(ContactAttempt)):
            ctx.session.delete(row)


def _caps_hold() -> None:
    caps = {"call": ((1, 1), (7, 2), (31, 8)), "message": ((1, 2), (7, 4), (31, 16)), "in_person": ((7, 1),)}
    found: dict[str, list[date]] = {}
    for row in db.session.scalars(select(ContactAttempt).order_by(ContactAttempt.at)):
        here = row.at.astimezone(MOSCOW)
        assert 8 <= here.hour < 22
        found.setdefault(guard.WAYS[row.channel], []).append(here.date())
    for channel, days in found.items():
        for span, most in caps[channel]:
            assert all(sum(0 <= (day - first).days < span for day in days) <= most for first in days)


def ruling(
    case_id: int, channel: Channel = Channel.CALL, at: datetime = WEDNESDAY, terms: Terms = guard.ORDINARY
) -> guard.Ruling:
    return guard.decide(db.session(), party_of(case_id), channel, Purpose.OVERDUE_DEBT, at, terms)


def test_a_letter_sent_by_hand_is_asked_too_but_not_what_the_client_asked_for(
    lead: int, actor: Callable[[str], Actor]
) -> None:
    """Opted out of messages: no link by e-mail, but the one-time code the client waits for."""
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        client = ctx.session.get_one(Party, party_of(lead).id)
        client.email = "ivan@example.test"
        limits.note_fact(ctx, client, FactKind.NO_MESSAGES, None, "said so")
    values = {"url": "https://x", "until": "later", "advisor": "A", "firm": "F"}
    with pytest.raises(ContactRefused), transaction(actor("advisor"), WEDNESDAY) as ctx:
        to_client(ctx, party_of(lead), Draft("link", "link:1", values, case_id=lead))
    with transaction(actor("advisor"), WEDNESDAY) as ctx:
        assert to_client(ctx, party_of(lead), Draft("code", "code:1", {"code": "123456", "firm": "F", "minutes": 10}))
