"""The meeting and analysis rooms through the staff door: forms, autosave, invitation, bad input, strangers."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.casework.advance import Order, advance
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.party import Party
from advisor.stages.analysis.records import NeedsProfile, PossibleRoute, Topic, topics_of
from advisor.stages.contact.actions import give_notice
from advisor.stages.meeting.gate import Result
from advisor.stages.meeting.records import Appointment
from advisor.transaction import transaction
from tests import make
from tests.web.stages.test_contact_pages import text_of


def at(case_id: int, stage: StageKey) -> None:
    """Put the case into a room the manager's way."""
    with transaction(make.COMMAND) as ctx:
        ctx.session.get_one(Case, case_id).stage = stage
        give_notice(ctx, case_id, "phone")


def soon(days: int = 3) -> str:
    """A local moment ahead, as the browser sends it."""
    from datetime import UTC, datetime

    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT10:00")


def test_book_confirm_fetch_the_invitation_and_cancel(advisor: FlaskClient, borrower: int) -> None:
    """Finare step 2: place chosen, the invitation says free, the result is recorded."""
    at(borrower, StageKey.MEETING)
    form = {"local": soon(), "minutes": "45", "place": "client", "where": "Rynek 1"}
    assert advisor.post(f"/cases/{borrower}/meeting/book", data=form).status_code == 302
    words = text_of(advisor.get(f"/cases/{borrower}").text)
    assert "At the client's seat, Rynek 1" in words.replace("&#39;", "'")
    assert "It was not said that the meeting is free of charge." in words
    row_id = db.session.scalars(select(Appointment.id)).one()
    assert advisor.post(f"/cases/{borrower}/meeting/{row_id}/confirm").status_code == 302
    ics = advisor.get(f"/cases/{borrower}/meeting/{row_id}/invitation.ics")
    assert ics.mimetype == "text/calendar"
    assert "bezpłatn" in ics.text or "free of charge" in ics.text  # the client's language, where its catalogue is made
    ahead = advisor.post(f"/cases/{borrower}/meeting/{row_id}/result", data={"result": "no_show"})
    assert ahead.status_code == 422
    done = advisor.post(f"/cases/{borrower}/meeting/{row_id}/result", data={"result": "cancelled", "note": "ill"})
    assert done.status_code == 302
    db.session.rollback()
    assert db.session.get_one(Appointment, row_id).result is Result.CANCELLED
    assert "ill" in text_of(advisor.get(f"/cases/{borrower}").text)


def test_bad_bookings_come_back_as_typed(advisor: FlaskClient, borrower: int) -> None:
    at(borrower, StageKey.MEETING)
    good = {"local": soon(), "minutes": "45", "place": "client", "where": "Rynek 1"}
    for field, value in (("local", "yesterday"), ("local", "2020-01-01T10:00"), ("minutes", "-1"), ("place", "moon"),
                         ("where", "x" * 500)):  # fmt: skip
        answer = advisor.post(f"/cases/{borrower}/meeting/book", data=good | {field: value})
        assert answer.status_code == 422, field
        assert f'id="{field}-error"' in answer.text, field
    assert db.session.scalars(select(Appointment)).all() == []


def test_walk_in_and_foreign_appointments(advisor: FlaskClient, borrower: int, debtor: int) -> None:
    at(borrower, StageKey.MEETING)
    assert advisor.post(f"/cases/{borrower}/meeting/walk-in").status_code == 302
    row_id = db.session.scalars(select(Appointment.id)).one()
    assert advisor.get(f"/cases/{debtor}/meeting/{row_id}/invitation.ics").status_code == 404
    assert advisor.post(f"/cases/{debtor}/meeting/{row_id}/confirm").status_code == 404
    with transaction(make.COMMAND) as ctx:
        advance(ctx, Order(borrower, StageKey.ANALYSIS))


def test_the_analysis_from_talk_to_route(advisor: FlaskClient, borrower: int) -> None:
    """Finare step 3 on screen, with the burden computed and the open topics named in the gate."""
    at(borrower, StageKey.ANALYSIS)
    here = f"/cases/{borrower}/analysis"
    assert advisor.post(f"{here}/talk", data={"at": "2026-01-05T10:00", "channel": "meeting", "minutes": "Roof"})
    assert advisor.post(f"{here}/need", data={"purpose": "New roof", "amount": "50 000", "currency": "PLN"})
    figures = {"ability-income": "8 000", "ability-obligations": "2 000", "ability-instalment": "1 500"}
    assert advisor.post(f"{here}/ability", data=figures | {"ability-currency": "PLN"}).status_code == 302
    words = text_of(advisor.get(f"/cases/{borrower}").text)
    assert "25.0 %" in words
    assert "43.8 %" in words
    assert "Topic without words: goals." in words
    assert "No possible route is noted" in words
    assert advisor.post(f"{here}/no-route", data={"why": ""}).status_code == 422
    assert advisor.post(f"{here}/routes", data={"kind": "bank", "what": "Consumer loan"}).status_code == 302
    route_id = db.session.scalars(select(PossibleRoute.id)).one()
    assert advisor.post(f"{here}/routes/{route_id}/drop").status_code == 302
    assert advisor.post(f"{here}/routes/{route_id}/drop").status_code == 404


def test_autosave_keeps_a_draft_and_the_form_may_still_be_saved(advisor: FlaskClient, borrower: int) -> None:
    at(borrower, StageKey.ANALYSIS)
    here = f"/cases/{borrower}/analysis"
    advisor.post(f"{here}/topics", data={"goals": "First"})
    seen = str(db.session.scalars(select(NeedsProfile)).one().version)
    for typed in ("A dry", "A dry house"):
        answer = advisor.post(f"{here}/topics/draft", data={"goals": typed, "version": seen, "form_key": "d" * 32})
        assert answer.status_code == 204
    last = advisor.post(f"{here}/topics", data={"goals": "A dry house.", "version": seen, "form_key": "d" * 32})
    assert last.status_code == 302
    assert "A dry house." in advisor.get(f"/cases/{borrower}").text
    assert advisor.post(f"{here}/topics", data={"goals": "", "goals_not": "y"}).status_code == 422
    assert advisor.post(f"{here}/topics/draft", data={"goals": "x" * 30_000}).status_code == 422
    assert set(topics_of(db.session(), borrower)) == {"goals", "investment", "ability", "funding"}


def test_a_colleagues_words_come_back_beside_ones_own(advisor: FlaskClient, borrower: int, browser: object) -> None:
    """A stale save shows both and overwrites neither."""
    at(borrower, StageKey.ANALYSIS)
    here = f"/cases/{borrower}/analysis"
    advisor.post(f"{here}/topics", data={"goals": "First"})
    seen = str(db.session.scalars(select(NeedsProfile)).one().version)
    theirs = {"goals": "By the manager", "goals_not": "y"}
    browser("manager").post(f"{here}/topics", data=theirs)  # type: ignore[operator]
    answer = advisor.post(f"{here}/topics", data={"goals": "By the advisor", "version": seen})
    assert answer.status_code == 409
    assert "By the advisor" in answer.text
    assert "Goals: By the manager" in text_of(answer.text)
    assert "Not relevant; the words say why: Yes" in text_of(answer.text)
    assert "Somebody else saved first" in answer.text
    db.session.rollback()
    assert len(db.session.scalars(select(Topic).where(Topic.case_id == borrower)).all()) == 4


def test_a_lost_invitation_is_sent_again_from_the_page(advisor: FlaskClient, borrower: int) -> None:
    """A second invitation is a letter of its own, never a dead end; pressing twice is still one letter."""
    at(borrower, StageKey.MEETING)
    with transaction(make.COMMAND) as ctx:
        ctx.session.get_one(Party, ctx.session.get_one(Case, borrower).client_id).email = "zofia@example.test"
    form = {"local": soon(), "minutes": "45", "place": "client", "where": "Rynek 1"}
    assert advisor.post(f"/cases/{borrower}/meeting/book", data=form).status_code == 302
    row_id = db.session.scalars(select(Appointment.id)).one()
    for key in ("a", "b", "b"):
        sent = advisor.post(f"/cases/{borrower}/meeting/{row_id}/invite", data={"form_key": key * 32})
        assert sent.status_code == 302
        assert "Send the invitation again" in advisor.get(f"/cases/{borrower}").text
    db.session.rollback()
    assert len(db.session.scalars(select(Letter).where(Letter.kind == "invitation")).all()) == 2
