"""Call today and the week: who comes first, who may be called, what a colleague sees, booking into somebody's day."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.casework.calendar import EACH
from advisor.casework.calls import EACH as CALLS
from advisor.casework.calls import Book, Why, call_list
from advisor.casework.promises import PAGE
from advisor.casework.today import SOON_LINES
from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.records.case import Case, CaseAccess
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.records.guard import FactKind
from advisor.records.party import Party
from advisor.records.promise import Promise, Promiser
from advisor.records.reminder import Reminder
from advisor.records.staff import Substitution
from advisor.services import followups, limits
from advisor.services.outreach import Contact, log_contact
from advisor.stages.meeting.gate import Place
from advisor.stages.meeting.records import Appointment
from advisor.stages.monitoring.records import Duty
from advisor.transaction import transaction
from tests import make
from tests.web.test_statements import open_cases, statements

Browser = Callable[[str], FlaskClient]
WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = NOW.astimezone(WARSAW).date()
LATER = NOW + timedelta(days=2)


def opened(cast: make.Cast, name: str, at: datetime = NOW) -> int:
    """A case whose first follow-up lies ahead, so that nothing puts it on the list by itself."""
    with transaction(COMMAND, at) as ctx:
        client = make.party(ctx, name, phone=f"60{abs(hash(name)) % 10**7:07d}")
        case = make.case(ctx, cast.advisor, client)
        for reminder in ctx.session.scalars(select(Reminder).where(Reminder.case_id == case.id)):
            reminder.due_at = LATER + timedelta(days=20)
        followups.refresh_next_action(ctx, case)
        return case.id


def promise(case_id: int, side: Promiser, due_on: date) -> None:
    with transaction(COMMAND, NOW) as ctx:
        case = ctx.session.get_one(Case, case_id)
        ctx.session.add(Promise(case_id=case_id, promiser=side, stage=case.stage, text=f"by {side}", due_on=due_on,
                                made_at=ctx.now))  # fmt: skip


def book(cast: make.Cast) -> Book:
    return Book((cast.advisor,), NOW, TODAY, WARSAW, 10)


def test_the_list_goes_by_our_promises_then_theirs_then_due_then_silence(house: Flask, cast: make.Cast) -> None:
    """C-6: who is not on it was spoken to lately and has nothing due."""
    silent = opened(cast, "Silent", NOW - timedelta(days=30))
    ours, theirs, due = (opened(cast, name) for name in ("Ours", "Theirs", "Due"))
    opened(cast, "Nothing")
    promise(ours, Promiser.US, TODAY)
    promise(theirs, Promiser.CLIENT, TODAY - timedelta(days=3))
    promise(ours, Promiser.CLIENT, TODAY - timedelta(days=9))
    with transaction(COMMAND, NOW) as ctx:
        case = ctx.session.get_one(Case, due)
        case.next_action, case.next_action_at = "Call", NOW - timedelta(hours=1)
    lines = call_list(db.session(), book(cast))
    assert [line.case.id for line in lines] == [ours, theirs, due, silent]
    assert [line.why[0] for line in lines] == [Why.OUR_PROMISE, Why.PROMISE, Why.DUE, Why.SILENT]


def test_who_may_not_be_called_now_stands_last_with_the_reason(house: Flask, cast: make.Cast, browser: Browser) -> None:
    """Cap-aware: an opt-out is seen on the list before anybody dials."""
    first, second = opened(cast, "Alpha"), opened(cast, "Beta")
    for case_id in (first, second):
        promise(case_id, Promiser.US, TODAY)
    with transaction(COMMAND, NOW) as ctx:
        party = ctx.session.get_one(Party, ctx.session.get_one(Case, first).client_id)
        limits.note_fact(ctx, party, FactKind.NO_CALLS, None, "said so")
    lines = call_list(db.session(), book(cast))
    assert [(line.case.id, line.ruling.allowed) for line in lines] == [(second, True), (first, False)]
    page = browser("advisor").get("/calls").text
    assert page.index("Beta") < page.index("Alpha")
    assert "The client does not want to be reached over this channel." in page


def test_a_call_is_judged_by_what_it_is_for(house: Flask, cast: make.Cast, browser: Browser) -> None:
    """Who owes a payment past its day is called under its rules: one call a day in this house (CP21)."""
    paid, owing = opened(cast, "Alpha"), opened(cast, "Beta")
    for case_id in (paid, owing):
        promise(case_id, Promiser.US, TODAY)
        with transaction(COMMAND, NOW) as ctx:
            due_on = TODAY - timedelta(days=1)
            ctx.session.add(Duty(case_id=case_id, kind="instalment", text="2/12", due_on=due_on,
                                 done_on=due_on if case_id == paid else None))  # fmt: skip
            log_contact(ctx, ctx.session.get_one(Case, case_id), Contact(ContactChannel.CALL, ContactResult.NO_ANSWER))
    found = {line.case.id: line for line in call_list(db.session(), book(cast))}
    assert found[paid].ruling.allowed
    assert (found[owing].ruling.allowed, found[owing].ruling.decision.rule) == (False, "CP21")
    assert "Overdue debt" in browser("advisor").get("/calls").text


def test_a_talk_takes_the_silent_client_off_and_a_mail_does_not(house: Flask, cast: make.Cast) -> None:
    """FI-14."""
    case_id = opened(cast, "Silent", NOW - timedelta(days=30))
    for contact, human, left in (
        (Contact(ContactChannel.EMAIL, ContactResult.SENT), False, 1),
        (Contact(ContactChannel.CALL, ContactResult.NO_ANSWER), True, 1),
        (Contact(ContactChannel.CALL, ContactResult.REACHED, "spoke"), True, 0),
    ):
        with transaction(COMMAND, NOW) as ctx:
            log_contact(ctx, ctx.session.get_one(Case, case_id), contact, human=human)
        db.session.rollback()
        assert len(call_list(db.session(), book(cast))) == left


def test_a_long_list_says_that_others_move_up(house: Flask, cast: make.Cast, browser: Browser) -> None:
    """Only the first of each reason are drawn; nobody takes them for all there are."""
    more, client = "others move up as calls are made", browser("advisor")
    for numbers, told in ((range(CALLS - 1), False), (range(CALLS - 1, CALLS + 3), True)):
        with transaction(COMMAND, NOW) as ctx:
            for case_id in open_cases(ctx, cast.advisor, numbers):
                case = ctx.session.get_one(Case, case_id)
                ctx.session.add(Promise(case_id=case_id, promiser=Promiser.US, stage=case.stage, text="x", due_on=TODAY,
                                        made_at=ctx.now))  # fmt: skip
                case.next_action_at, case.last_contact_at = LATER, NOW
        page = client.get("/calls").text
        assert (page.count('<tr id="case-'), more in page) == (min(numbers.stop, CALLS), told)


def test_saving_a_call_leads_to_the_next_line_and_the_place_is_remembered(
    house: Flask, cast: make.Cast, browser: Browser
) -> None:
    ids = [opened(cast, name) for name in ("Alpha", "Beta")]
    for case_id in ids:
        promise(case_id, Promiser.US, TODAY)
    client = browser("advisor")
    page = client.get("/calls").text
    assert f"then={ids[1]}" in page
    saved = client.post(f"/cases/{ids[0]}/contacts/log?back=calls&then={ids[1]}", data={
        "channel": "call", "result": "no_answer", "purpose": "service", "on_behalf_of": "client",
        "recipient": "client", "next_when": "keep", "form_key": "1" * 32,
    })  # fmt: skip
    assert saved.headers["Location"] == f"/calls?at={ids[1]}"
    client.get(saved.headers["Location"])
    row = re.search(rf'<tr id="case-{ids[1]}">.*?</tr>', client.get("/calls").text, re.S)
    assert row is not None
    assert "autofocus" in row.group(0)


def appointment(case_id: int, at: datetime, host: int | None = None) -> None:
    with transaction(COMMAND, NOW) as ctx:
        ctx.session.add(Appointment(case_id=case_id, at=at, zone="Europe/Warsaw", place=Place.OFFICE, booked_at=ctx.now,
                                    booked_name="x", host_id=host))  # fmt: skip


def test_a_colleague_sees_busy_and_no_name(house: Flask, cast: make.Cast, browser: Browser) -> None:
    case_id = opened(cast, "Secret Client")
    appointment(case_id, NOW + timedelta(hours=1))
    promise(case_id, Promiser.US, TODAY)
    own = browser("advisor").get("/calendar").text
    week = (NOW + timedelta(hours=1)).astimezone(WARSAW).date().isoformat()
    own += browser("advisor").get(f"/calendar?week={week}").text
    other = browser("colleague").get(f"/calendar?who={cast.advisor}&week={week}").text
    assert "Secret Client" in own
    assert "Busy" in other
    assert "Secret Client" not in other


def test_a_meeting_is_booked_into_a_colleagues_day_once(house: Flask, cast: make.Cast, browser: Browser) -> None:
    """By the firm's clock; the colleague is let in and told; a second one at that time is refused."""
    client = browser("advisor")
    numbers = [db.session.get_one(Case, opened(cast, name)).number for name in ("Alpha", "Beta")]
    day = TODAY + timedelta(days=9)
    asked = {"host_id": str(cast.colleague), "local": f"{day}T10:00", "minutes": "60", "place": "office"}
    first = client.post("/calendar/book", data=asked | {"number": numbers[0], "form_key": "1" * 32})
    assert first.status_code == 302, first.text
    db.session.rollback()
    row = db.session.scalars(select(Appointment)).one()
    assert row.at == datetime.combine(day, time(10), WARSAW)
    assert row.host_id == cast.colleague
    assert db.session.scalars(select(CaseAccess.staff_id)).one() == cast.colleague
    colleague = browser("colleague")
    assert "Alpha" in colleague.get(f"/calendar?week={day}").text
    assert "Anna Advisor booked a meeting into your day: Alpha" in colleague.get("/messages").text
    clash = asked | {"number": numbers[1], "local": f"{day}T10:30", "form_key": "2" * 32}
    assert "another meeting at that time" in client.post("/calendar/book", data=clash).text
    unknown = asked | {"number": "2020-999999", "form_key": "3" * 32}
    assert client.post("/calendar/book", data=unknown).status_code == 422
    foreign = asked | {"number": numbers[1], "local": f"{day}T15:00", "form_key": "4" * 32}
    assert browser("other_manager").post("/calendar/book", data=foreign).status_code == 422
    words = client.get(f"/cases/{row.case_id}/meeting/{row.id}/message").text
    assert "10:00" in words
    assert "sms:+48" in words


def test_a_substitute_for_today_sees_my_list(house: Flask, cast: make.Cast, browser: Browser) -> None:
    case_id = opened(cast, "Alpha")
    promise(case_id, Promiser.US, TODAY)
    assert "Alpha" not in browser("colleague").get("/calls").text
    done = browser("advisor").post("/calendar/substitute", data={"substitute_id": str(cast.colleague)})
    assert done.status_code == 302
    db.session.rollback()
    row = db.session.scalars(select(Substitution)).one()
    assert (row.owner_id, row.substitute_id, row.from_on, row.to_on) == (cast.advisor, cast.colleague, TODAY, TODAY)
    assert "Alpha" in browser("colleague").get("/calls").text


def test_a_full_day_shows_its_first_things_and_all_of_them_when_asked(
    house: Flask, cast: make.Cast, browser: Browser
) -> None:
    """Nothing is left out in silence: a day that holds more says so and leads to the whole day."""
    case_id = opened(cast, "Busy Client")
    for number in range(EACH + 2):
        promise(case_id, Promiser.US, TODAY)
        with transaction(COMMAND, NOW) as ctx:
            ctx.session.add(Reminder(
                case_id=case_id, text="Call again", assignee_id=cast.advisor, zone="Europe/Warsaw", created_at=NOW,
                due_at=datetime.combine(TODAY, time(12, number), WARSAW), message_id=f"<{number}@example.test>",
            ))  # fmt: skip
    client = browser("advisor")
    monday = TODAY - timedelta(days=TODAY.weekday())
    page = client.get("/calendar").text
    assert page.count('class="promise"') == page.count('class="followup"') == EACH
    assert "Show all" in page
    whole = client.get(f"/calendar?week={monday}&day={TODAY}").text
    assert whole.count('class="promise"') == whole.count('class="followup"') == EACH + 2
    assert "Show all" not in whole
    assert client.get(f"/calendar?week={monday}&day=2020-01-01").text.count('class="promise"') == EACH


def test_today_says_when_the_days_ahead_hold_more(house: Flask, cast: make.Cast, browser: Browser) -> None:
    case_id, client = opened(cast, "Ahead Client"), browser("advisor")
    for made, told in ((SOON_LINES - 1, False), (1, True)):
        with transaction(COMMAND, NOW) as ctx:
            for number in range(made):
                ctx.session.add(Reminder(
                    case_id=case_id, text="Call again", assignee_id=cast.advisor, zone="Europe/Warsaw", created_at=NOW,
                    due_at=LATER + timedelta(minutes=number), message_id=f"<{made}-{number}@example.test>",
                ))  # fmt: skip
        assert ('<td colspan="5"><a href="/calendar">Show all</a>' in client.get("/today").text) is told


def test_promises_go_on_on_the_next_page(house: Flask, cast: make.Cast, browser: Browser) -> None:
    case_id, client = opened(cast, "Promised Client"), browser("advisor")
    for _number in range(PAGE + 1):
        promise(case_id, Promiser.US, TODAY)
    first = client.get("/promises").text
    assert f"From 1 to {PAGE}" in first
    assert (first.count("Promised Client"), "page=2" in first) == (PAGE, True)
    second = client.get("/promises?page=2").text
    assert f"From {PAGE + 1} to {PAGE + 1}" in second
    assert (second.count("Promised Client"), "page=3" in second) == (1, False)


@pytest.mark.parametrize(("path", "budget"), [("/calls", 8), ("/calendar", 5), ("/promises", 2), ("/messages", 6)])
def test_the_lists_take_the_same_statements_for_three_cases_and_for_forty(
    house: Flask, cast: make.Cast, browser: Browser, path: str, budget: int
) -> None:
    client, counts = browser("advisor"), []
    for numbers in (range(3), range(3, 40)):
        with transaction(COMMAND, NOW) as ctx:
            for case_id in open_cases(ctx, cast.advisor, numbers):
                case = ctx.session.get_one(Case, case_id)
                ctx.session.add(Promise(case_id=case_id, promiser=Promiser.US, stage=case.stage, text="x", due_on=TODAY,
                                        made_at=ctx.now))  # fmt: skip
                ctx.session.add(ContactAttempt(
                    case_id=case_id, party_id=case.client_id, at=NOW, channel=ContactChannel.CALL,
                    result=ContactResult.NO_ANSWER,
                ))  # fmt: skip
        counts.append(statements(client, path))
    assert counts[0] == counts[1] <= budget
