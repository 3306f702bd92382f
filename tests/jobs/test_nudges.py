"""Clients are reminded by their own channel, at most three times, never after the paper came, never at night."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from advisor.casework.status import hold
from advisor.domain.errors import Invalid
from advisor.domain.outreach.cadence import Snooze
from advisor.domain.outreach.contact import Purpose
from advisor.domain.outreach.plans import CLOSING, WATCHED, Rule, Step, To, written
from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.jobs import letters, reminders
from advisor.records.case import Case
from advisor.records.contact import ContactChannel, ContactResult
from advisor.records.guard import FactKind
from advisor.records.institution import Institution, InstitutionKind
from advisor.records.outbox import Audience, Channel, Letter, LetterState
from advisor.records.party import Party
from advisor.records.plan import FollowPlan, PlanDeviation
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.staff import Staff
from advisor.records.submission import Submission
from advisor.services import delivery, followups, limits, plan_book, plans, post, stopping
from advisor.services.context import Context
from advisor.services.courier import MailServer
from advisor.services.delivery import Answer, Report
from advisor.services.guard import ContactRefused
from advisor.services.letter_kinds import CLIENT_KINDS, KINDS, STAFF_KINDS
from advisor.services.outreach import Contact, log_contact
from advisor.stages.decision.records import Decision, contract_number
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.actions import Dates, receive_on_paper, reject_item, request_items
from advisor.stages.documents.desk.records import items_of
from advisor.stages.monitoring.records import Duty
from advisor.transaction import transaction
from tests import make
from tests.make import NOW


@pytest.fixture
def asked(house: Flask, cast: make.Cast) -> Callable[..., int]:
    """A case whose documents were asked for on Monday 2 March 2026, of a client with these details."""

    def make_one(**card: Any) -> int:
        with transaction(COMMAND, NOW) as ctx:
            client = make.party(
                ctx, **({"email": "zofia@example.test", "preferred_channel": "email", "language": "en"} | card)
            )
            case = make.case(ctx, cast.advisor, client)
            build_list(ctx, case.id)
            request_items(ctx, case)
            return case.id

    return make_one


def server(tmp_path: Path) -> MailServer:
    return MailServer("", 25, "none", "", "", "firm@example.test", tmp_path / "mail")


def contracted(ctx: Context, case_id: int, number: str) -> None:
    """The client signed this contract with an institution."""
    bank = Institution(name=f"Bank {number}", kind=InstitutionKind.BANK)
    ctx.session.add(bank)
    ctx.session.flush()
    filed = Submission(case_id=case_id, institution_id=bank.id, filed_on=NOW.date(), channel="post", recorded_at=NOW)
    ctx.session.add(filed)
    ctx.session.flush()
    ctx.session.add(Decision(case_id=case_id, submission_id=filed.id, outcome="approved", decided_on=NOW.date(),
                             contract_number=number, recorded_at=NOW))  # fmt: skip
    ctx.session.flush()


def steps(case_id: int, audience: Audience = Audience.CLIENT) -> list[Reminder]:
    query = select(Reminder).where(Reminder.case_id == case_id, Reminder.plan == "documents")
    return list(db.session.scalars(query.where(Reminder.audience == audience).order_by(Reminder.due_at)))


def sent(case_id: int) -> list[Letter]:
    query = select(Letter).where(Letter.case_id == case_id, Letter.audience == Audience.CLIENT).order_by(Letter.id)
    return list(db.session.scalars(query))


def counted(case_id: int) -> set[int]:
    db.session.expire_all()
    return {item.reminded for item in items_of(db.session(), case_id) if not item.form}


def test_a_client_is_reminded_three_times_then_the_advisor_is_told(asked: Callable[..., int]) -> None:
    """Issue 4 point 9."""
    case_id = asked()
    due = [row.due_at for row in steps(case_id)]
    assert len(due) == 3
    for number, moment in enumerate(due, 1):
        reminders.ring("https://x.test", moment)
        assert len(sent(case_id)) == number
    told = steps(case_id, Audience.STAFF)
    assert [row.nth for row in told] == [CLOSING]
    reminders.ring("https://x.test", told[0].due_at)
    assert len(sent(case_id)) == 3
    letter = sent(case_id)[0]
    assert letter.to_address == "zofia@example.test"
    assert "https://x.test/c/" in letter.text
    assert "Why did I get this?" in letter.text
    assert counted(case_id) == {4}


def test_a_russian_day_ends_no_sentence_of_a_letter_with_two_full_stops(asked: Callable[..., int]) -> None:
    case_id = asked(language="ru")
    reminders.ring("https://x.test", steps(case_id)[0].due_at)
    letter = sent(case_id)[0]
    assert "2026" in letter.text
    assert ".." not in letter.text + letter.html


def test_reminding_stops_at_once_when_everything_came(asked: Callable[..., int]) -> None:
    """Issue 4 point 9: not even one more, although it was planned."""
    case_id = asked()
    due = steps(case_id)[0].due_at
    with transaction(COMMAND, NOW) as ctx:
        for item in items_of(ctx.session, case_id):
            receive_on_paper(ctx, case_id, item.id, "A1", Dates())
    reminders.ring("https://x.test", due + timedelta(days=30))
    assert sent(case_id) == []
    assert {row.state for row in steps(case_id)} == {ReminderState.CANCELLED}
    assert {row.cancelled_why for row in steps(case_id)} == {"received"}


def test_a_rejected_paper_begins_the_plan_anew(asked: Callable[..., int]) -> None:
    case_id = asked()
    with transaction(COMMAND, NOW) as ctx:
        for item in items_of(ctx.session, case_id):
            receive_on_paper(ctx, case_id, item.id, "A1", Dates())
        first = next(item.id for item in items_of(ctx.session, case_id) if not item.form)
    with transaction(COMMAND, NOW + timedelta(days=1)) as ctx:
        reject_item(ctx, case_id, first, "unreadable")
    waiting = [row for row in steps(case_id) if row.state is ReminderState.PLANNED]
    assert len(waiting) == 3
    assert waiting[0].due_at > NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("card", "channel"),
    [({"preferred_channel": "sms"}, Channel.SMS), ({"preferred_channel": "email"}, Channel.EMAIL),
     ({"preferred_channel": "sms", "email": ""}, Channel.SMS)],
)  # fmt: skip
def test_the_clients_own_channel_is_used(asked: Callable[..., int], card: dict[str, str], channel: Channel) -> None:
    case_id = asked(**card)
    reminders.ring("https://x.test", steps(case_id)[0].due_at)
    assert [letter.channel for letter in sent(case_id)] == [channel]


def test_who_prefers_the_phone_is_called_by_the_advisor(asked: Callable[..., int], cast: make.Cast) -> None:
    case_id = asked(preferred_channel="phone")
    first = steps(case_id)[0]
    reminders.ring("https://x.test", first.due_at)
    assert sent(case_id) == []
    call = db.session.scalars(select(Reminder).where(Reminder.plan == f"call.{first.id}")).one()
    assert call.assignee_id == cast.advisor


def refused(letter_id: int, at: datetime) -> None:
    """The server says 550 as often as it is asked."""
    for _ in range(delivery.PERMANENT_TRIES):
        with transaction(COMMAND, at) as ctx:
            ctx.session.get_one(Letter, letter_id).next_try_at = at
            ctx.session.flush()
            delivery.claim(ctx, "w", 10)
        with transaction(COMMAND, at) as ctx:
            delivery.mark(ctx, {letter_id: Report(Answer.NEVER, "SMTP 550")}, "w")


def test_what_cannot_be_delivered_goes_by_the_next_channel(asked: Callable[..., int]) -> None:
    """Issue 6 point 1: channel order with fallback; after the last one a person is told. Two letters of one reminder
    count once (issue 4 point 9)."""
    case_id = asked(preferred_channel="sms")
    first = steps(case_id)[0]
    with transaction(COMMAND, NOW) as ctx:
        ctx.session.get_one(Reminder, first.id).channels = "sms,email,phone"
    for channel in (Channel.SMS, Channel.EMAIL):
        reminders.ring("https://x.test", first.due_at)
        letter = sent(case_id)[-1]
        assert letter.channel is channel
        refused(letter.id, first.due_at)
        db.session.expire_all()
        assert letter.state is LetterState.FAILED
        assert counted(case_id) == {2}  # asked for, and one reminder
    reminders.ring("https://x.test", first.due_at)
    assert len(sent(case_id)) == 2
    assert f"call.{first.id}" in set(db.session.scalars(select(Reminder.plan).where(Reminder.case_id == case_id)))


def test_each_of_three_reminders_goes_by_the_next_channel_where_the_first_fails(asked: Callable[..., int]) -> None:
    """Issue 4 point 9: three reminders reach the client by e-mail although three SMS could not be delivered."""
    case_id = asked(preferred_channel="sms")
    with transaction(COMMAND, NOW) as ctx:
        for row in steps(case_id):
            ctx.session.get_one(Reminder, row.id).channels = "sms,email"
    for round_, row in enumerate(steps(case_id), 1):
        reminders.ring("https://x.test", row.due_at)
        refused(sent(case_id)[-1].id, row.due_at)
        reminders.ring("https://x.test", row.due_at)
        assert counted(case_id) == {1 + round_}
    by = [letter.channel for letter in sent(case_id)]
    assert by == [Channel.SMS, Channel.EMAIL] * 3


def test_nothing_is_sent_to_a_client_at_night_or_on_a_holiday(asked: Callable[..., int]) -> None:
    """26 h of downtime over a clock change: the step waits for the client's morning (Warsaw, 29 March 2026)."""
    case_id = asked()
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # Sunday, half an hour before clocks go forward
    reminders.ring("https://x.test", night)
    assert sent(case_id) == []
    waiting = [row for row in steps(case_id) if row.state is ReminderState.PLANNED]
    assert [row.due_at for row in waiting] == [datetime(2026, 3, 30, 7, 0, tzinfo=UTC)]  # Monday 09:00 summer time
    assert [row.held_why for row in waiting] == ["quiet_hours"]
    assert {row.cancelled_why for row in steps(case_id)} == {"", "replaced"}  # one message is enough
    reminders.ring("https://x.test", datetime(2026, 3, 30, 7, 0, tzinfo=UTC))
    assert len(sent(case_id)) == 1


def test_a_case_on_hold_and_a_silent_client_get_nothing(asked: Callable[..., int]) -> None:
    held, silent = asked(), asked(phone="600 021 009", email="jan@example.test")
    with transaction(COMMAND, NOW) as ctx:
        hold(ctx, held, date(2026, 5, 4), "away")
        ctx.session.get_one(Party, ctx.session.get_one(Case, silent).client_id).do_not_contact = True
    reminders.ring("https://x.test", datetime(2026, 3, 20, 10, tzinfo=UTC))
    assert sent(held) == sent(silent) == []
    assert {row.state for row in steps(silent)} == {ReminderState.CANCELLED}
    waiting = [row.due_at for row in steps(held) if row.state is ReminderState.PLANNED]
    assert waiting
    assert min(waiting) >= datetime(2026, 5, 4, tzinfo=UTC)


def test_a_letter_that_raises_holds_up_nobody(asked: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that raises: the others are sent, a person is told."""
    broken, fine = asked(), asked(phone="600 021 009", email="jan@example.test")
    due = steps(broken)[0].due_at
    with transaction(COMMAND, NOW) as ctx:
        for row in ctx.session.scalars(select(Reminder).where(Reminder.case_id == broken)):
            row.letter = "no_such_letter" if row.letter else ""
    reminders.ring("https://x.test", due)
    assert len(sent(fine)) == 1
    first = steps(broken)[0]
    assert db.session.scalars(select(Reminder).where(Reminder.plan == f"call.{first.id}")).one().due_at == due


def test_an_sms_and_a_mail_leave_with_their_headers(asked: Callable[..., int], tmp_path: Path) -> None:
    by_mail, by_sms = asked(), asked(preferred_channel="sms", phone="600 021 009")
    due = steps(by_mail)[0].due_at
    reminders.ring("https://x.test", due)
    letters.deliver(server(tmp_path), due)
    name = "".join(c for c in sent(by_mail)[0].message_id if c.isalnum() or c in "-_")
    mail = message_from_bytes((tmp_path / "mail" / f"{name}.eml").read_bytes(), policy=default)
    assert mail["List-Unsubscribe"].startswith("<https://x.test/stop/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_body(("html",)) is not None
    short: dict[str, Any] = json.loads(next((tmp_path / "sms").glob("*.json")).read_text())
    assert short["to"] == "+48600021009"
    assert short["id"] == sent(by_sms)[0].message_id.strip("<>")


def test_the_link_in_a_letter_stops_what_comes_by_itself(asked: Callable[..., int], house: Flask) -> None:
    case_id = asked()
    with transaction(COMMAND, NOW) as ctx:
        client = ctx.session.get_one(Party, ctx.session.get_one(Case, case_id).client_id)
        stopping.stop(ctx, client)
        stopping.stop(ctx, client)
    assert len(db.session.scalars(select(PlanDeviation)).all()) == 1
    reminders.ring("https://x.test", datetime(2026, 3, 20, 10, tzinfo=UTC))
    assert sent(case_id) == []
    assert len(steps(case_id, Audience.STAFF)) == 1  # the advisor is still told


def test_an_edition_holds_from_its_day_and_a_deviation_for_its_client(house: Flask, cast: make.Cast) -> None:
    """Plans are dated data; ZA-07: not everybody gets the same."""
    rule = Rule((Step(1), Step(2)), 2, To.MANAGER, 1)
    with transaction(COMMAND, NOW) as ctx:
        ctx.session.add(FollowPlan(key="documents", from_on=NOW.date(), rule=written(rule), made_at=NOW))
        plain, other = make.case(ctx, cast.advisor), make.case(ctx, cast.advisor, make.party(ctx, phone="600 021 009"))
        ctx.session.add(PlanDeviation(party_id=other.client_id, most=1, later_days=5, reason="ill", made_at=NOW))
        ctx.session.flush()
        for case in (plain, other):
            plans.start(ctx, case, plans.Event("documents", NOW))
    assert [row.due_at.date().day for row in steps(plain.id)] == [3, 4]
    assert [row.due_at.date().day for row in steps(other.id)] == [10]
    assert steps(plain.id, Audience.STAFF)[0].assignee_id == cast.manager


def test_reminders_move_with_their_event_and_with_the_clients_place(house: Flask, cast: make.Cast) -> None:
    with transaction(COMMAND, NOW) as ctx:
        case = make.case(ctx, cast.advisor)
        plans.start(ctx, case, plans.Event("instalment", datetime(2026, 3, 20, 8, tzinfo=UTC), 7))
        assert plans.move(ctx, case, "instalment", datetime(2026, 3, 27, 8, tzinfo=UTC), 7) == 4
        client = ctx.session.get_one(Party, case.client_id)
        client.time_zone, client.country = "Asia/Shanghai", "CN"
        plans.rezone(ctx, client)
        case_id = case.id
    rows = db.session.scalars(
        select(Reminder).where(Reminder.case_id == case_id, Reminder.plan == "instalment.7").order_by(Reminder.due_at)
    ).all()
    assert rows[0].due_at == datetime(2026, 3, 26, 1, tzinfo=UTC)  # 09:00 in Shanghai, the working day before


def test_a_payment_is_spoken_of_the_day_before_with_its_exact_amount_and_followed_within_a_day(
    house: Flask, cast: make.Cast
) -> None:
    """ES-10 (amount equals the row), CN-23 (number of the contract), ES-16 (watched on its last two days), ES-17 (ways
    to pay), CN-29 (asked at nine of the next day; due on a Friday, in the next hours in which a call is allowed)."""
    with transaction(COMMAND, NOW) as ctx:
        client = make.party(ctx, email="zofia@example.test", preferred_channel="email", language="pl")
        case = make.case(ctx, cast.advisor, client)
        duty = Duty(case_id=case.id, kind="instalment", text="2/12", due_on=date(2026, 3, 20), amount=125_050)
        ctx.session.add(duty)
        ctx.session.flush()
        plans.start(ctx, case, plans.Event("instalment", datetime(2026, 3, 20, 8, tzinfo=UTC), duty.id))
        contracted(ctx, case.id, "K-7003")
        case_id, duty_id = case.id, duty.id
    query = select(Reminder).where(Reminder.plan == f"instalment.{duty_id}").order_by(Reminder.due_at)
    rows = list(db.session.scalars(query))
    assert [(row.due_at.strftime("%a %d %H:%M"), str(row.audience)) for row in rows] == [
        ("Thu 19 08:00", "client"), ("Thu 19 08:00", "staff"), ("Fri 20 08:00", "staff"), ("Mon 23 08:00", "staff"),
    ]  # fmt: skip
    assert [row.held_why for row in rows] == ["", "", "", "quiet_hours"]
    assert {row.text for row in rows[1:3]} == {WATCHED["instalment"]}
    reminders.ring("https://x.test", datetime(2026, 3, 19, 9, tzinfo=UTC))
    letter = sent(case_id)[0]
    assert (letter.kind, letter.purpose) == ("payment_due", "pre_due_reminder")
    assert "1\N{NO-BREAK SPACE}250,50\N{NO-BREAK SPACE}zł" in letter.text
    assert "1\N{NO-BREAK SPACE}250,50\N{NO-BREAK SPACE}zł" in letter.html
    assert "20 marca 2026" in letter.text
    assert "K-7003" in letter.text
    with transaction(COMMAND, NOW) as ctx:
        plans.move(ctx, ctx.session.get_one(Case, case_id), "instalment", datetime(2026, 3, 25, 8, tzinfo=UTC), duty_id)
        assert (rows[3].due_at, rows[3].held_why) == (datetime(2026, 3, 26, 8, tzinfo=UTC), ""), "within 24 hours"
        plans.move(ctx, ctx.session.get_one(Case, case_id), "instalment", datetime(2026, 3, 27, 8, tzinfo=UTC), duty_id)
        assert rows[3].due_at == datetime(2026, 3, 30, 7, tzinfo=UTC), "Monday; the clocks went forward"
        contracted(ctx, case_id, "K-7004")
        assert contract_number(ctx.session, case_id) == "", "of two contracts none is guessed"


def test_one_payment_reminder_is_a_call_and_an_sms_and_each_keeps_the_caps(
    house: Flask, cast: make.Cast, tmp_path: Path
) -> None:
    """CN-28: two lines of the log; the house lets one call a day be made (CP21), so the second call waits for a day."""
    day = datetime(2026, 3, 19, 9, tzinfo=UTC)
    with transaction(COMMAND, NOW) as ctx:
        case = make.case(ctx, cast.advisor, make.party(ctx, phone="+48600100200", preferred_channel="phone"))
        for number in (1, 2):
            plans.start(ctx, case, plans.Event("instalment", datetime(2026, 3, 20, 8, tzinfo=UTC), number))
        case_id = case.id
    calls = select(Reminder).where(Reminder.case_id == case_id, Reminder.plan.like("call.%")).order_by(Reminder.id)
    reminders.ring("https://x.test", day)
    letters.deliver(server(tmp_path), day)
    assert [(row.channel, row.state) for row in sent(case_id)] == [(Channel.SMS, LetterState.SENT)] * 2
    assert [row.due_at for row in db.session.scalars(calls)] == [day, day]
    with transaction(COMMAND, day) as ctx:
        case = ctx.session.get_one(Case, case_id)
        reminder_call = Contact(ContactChannel.CALL, ContactResult.NO_ANSWER, purpose=Purpose.PRE_DUE_REMINDER)
        log_contact(ctx, case, reminder_call)
        with pytest.raises(ContactRefused):
            log_contact(ctx, case, reminder_call)
        plans.start(ctx, case, plans.Event("instalment", datetime(2026, 3, 23, 8, tzinfo=UTC), 3))
        for row in ctx.session.scalars(select(Reminder).where(Reminder.plan == "instalment.3")):
            row.due_at = day if row.audience is Audience.CLIENT else row.due_at
    reminders.ring("https://x.test", day)
    letters.deliver(server(tmp_path), day)
    assert sent(case_id)[-1].state is LetterState.WAITING, "two messages a day"
    assert list(db.session.scalars(calls))[-1].due_at == datetime(2026, 3, 20, 8, tzinfo=UTC), "one call a day"
    with transaction(COMMAND, day) as ctx:
        case = ctx.session.get_one(Case, case_id)
        limits.note_fact(ctx, ctx.session.get_one(Party, case.client_id), FactKind.NO_CALLS, None, "said so")
        plans.start(ctx, case, plans.Event("instalment", datetime(2026, 4, 20, 8, tzinfo=UTC), 4))
    reminders.ring("https://x.test", datetime(2026, 4, 17, 9, tzinfo=UTC))
    assert len(list(db.session.scalars(calls))) == 3, "who wants no calls gets the SMS alone"
    assert sent(case_id)[-1].created_at == datetime(2026, 4, 17, 9, tzinfo=UTC)


def test_work_inside_the_firm_goes_by_the_firms_clock_and_working_days(house: Flask, cast: make.Cast) -> None:
    """Nobody is spoken to, so the client's clock, holidays and move to another place change nothing."""
    friday = datetime(2026, 3, 6, 10, tzinfo=UTC)
    with transaction(COMMAND, friday) as ctx:
        client = make.party(ctx, phone="+74232600000", country="RU", time_zone="Asia/Vladivostok")
        case = make.case(ctx, cast.advisor, client)
        ours = followups.schedule(ctx, case, followups.Plan("desk", "File it", 1, inside=True))
        theirs = followups.schedule(ctx, case, followups.Plan("talk", "Call", 1))
        assert ours.due_at == datetime(2026, 3, 9, 8, tzinfo=UTC)  # Monday 09:00 in Warsaw, a day off in Russia
        assert theirs.due_at == datetime(2026, 3, 9, 23, tzinfo=UTC)  # Tuesday 09:00 in Vladivostok
        plan_book.save_edition(ctx, "stage.meeting", Rule((Step(1, To.DESK),), 0, To.ADVISOR, 1), ctx.today)
        desk, told = plans.start(ctx, case, plans.Event("stage.meeting", friday, text="Prepare"))
        assert (desk.inside, desk.due_at, told.inside) == (True, ours.due_at, False)
        client.time_zone, client.country = "America/New_York", "US"
        plans.rezone(ctx, client)
        assert (desk.due_at, told.zone) == (ours.due_at, "America/New_York")
        followups.put_off(ctx, case, ours.id, Snooze.TOMORROW)
        assert ours.due_at == datetime(2026, 3, 7, 8, tzinfo=UTC)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_of_letter_reaches_the_wrong_audience(house: Flask, cast: make.Cast, kind: str) -> None:
    """Leak test over all kinds: staff letters cannot be written to clients, nor the other way round."""
    draft = post.Draft(kind, f"leak.{kind}", dict(KINDS[kind].places) | {"late": False})
    with transaction(COMMAND, NOW) as ctx:
        client = make.party(ctx, email="z@example.test")
        if kind in STAFF_KINDS:
            with pytest.raises(ValueError, match="not a letter for clients"):
                post.to_client(ctx, client, draft)
        else:
            assert kind in CLIENT_KINDS
            with pytest.raises(ValueError, match="not a letter for staff"):
                post.to_staff(ctx, ctx.session.get_one(Staff, cast.advisor), draft)


def test_internal_words_that_got_a_clients_address_by_a_bug_are_never_leased(house: Flask, cast: make.Cast) -> None:
    with transaction(COMMAND, NOW) as ctx:
        client = make.party(ctx, email="z@example.test")
        ctx.session.add(Letter(
            kind="follow_up", key="bug", message_id="<bug@x>", audience=Audience.CLIENT, party_id=client.id,
            to_address=client.email, subject="internal", text="internal", next_try_at=NOW, created_at=NOW,
        ))  # fmt: skip
    with transaction(COMMAND, NOW) as ctx:
        assert delivery.claim(ctx, "w", 10) == []
    assert db.session.scalars(select(Letter)).one().cancelled_why == "wrong_audience"


def test_an_address_with_line_breaks_is_refused_when_written(house: Flask, cast: make.Cast) -> None:
    with transaction(COMMAND, NOW) as ctx:
        client = make.party(ctx, email="z@example.test")
        client.email = "z@example.test\r\nBcc: all@example.test"
        with pytest.raises(Invalid):
            post.to_client(ctx, client, post.Draft("code", "k", {"code": "1", "firm": "F"}))
        client.email = "z@example.test"
