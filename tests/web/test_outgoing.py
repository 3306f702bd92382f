"""Messages on screen: what goes out, what went, in which words; plans, wording, wishes, bell and the stop link."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from advisor.casework.digest import write_digests
from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.jobs import reminders
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.party import Party
from advisor.records.plan import FollowPlan, PlanDeviation
from advisor.records.reminder import Reminder
from advisor.records.staff import Staff
from advisor.records.wish import PostWish
from advisor.records.wording import Wording
from advisor.services import post, stopping, wording_book
from advisor.services.language import LANGUAGES
from advisor.services.letter_kinds import CLIENT_KINDS, KINDS
from advisor.stages.documents.actions import build_list
from advisor.stages.documents.desk.actions import request_items
from advisor.transaction import transaction
from tests import make

Open = Callable[[str], FlaskClient]


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    """A case of the advisor whose documents were asked for just now."""
    with transaction(COMMAND, datetime.now(UTC)) as ctx:
        client = make.party(ctx, email="zofia@example.test", preferred_channel="email", language="en")
        case = make.case(ctx, cast.advisor, client)
        build_list(ctx, case.id)
        request_items(ctx, case)
        return case.id


def fresh(query: Any) -> Any:
    """The rows as they stand now, not as an earlier view saw them."""
    db.session.rollback()
    return db.session.scalars(query)


def rung(lead: int) -> list[Letter]:
    """Let everything ring and give the letters."""
    due = max(fresh(select(Reminder.due_at).where(Reminder.case_id == lead)))
    reminders.ring("https://x.test", due + timedelta(seconds=1))
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_next_seven_days_and_receipts_say_whom_why_and_in_which_words(lead: int, browser: Open) -> None:
    web = browser("advisor")
    assert "Documents are missing: remind the client" in web.get("/outgoing").text
    step = db.session.scalars(select(Reminder.id).where(Reminder.letter == "documents_missing")).first()
    words = web.get(f"/cases/{lead}/messages/planned/{step}").text
    assert "for your case we still need" in words
    letters = rung(lead)
    sent = web.get("/outgoing/sent?text=zofia@example.test").text
    assert "zofia@example.test" in sent
    letter = next(row for row in letters if row.kind == "documents_missing")
    shown = web.get(f"/cases/{lead}/messages/{letter.id}").text
    assert "/c/…" in shown
    assert letter.text.split("/c/")[1].split()[0] not in shown
    assert "Waiting" in web.get(f"/cases/{lead}/messages").text


def test_a_letter_can_be_stopped_with_a_reason_before_it_leaves(lead: int, browser: Open) -> None:
    letter = rung(lead)[0]
    web = browser("advisor")
    assert web.post(f"/cases/{lead}/messages/{letter.id}/cancel", data={"why": ""}).status_code == 422
    assert web.post(f"/cases/{lead}/messages/{letter.id}/cancel", data={"why": "called"}).status_code == 302
    db.session.rollback()
    assert letter.cancelled_why == "called"


def test_strangers_see_no_messages_of_the_case(lead: int, browser: Open) -> None:
    letter = rung(lead)[0]
    web = browser("colleague")
    assert "2026" not in web.get("/outgoing?whose=all").text.split("<main")[1].split("Filter")[1]
    assert web.get(f"/cases/{lead}/messages/{letter.id}").status_code == 404
    assert web.get(f"/cases/{lead}/messages").status_code == 404


def rule(**over: Any) -> dict[str, Any]:
    form = {
        "steps-0-days": "1", "steps-0-working": "yes", "steps-0-at": "10:00", "steps-0-to": "client",
        "steps-0-via": "sms,email,phone", "most": "1", "told": "manager", "told_days": "1",
        "from_on": (datetime.now(UTC) + timedelta(days=1)).date().isoformat(),
    }  # fmt: skip
    return form | over


def test_a_plan_is_tried_dry_and_kept_from_a_day_on(lead: int, browser: Open) -> None:
    web = browser("admin")
    assert "Requested documents" in web.get("/settings/plans").text
    tried = web.post("/settings/plans/documents", data=rule(**{"try": "1"}))
    assert tried.status_code == 200
    assert "2 messages in the next 7 days" in tried.text
    assert fresh(select(FollowPlan)).all() == []
    assert web.post("/settings/plans/documents", data=rule()).status_code == 302
    assert fresh(select(FollowPlan)).one().rule["steps"][0]["via"] == ["sms", "email", "phone"]
    for bad in ({"steps-0-at": "03:00"}, {"steps-0-days": "900"}, {"from_on": "2020-01-01"}):
        assert web.post("/settings/plans/documents", data=rule(**bad)).status_code == 422, bad


def test_a_client_may_differ_with_a_reason_and_no_longer(lead: int, browser: Open) -> None:
    web, path = browser("advisor"), f"/cases/{lead}/messages/differences"
    form = {"key": "documents", "channel": "sms", "later_days": "2", "most": "1"}
    assert web.post(path, data=form | {"reason": ""}).status_code == 422
    assert web.post(path, data=form | {"reason": "lies in hospital"}).status_code == 302
    assert "lies in hospital" in web.get(path).text
    row = fresh(select(PlanDeviation)).one()
    assert web.post(f"{path}/{row.id}/end").status_code == 302
    db.session.rollback()
    assert row.ended_at is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_in_every_language_is_whole_and_can_be_worded_anew(house: Flask, kind: str, language: str) -> None:
    """Issue 6 point 8: no left-over placeholder, in the shipped words and in the firm's own begun from them."""
    start = wording_book.start_words(kind, language)
    new = wording_book.NewWording(start.subject, start.text, f"<p>{start.text}</p>", start.short)
    values = wording_book.preview_values(db.session(), kind, "", Case.id > 0)
    words, html = wording_book.try_out(kind, values, new, make.NOW)
    for text in (words.subject, words.text, words.short, html):
        assert "{" not in text
        assert "}" not in text
        assert "%(" not in text


def test_own_words_are_used_and_open_places_are_refused(lead: int, browser: Open) -> None:
    web, path = browser("admin"), "/settings/letters/documents_missing/en"
    good = {"subject": "Papers, {reader}", "text": "Please send:\n{papers}\n{url}", "short": "", "html": "", "case": ""}
    for bad in ({"text": "Send {everything} {url}"}, {"text": "Send them"}, {"subject": "{"}, {"html": "<p>{x}</p>"}):
        assert web.post(path, data=good | bad).status_code == 422, bad
    tried = web.post(path, data=good | {"try": "1"})
    assert "Papers, Jan Kowalski" in tried.text
    assert fresh(select(Wording)).all() == []
    assert web.post(path, data=good | {"html": "<p onclick=x>{url}</p><script>x</script>"}).status_code == 302
    letter = next(row for row in rung(lead) if row.kind == "documents_missing")
    assert letter.subject == "Papers, Zofia Wójcik"
    assert "<script" not in letter.html
    assert "onclick" not in letter.html
    assert web.post(f"{path}/retire").status_code == 302


def test_who_may_see_no_case_tries_a_letter_with_examples_and_learns_nothing(lead: int, browser: Open) -> None:
    """A pure administrator sees settings only: examples fill the preview, a case stays unknown by its number."""
    web, path = browser("admin"), "/settings/letters/documents_missing/pl"
    typed = {"subject": "{reader}, {number}", "text": "{papers} {url}", "short": "", "html": "", "try": "1"}
    number = fresh(select(Case.number).where(Case.id == lead)).one()
    examples = web.post(path, data=typed | {"case": ""})
    assert examples.status_code == 200
    assert "Jan Kowalski, 2026-000123" in examples.text
    refused = web.post(path, data=typed | {"case": number})
    assert refused.status_code == 422
    assert 'id="case-error"' in refused.text
    assert "Zofia" not in refused.text
    unknown = web.post(path, data=typed | {"case": "2026-999999"})
    assert (unknown.status_code, unknown.text.count("case-error")) == (422, refused.text.count("case-error"))


def test_the_bell_counts_lists_and_falls_silent(lead: int, browser: Open) -> None:
    rung(lead)
    web = browser("advisor")
    assert "notifications" in web.get("/today").text
    assert "Follow-up: Zofia" in web.get("/bell").text
    assert web.post("/bell/read").status_code == 302
    assert fresh(select(Letter.id).where(Letter.staff_id.is_not(None), Letter.read_at.is_(None))).all() == []


def test_the_daily_letter_comes_once_at_ones_own_hour(lead: int, browser: Open, cast: make.Cast) -> None:
    web = browser("advisor")
    assert web.post("/account/messages", data={"digest_at": "07:30"}).status_code == 302
    wish = db.session.get_one(PostWish, cast.advisor)
    assert (wish.at_once, wish.digest_at) == (False, "07:30")
    due = max(db.session.scalars(select(Reminder.due_at).where(Reminder.case_id == lead)))
    day = due + timedelta(days=1)
    for hour, expected in ((5, 0), (6, 1), (7, 1), (8, 1)):  # UTC; Warsaw is one or two hours ahead
        at = day.replace(hour=hour, minute=45)
        with transaction(COMMAND, at) as ctx:
            write_digests(ctx, "https://x.test")
        assert len(db.session.scalars(select(Letter).where(Letter.kind == "digest")).all()) == expected, hour


def test_who_wants_no_mail_at_once_only_hears_the_bell(lead: int, cast: make.Cast) -> None:
    with transaction(COMMAND, make.NOW) as ctx:
        ctx.session.add(PostWish(staff_id=cast.advisor, at_once=False))
    assert {str(row.channel) for row in rung(lead) if row.staff_id == cast.advisor} == {"bell"}


def test_the_calendar_feed_is_secret_and_revocable(lead: int, browser: Open, house: Flask) -> None:
    web, nobody = browser("advisor"), house.test_client()
    made = web.post("/account/calendar").text
    address = made.split("<code>")[1].split("</code>")[0]
    path = address[address.index("/calendar/") :]
    events = Calendar.from_ical(nobody.get(path).data).walk("VEVENT")
    assert any("Zofia" in str(event["summary"]) for event in events)
    assert nobody.get("/calendar/" + "x" * 32 + ".ics").status_code == 404
    web.post("/account/calendar/end")
    assert nobody.get(path).status_code == 404


def test_the_stop_link_asks_first_and_mail_programs_may_press_it(lead: int, house: Flask) -> None:
    client = db.session.get_one(Party, db.session.get_one(Case, lead).client_id)
    path = stopping.stop_url(db.session(), client, "")
    nobody = house.test_client()
    assert nobody.get(path).status_code == 200
    assert fresh(select(PlanDeviation)).all() == []
    assert nobody.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert fresh(select(PlanDeviation)).one().off
    assert nobody.get(path[:-1] + ("0" if path[-1] != "0" else "1")).status_code == 404


def test_a_recurring_reminder_keeps_its_day_and_ends_with_a_reason(lead: int, browser: Open) -> None:
    web = browser("advisor")
    form = {"text": "Ask for the statement", "at": "2028-01-31T10:00", "every": "month"}
    assert web.post(f"/cases/{lead}/reminders/add", data=form).status_code == 302
    days = []
    for _ in range(3):
        row = fresh(select(Reminder).where(Reminder.every == "month").order_by(Reminder.id.desc())).first()
        assert row is not None
        days.append(row.due_at.date().isoformat())
        reminders.ring("https://x.test", row.due_at)
    assert days == ["2028-01-31", "2028-02-29", "2028-03-31"]
    last = fresh(select(Reminder.id).where(Reminder.every == "month").order_by(Reminder.id.desc())).first()
    assert web.post(f"/cases/{lead}/reminders/{last}/drop", data={"why": "no longer"}).status_code == 302


@pytest.mark.parametrize("kind", sorted(CLIENT_KINDS))
def test_short_forms_fit_an_sms(house: Flask, kind: str) -> None:
    for language in LANGUAGES:
        short = wording_book.start_words(kind, language).short
        assert len(short) < 300, (kind, language)


def test_staff_letters_say_why(lead: int, cast: make.Cast) -> None:
    with transaction(COMMAND, make.NOW) as ctx:
        staff = ctx.session.get_one(Staff, cast.advisor)
        letter = post.to_staff(ctx, staff, post.Draft("test", "why"))
    assert "Why did I get this? You get this because you asked for a test." in letter.text
