"""A financing case walks from submission to referrals through the pages of six rooms, as a browser without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.domain.catalogue import Source
from advisor.domain.process import StageKey, Verdict
from advisor.extensions import db
from advisor.records.case import Case, CaseParty, PartyRole
from advisor.records.party import Party
from advisor.records.reminder import OPEN, Reminder
from advisor.stages.plan import BY_KEY
from advisor.transaction import transaction
from tests import filings, make
from tests.make import NOW

Browser = Callable[[str], FlaskClient]
TODAY = NOW.date()
FUTURE = TODAY + timedelta(days=400)
"""Far enough ahead of the real clock the pages read, whenever the tests run."""


@pytest.fixture
def bank(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return filings.institution(ctx).id


@pytest.fixture
def file(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        case = make.case(ctx, cast.advisor, stage=StageKey.SUBMISSION, evidence="shelf 7")
        filings.mandate(ctx, case.id)
        return case.id


def judge(stage: StageKey, case_id: int) -> Verdict:
    db.session.rollback()
    return BY_KEY[stage].judge(db.session(), db.session.get_one(Case, case_id), TODAY)


def codes(stage: StageKey, case_id: int) -> set[str]:
    return {finding.code for finding in judge(stage, case_id).blocking}


def post(client: FlaskClient, path: str, **form: object) -> None:
    answer = client.post(path, data=form)
    assert answer.status_code == 302, answer.text
    assert client.get(answer.headers["Location"]).status_code == 200


def test_every_gate_of_six_rooms_opens_by_the_forms_of_its_page(
    house: Flask, browser: Browser, file: int, bank: int
) -> None:
    """Finare steps 7 to 12 (SPEC A0): what each gate names is cleared by a form of its room."""
    client, base = browser("advisor"), f"/cases/{file}"
    for stage in ("submission", "tracking", "decision", "monitoring", "support", "referrals"):
        assert client.get(f"{base}/{stage}").status_code == 200
    assert codes(StageKey.SUBMISSION, file) == {"submission.signing_list_empty", "submission.not_filed"}
    post(client, f"{base}/submission/signing", **{"signing-paper": "Application form", "signing-signer": "Zofia"})
    assert "submission.signature_missing" in codes(StageKey.SUBMISSION, file)
    post(client, f"{base}/submission/signing/1/sign", signed_on=TODAY)
    post(client, f"{base}/submission/file", **{
        "filing-institution_id": bank, "filing-filed_on": TODAY, "filing-channel": "online", "filing-amount": "50 000",
        "filing-currency": "PLN",
    })  # fmt: skip
    assert judge(StageKey.SUBMISSION, file).open

    assert codes(StageKey.TRACKING, file) == {"tracking.no_decision"}
    post(client, f"{base}/tracking/1/call", direction="in", channel="call", note="They have it", clerk_name="Pani Ewa")
    post(client, f"{base}/tracking/1/question", kind="document", text="Payslip of May", asked_on=TODAY)
    post(client, f"{base}/tracking/questions/1/answer", answered_on=TODAY, answer="Sent by e-mail")
    assert codes(StageKey.DECISION, file) == {"decision.outcome_missing"}
    post(client, f"{base}/decision/1/record", outcome="approved", decided_on=TODAY, amount="48 000", currency="PLN",
         months=48, annual_rate="9.5")  # fmt: skip
    assert judge(StageKey.TRACKING, file).open

    assert codes(StageKey.DECISION, file) == {"decision.not_told", "decision.answer_missing"}
    post(client, f"{base}/decision/decisions/1/told", channel="call", told_on=TODAY)
    post(client, f"{base}/decision/decisions/1/answer", answer="accepted", answered_on=TODAY)
    assert codes(StageKey.DECISION, file) == {"decision.contract_date_missing"}
    post(client, f"{base}/decision/decisions/1/answer", answer="accepted", answered_on=TODAY, contract_on=TODAY)
    assert judge(StageKey.DECISION, file).open

    assert codes(StageKey.MONITORING, file) == {"monitoring.no_plan"}
    post(client, f"{base}/monitoring/duties", **{
        "duty-kind": "invoice", "duty-text": "Invoice for the car", "duty-due_on": TODAY, "duty-currency": "PLN"
    })  # fmt: skip
    post(client, f"{base}/monitoring/money", kind="fee", text="Success fee", amount="1 200", currency="PLN",
         agreed_on=TODAY)  # fmt: skip
    assert codes(StageKey.MONITORING, file) == {"monitoring.duty_open", "monitoring.fee_unpaid"}
    post(client, f"{base}/monitoring/end")
    assert judge(StageKey.MONITORING, file).open
    assert len(judge(StageKey.MONITORING, file).findings) == 2

    post(client, f"{base}/support/open", **{"ticket-subject": "Where is my copy?"})
    assert [f.code for f in judge(StageKey.SUPPORT, file).findings] == ["support.ticket_open"]
    assert judge(StageKey.SUPPORT, file).open
    post(client, f"{base}/support/1/answer", answer="Posted today", settled="y")
    assert not judge(StageKey.SUPPORT, file).findings

    assert len(codes(StageKey.REFERRALS, file)) == 3
    post(client, f"{base}/referrals/opinion", **{"opinion-state": "answered", "opinion-score": "5"})
    post(client, f"{base}/referrals/recommendation", **{"recommendation-state": "asked"})
    post(client, f"{base}/referrals/next", **{"next-on": FUTURE, "next-why": "Car due for replacement"})
    assert judge(StageKey.REFERRALS, file).open


def test_a_referral_opens_a_lead_that_names_the_client_both_ways(
    house: Flask, browser: Browser, cast: make.Cast, file: int
) -> None:
    """Finare step 12: referral entered -> new lead with source = this client, linked both ways."""
    client = browser("advisor")
    post(client, f"/cases/{file}/referrals/new", name="Jan Nowak", phone="601 202 303", product="consumer_loan",
         client_type="employee")  # fmt: skip
    lead = db.session.scalars(select(Case).order_by(Case.id.desc())).first()
    old = db.session.get_one(Case, file)
    assert lead is not None
    assert (lead.source, lead.referrer_id, lead.owner_id) == (Source.CLIENT_REFERRAL, old.client_id, cast.advisor)
    roles = db.session.scalars(select(CaseParty.role).where(CaseParty.case_id == lead.id)).all()
    assert set(roles) == {PartyRole.CLIENT, PartyRole.REFERRER}
    assert lead.number in client.get(f"/cases/{file}/referrals").text


def test_do_not_contact_is_seen_by_every_door_and_ends_the_next_contact(
    house: Flask, browser: Browser, file: int
) -> None:
    """Finare step 12: "do not contact" instead of a next contact date; the planned reminder loses its point."""
    client = browser("advisor")
    post(client, f"/cases/{file}/referrals/next", **{"next-on": FUTURE, "next-why": "Ask again"})
    post(client, f"/cases/{file}/referrals/stop", why="Asked us on the phone")
    old = db.session.get_one(Case, file)
    assert db.session.get_one(Party, old.client_id).do_not_contact
    plans = select(Reminder.plan).where(Reminder.case_id == file, Reminder.state.in_(OPEN))
    assert "referrals.next_contact" not in set(db.session.scalars(plans))
    assert judge(StageKey.REFERRALS, file).open
