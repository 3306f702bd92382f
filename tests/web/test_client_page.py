"""The client's page from the firm's side: link sent and revoked, questions answered, previewed (issue 4 point 7)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.extensions import db
from advisor.records.contact import Message
from advisor.records.reminder import Reminder, ReminderState
from advisor.transaction import transaction
from tests import make
from tests.portal.conftest import Linked, enter, last_letter, linked


@pytest.fixture
def link(house: Flask, cast: make.Cast) -> Linked:
    with transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        return linked(ctx, cast.advisor)


def desk(link: Linked) -> str:
    return f"/cases/{link.case_id}/client-page"


def test_a_question_is_read_answered_and_its_task_done(
    house: Flask, link: Linked, browser: Callable[[str], FlaskClient]
) -> None:
    client, advisor = enter(house.test_client(), link.door), browser("advisor")
    client.post(f"{link.home}/messages", data={"question": "Kiedy decyzja?"})
    assert "1 new message" in advisor.get(f"/cases/{link.case_id}").text
    assert "Kiedy decyzja?" in advisor.get(desk(link)).text
    assert "1 new message" not in advisor.get(f"/cases/{link.case_id}").text
    assert advisor.post(f"{desk(link)}/answer", data={"text": "W piątek."}).status_code == 302
    assert "piątek" not in last_letter("answer").text  # the words stay on the page
    task = db.session.scalars(select(Reminder).where(Reminder.plan == "client.asked")).one()
    assert task.state is ReminderState.CANCELLED
    home = client.get(link.home).text
    assert f"{link.home}/messages" in home
    assert "W piątek." in client.get(f"{link.home}/messages").text
    db.session.rollback()
    assert all(row.read_at for row in db.session.scalars(select(Message)))


def test_closing_the_door_ends_links_and_devices_at_once(
    house: Flask, link: Linked, browser: Callable[[str], FlaskClient]
) -> None:
    client, advisor = enter(house.test_client(), link.door), browser("advisor")
    assert client.get(link.home).status_code == 200
    assert advisor.post(f"{desk(link)}/revoke").status_code == 302
    assert client.get(link.home).status_code == 404
    assert advisor.post(f"{desk(link)}/send").status_code == 302
    fresh = "/c/" + last_letter("link").text.split("/c/")[1].split()[0]
    assert client.get(f"{fresh}/{link.case_id}").status_code == 302  # the old device is not let in by the new link


def test_the_preview_shows_what_the_client_sees_and_nothing_to_press(
    link: Linked, browser: Callable[[str], FlaskClient]
) -> None:
    text = browser("auditor").get(f"{desk(link)}/preview").text
    assert "Zofia Wójcik" in text
    assert "/c/" not in text


def test_only_who_may_write_sends_answers_and_revokes(link: Linked, browser: Callable[[str], FlaskClient]) -> None:
    for who, code in (("auditor", 403), ("colleague", 404)):
        web = browser(who)
        for verb in ("send", "revoke", "answer"):
            assert web.post(f"{desk(link)}/{verb}", data={"text": "x"}).status_code == code, (who, verb)
