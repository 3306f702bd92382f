"""The call panel: since we last spoke, identity before detail, the guard's answer, and the log in one place (C-1)."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.casework.moves import enter, event
from advisor.casework.purpose import meant
from advisor.casework.since import best_call, since
from advisor.domain.catalogue import Source
from advisor.domain.checklists import NeededBy
from advisor.domain.outreach.contact import Purpose
from advisor.domain.process import StageKey
from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.records.case import Case, EventKind
from advisor.records.contact import ContactAttempt, ContactChannel, ContactResult
from advisor.records.fee import FeeEntry, FeeKind
from advisor.records.guard import EntryKind, FactKind, GuardEntry
from advisor.records.institution import Institution, InstitutionKind
from advisor.records.party import Party
from advisor.records.promise import Promise, Promiser
from advisor.records.submission import Submission
from advisor.services import limits
from advisor.services.context import Context
from advisor.services.outreach import Contact, log_contact
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem
from advisor.stages.monitoring.records import Duty
from advisor.stages.tracking.records import Question
from advisor.transaction import transaction
from tests import make

Browser = Callable[[str], FlaskClient]
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=10)


@pytest.fixture
def lead(house: Flask, cast: make.Cast) -> int:
    """A Polish client's case, opened ten days ago."""
    with transaction(COMMAND, START) as ctx:
        client = make.party(ctx, language="pl", email="zofia@example.test")
        return make.case(ctx, cast.advisor, client).id


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def talk(case_id: int, day: float, result: ContactResult = ContactResult.REACHED, *, human: bool = True) -> None:
    channel = ContactChannel.CALL if human else ContactChannel.EMAIL
    with transaction(COMMAND, at(day)) as ctx:
        log_contact(ctx, ctx.session.get_one(Case, case_id), Contact(channel, result, "note"), human=human)


def paper(case_id: int, code: str, state: ItemState, day: float) -> None:
    with transaction(COMMAND, at(day)) as ctx:
        case = ctx.session.get_one(Case, case_id)
        ctx.session.add(ChecklistItem(
            case_id=case_id, party_id=case.client_id, needed_by=NeededBy.FILING, title=code, state=state,
            judged_at=ctx.now, reason="nieczytelny" if state is ItemState.REJECTED else "",
        ))  # fmt: skip


def events(case_id: int) -> None:
    """One move before the talk of day 2, five things after it: two moves are told as one, by the place reached."""
    _move(case_id, StageKey.MEETING, 1)
    talk(case_id, 2)
    _move(case_id, StageKey.ANALYSIS, 3)
    _move(case_id, StageKey.OFFER, 3.5)
    paper(case_id, "Zaświadczenie", ItemState.ACCEPTED, 4)
    paper(case_id, "Wyciąg", ItemState.REJECTED, 5)
    with transaction(COMMAND, at(6)) as ctx:
        bank = Institution(name="Bank Przykład", kind=InstitutionKind.BANK)
        ctx.session.add(bank)
        ctx.session.flush()
        filed = Submission(case_id=case_id, institution_id=bank.id, filed_on=at(6).date(), channel="online",
                           recorded_at=ctx.now)  # fmt: skip
        ctx.session.add(filed)
        ctx.session.flush()
        for kind in ("document", "hearing"):
            ctx.session.add(Question(case_id=case_id, submission_id=filed.id, kind=kind, asked_on=at(6).date(),
                                     due_on=at(30).date(), recorded_at=ctx.now))  # fmt: skip


def _move(case_id: int, to: StageKey, day: float) -> None:
    with transaction(COMMAND, at(day)) as ctx:
        case = ctx.session.get_one(Case, case_id)
        event(ctx, case, EventKind.MOVED, to)
        enter(ctx, case, to)


def told(case_id: int) -> tuple[str, ...]:
    case = db.session.get_one(Case, case_id)
    found = since(db.session(), case, db.session.get_one(Party, case.client_id), at(9).date())
    assert {change.stage for change in found.changes if change.stage} <= {StageKey.OFFER}, "where the case stands now"
    return tuple(change.kind for change in found.changes)


def test_the_panel_shows_exactly_the_five_things_since_the_last_human_contact(lead: int, browser: Browser) -> None:
    """C-1, in the client's language; an automatic mail in between changes nothing."""
    events(lead)
    talk(lead, 7, ContactResult.SENT, human=False)
    assert told(lead) == ("moved", "accepted", "rejected", "question", "hearing")
    text = browser("advisor").get(f"/cases/{lead}/contacts/log").text
    lines = re.search(r'id="changes">(.*?)</ul>', text, re.S)
    assert lines is not None
    assert lines.group(1).count("<li>") == 5
    assert "Zaświadczenie" in lines.group(1)
    assert "nieczytelny" in lines.group(1)
    ask = re.search(r'id="ask">(.*?)</p>', text, re.S)
    assert ask is not None
    assert "Wyciąg" in ask.group(1)


def test_after_a_talk_nothing_is_left_to_tell(lead: int) -> None:
    events(lead)
    talk(lead, 8)
    assert told(lead) == ()


def test_amount_and_creditors_wait_for_the_identity(lead: int, browser: Browser) -> None:
    """CN-32: the panel names neither before "identity confirmed"; what was typed stays."""
    events(lead)
    client = browser("advisor")
    before = client.get(f"/cases/{lead}/contacts/log").text
    assert "50,000" not in before
    assert "Bank Przykład" not in before
    after = client.post(f"/cases/{lead}/contacts/log", data={"identity": "1", "note": "half typed"}).text
    assert "50,000" in after
    assert "Bank Przykład" in after
    assert "half typed" in after
    assert len(db.session.scalars(select(ContactAttempt.id)).all()) == 1  # only the talk of day 2


def owes(ctx: Context, case: Case, due_on: date, to_us: bool) -> None:
    if to_us:
        ctx.session.add(FeeEntry(case_id=case.id, kind=FeeKind.FEE, amount=100_00, currency="PLN", due_on=due_on,
                                 agreed_on=due_on, recorded_at=ctx.now))  # fmt: skip
    else:
        ctx.session.add(Duty(case_id=case.id, kind="instalment", text="2/12", due_on=due_on))


@pytest.mark.parametrize("to_us", [True, False])
@pytest.mark.parametrize(
    ("days", "purpose"),
    [(-30, "overdue_debt"), (-1, "overdue_debt"), (0, "payment_tracking"), (2, "payment_tracking"),
     (3, "pre_due_reminder"), (7, "pre_due_reminder"), (8, "service")],
)  # fmt: skip
def test_the_purpose_of_a_payment_near_its_day_is_offered(
    lead: int, browser: Browser, days: int, purpose: str, to_us: bool
) -> None:
    """ES-16: who says nothing is judged by what is really done, not by the mildest purpose."""
    with transaction(COMMAND) as ctx:
        case = ctx.session.get_one(Case, lead)
        owes(ctx, case, ctx.today + timedelta(days=days), to_us)
        assert meant(ctx.session, case, ctx.today).purpose == purpose
    shown = browser("advisor").get(f"/cases/{lead}/contacts/log").text
    assert f'<option selected value="{purpose}"' in shown
    with transaction(COMMAND) as ctx:
        for row in (*ctx.session.scalars(select(FeeEntry)), *ctx.session.scalars(select(Duty))):
            setattr(row, "paid_on" if to_us else "done_on", ctx.today)
        assert meant(ctx.session, ctx.session.get_one(Case, lead), ctx.today).purpose is Purpose.SERVICE


def test_selling_is_marketing(lead: int) -> None:
    """The first call of our own campaign, and what comes when the work is done: both need consent in Poland (CP11)."""
    with transaction(COMMAND) as ctx:
        case = ctx.session.get_one(Case, lead)
        assert meant(ctx.session, case, ctx.today).purpose is Purpose.SERVICE
        case.source = Source.MARKETING
        assert meant(ctx.session, case, ctx.today).purpose is Purpose.MARKETING
        case.last_contact_at = ctx.now
        assert meant(ctx.session, case, ctx.today).purpose is Purpose.SERVICE
        case.stage = StageKey.REFERRALS
        assert meant(ctx.session, case, ctx.today).purpose is Purpose.MARKETING


def answer(**more: str) -> dict[str, str]:
    return {"channel": "call", "result": "reached", "note": "Spoke about papers", "purpose": "service",
            "on_behalf_of": "client", "recipient": "client", "next_when": "next_working_day",
            "form_key": f"{hash(tuple(more.items())) & 0xFFFFFFFF:032d}"} | more  # fmt: skip


def test_result_notes_and_next_step_are_needed(lead: int, browser: Browser) -> None:
    client = browser("advisor")
    for missing in ({"result": ""}, {"note": " "}, {"next_when": ""}, {"next_when": "own"}):
        assert client.post(f"/cases/{lead}/contacts/log", data=answer(**missing)).status_code == 422, missing
    assert db.session.scalar(select(ContactAttempt.id)) is None
    assert client.post(f"/cases/{lead}/contacts/log", data=answer()).status_code == 302
    db.session.rollback()
    case = db.session.get_one(Case, lead)
    assert case.last_contact_at is not None
    assert case.next_action_at is not None


def test_a_refused_call_shows_rule_source_and_the_next_lawful_minute(lead: int, browser: Browser) -> None:
    reminder = answer(purpose=Purpose.PRE_DUE_REMINDER.value, result="no_answer")
    client = browser("advisor")
    first = client.post(f"/cases/{lead}/contacts/log", data=reminder)
    second = client.post(f"/cases/{lead}/contacts/log", data=reminder | {"form_key": "2" * 32})
    refused = second if first.status_code == 302 else first  # outside the house's hours the first is refused, too
    assert refused.status_code == 422
    assert "CP21" in refused.text
    assert "Lawful from:" in refused.text
    assert "happened_because" in refused.text
    happened = reminder | {"form_key": "3" * 32, "happened_because": "Dialled by mistake"}
    assert client.post(f"/cases/{lead}/contacts/log", data=happened).status_code == 302
    assert db.session.scalars(select(GuardEntry.kind)).first() is EntryKind.BREACH
    assert "Dialled by mistake" in browser("manager").get("/audit/contacts").text


def test_a_call_about_a_payment_brings_four_answers_into_the_log(lead: int, browser: Browser) -> None:
    """ES-11: how it will be paid, whether the money is there and enough, when; all four are shown with the call."""
    with transaction(COMMAND) as ctx:
        ctx.session.add(Duty(case_id=lead, kind="instalment", text="2/12", due_on=ctx.today, amount=125_050))
    client, page = browser("advisor"), f"/cases/{lead}/contacts/log"
    assert "1,250.50" not in client.get(page).text
    assert "1,250.50" in client.post(page, data={"identity": "1"}).text  # ES-10: the exact amount, after CN-32
    happened = {"purpose": "payment_tracking", "happened_because": "Called back at night"}  # whatever hour it is here
    four = {"pay_how": "transfer", "pay_ready": "yes", "pay_enough": "no", "pay_at": "2026-03-05T14:00"}
    for missing in (set(four), {"pay_ready"}, {"pay_at"}):
        left = {name: value for name, value in four.items() if name not in missing}
        assert client.post(page, data=answer(**happened, **left)).status_code == 422, missing
    assert db.session.scalar(select(ContactAttempt.id)) is None
    assert client.post(page, data=answer(**happened, **four)).status_code == 302
    assert client.post(page, data=answer(**happened, result="no_answer")).status_code == 302
    db.session.rollback()
    kept = db.session.scalars(select(ContactAttempt).order_by(ContactAttempt.id)).all()
    answers = [(row.pay_how, row.pay_ready, row.pay_enough) for row in kept]
    assert answers == [("transfer", True, False), ("", None, None)]
    assert kept[0].pay_at == datetime(2026, 3, 5, 13, tzinfo=UTC)
    told = "Payment: Bank transfer. Money there: yes. Enough: no. When: Mar 5, 2026, 14:00."
    assert told in client.get(f"/cases/{lead}").text


def test_an_advisor_may_not_set_a_house_rule_aside(lead: int, browser: Browser) -> None:
    asked = answer(override_reason="urgent", purpose=Purpose.PRE_DUE_REMINDER.value)
    assert browser("advisor").post(f"/cases/{lead}/contacts/log", data=asked).status_code == 403


def test_opt_outs_are_noted_on_the_clients_record_and_stop_the_call(lead: int, browser: Browser) -> None:
    client, party_id = browser("advisor"), db.session.get_one(Case, lead).client_id
    page = f"/clients/{party_id}/contact-rules"
    assert client.post(page, data={"kind": "no_calls", "detail": "said so on the phone"}).status_code == 302
    assert "said so on the phone" in client.get(page).text
    refused = client.post(f"/cases/{lead}/contacts/log", data=answer())
    assert (refused.status_code, "AD03" in refused.text) == (422, True)
    with transaction(COMMAND, datetime.now(UTC)) as ctx:
        fact = limits.limits_of(ctx.session, ctx.session.get_one(Party, party_id))[0].row
        assert fact.kind is FactKind.NO_CALLS
    assert client.post(f"{page}/{fact.id}/end").status_code == 302
    assert browser("colleague").get(page).status_code == 404


def test_the_best_time_is_learned_from_answered_calls(lead: int) -> None:
    """ES-12: answered 4 of 5 calls 14-16 h."""
    with transaction(COMMAND, at(0)) as ctx:
        case = ctx.session.get_one(Case, lead)
        for day in range(5):
            spoken = datetime(2026, 3, 2 + day, 13, 30, tzinfo=UTC)  # 14:30 in Warsaw
            ctx.session.add(ContactAttempt(
                case_id=lead, party_id=case.client_id, at=spoken, channel=ContactChannel.CALL,
                result=ContactResult.REACHED if day else ContactResult.NO_ANSWER,
            ))  # fmt: skip
    best = best_call(db.session(), db.session.get_one(Party, db.session.get_one(Case, lead).client_id))
    assert best is not None
    assert (best.from_hour, best.to_hour, best.answered, best.tried) == (14, 16, 4, 5)


def test_a_promise_is_made_from_a_warning_moved_and_kept(lead: int, browser: Browser) -> None:
    """C-8: ours first; the promise rings on its day and settles once."""
    client = browser("advisor")
    base, due = f"/cases/{lead}/promises", (datetime.now(UTC) + timedelta(days=3)).date()
    form = client.get(f"{base}/add?code=meeting.not_confirmed").text
    assert "meeting.not_confirmed" in form
    for number, side in enumerate(("client", "us", "institution")):
        made = {"promiser": side, "text": f"Promise {side}", "due_on": due.isoformat(), "form_key": f"{number:032d}"}
        assert client.post(f"{base}/add", data=made).status_code == 302
    listed = re.findall(r"Promise (us|institution|client)", client.get("/promises").text)
    assert listed == ["us", "institution", "client"]
    assert "Promise us" in client.get("/today").text
    assert "Promise us" in client.get("/board").text
    assert client.post(f"{base}/1/move", data={"due_on": (due + timedelta(days=2)).isoformat()}).status_code == 302
    assert client.post(f"{base}/2/keep", data={"back": "promises.index"}).status_code == 302
    assert client.post(f"{base}/2/keep").status_code == 409
    assert client.post(f"{base}/3/give-up").status_code == 302
    rows = {row.text: row for row in db.session.scalars(select(Promise))}
    assert rows["Promise us"].kept_at is not None
    assert rows["Promise us"].promiser is Promiser.US
    assert "100" in re.search(r'id="kept".*?</section>', browser("manager").get("/reports").text, re.S).group(0)  # type: ignore[union-attr]


def test_a_message_for_a_colleague_is_read_and_goes_away(lead: int, browser: Browser) -> None:
    colleague, advisor = browser("colleague"), browser("advisor")
    assert colleague.post(f"/message/{lead}", data={"body": "Please call Zofia back"}).status_code == 302
    assert "1 message waits for you." in advisor.get("/today").text
    assert "Please call Zofia back" in advisor.get("/messages").text
    assert colleague.post("/messages/1/read").status_code == 404
    assert advisor.post("/messages/1/read").status_code == 302
    assert "Please call Zofia back" not in advisor.get("/messages").text
