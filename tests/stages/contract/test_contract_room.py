"""The contract room: negotiation log, identity, signature, mandate (Finare step 5; ZA-04)."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.domain.errors import Invalid, NotFound, StaleVersion
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.engagement import engagement_of, has_mandate
from advisor.records.party import Party
from advisor.stages.contract.actions import (
    Agreed,
    annul_signature,
    end_mandate,
    give_mandate,
    negotiate,
    sign_on_paper,
)
from advisor.stages.contract.gate import gate
from advisor.stages.contract.identity.actions import Proof, check_identity, take_over_check
from advisor.stages.contract.identity.gate import holds_until
from advisor.stages.contract.identity.records import signers_of
from advisor.stages.contract.records import facts, negotiations_of
from advisor.stages.offer.actions import OfferTerms, save_terms
from advisor.transaction import transaction
from tests import make
from tests.make import NOW
from tests.stages.contract.conftest import case_of
from tests.web.test_statements import statements

Actors = Callable[[str], Actor]
TODAY = NOW.date()


@pytest.fixture
def lead(house: Flask, cast: make.Cast, actor: Actors) -> int:
    """A case whose offer asks 1 000.00 and 2 %."""
    with transaction(make.COMMAND, NOW) as ctx:
        case_id = make.case(ctx, cast.advisor).id
    with transaction(actor("advisor"), NOW) as ctx:
        save_terms(ctx, case_id, OfferTerms(scope="We file.", fee_fixed=100_000, fee_percent=Decimal(2)))
    return case_id


def codes(lead: int) -> set[str]:
    return {f.code for f in gate(facts(db.session(), db.session.get_one(Case, lead)), TODAY).findings}


def test_a_fresh_contract_room_blocks_on_everything_and_warns_of_the_mandate(lead: int) -> None:
    verdict = gate(facts(db.session(), db.session.get_one(Case, lead)), TODAY)
    assert {f.code for f in verdict.blocking} == {
        "contract.scope_missing", "contract.fee_missing", "contract.identity_unchecked", "contract.signature_missing",
    }  # fmt: skip
    assert {f.code for f in verdict.findings if not f.blocking} == {"contract.mandate_missing"}


def test_a_negotiated_fee_is_logged_old_to_new_with_who_asked(lead: int, actor: Actors) -> None:
    """Finare step 5: fee 2 % -> 1.5 %."""
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 100_000, Decimal("1.5"), asked_by="client", note="Competes"))
    entries = negotiations_of(db.session(), lead)
    assert [(e.field, e.old, e.new, e.asked_by, e.note) for e in entries] == [
        ("fee_percent", "2", "1.5", "client", "Competes")
    ]


def test_signed_and_checked_the_gate_opens(lead: int, actor: Actors) -> None:
    case = db.session.get_one(Case, lead)
    client = case.client_id
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 100_000, Decimal(2)))
        check_identity(ctx, lead, Proof(client, "identity_card", TODAY))
        sign_on_paper(ctx, lead, TODAY, "Shelf 7")
    assert codes(lead) == {"contract.mandate_missing"}


def test_no_signature_without_terms_nor_without_evidence_nor_tomorrow(lead: int, actor: Actors) -> None:
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        sign_on_paper(ctx, lead, TODAY)
    assert refused.value.field == "shelf"
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        sign_on_paper(ctx, lead, TODAY + timedelta(days=3), "Shelf 7")
    assert refused.value.field == "on"
    assert engagement_of(db.session(), lead) is None


def test_signed_terms_stay_until_the_signature_is_annulled_with_a_reason(lead: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 100_000, Decimal(2)))
        sign_on_paper(ctx, lead, TODAY, "Shelf 7")
    with pytest.raises(Invalid), transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 1, Decimal(2)))
    with transaction(actor("advisor"), NOW) as ctx:
        annul_signature(ctx, lead, "Wrong amount")
        negotiate(ctx, lead, Agreed("We file.", 99_000, Decimal(2)))
    assert "contract.signature_missing" in codes(lead)


def test_a_mandate_runs_from_its_first_to_its_last_day(lead: int, actor: Actors) -> None:
    """Issue 5 point 5: an expired mandate blocks acting for the client."""
    with transaction(actor("advisor"), NOW) as ctx:
        give_mandate(ctx, lead, date(2026, 3, 2), date(2026, 3, 31))
    runs = [has_mandate(db.session(), lead, day) for day in (
        date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 1))]  # fmt: skip
    assert runs == [False, True, True, False]
    with transaction(actor("advisor"), NOW) as ctx:
        end_mandate(ctx, lead, date(2026, 3, 10), "Withdrawn")
    assert not has_mandate(db.session(), lead, date(2026, 3, 11))


def test_identity_of_a_stranger_cannot_be_checked_here(lead: int, actor: Actors) -> None:
    with transaction(make.COMMAND, NOW) as ctx:
        stranger = make.party(ctx, "Jan Nowak", phone="600 021 001").id
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        check_identity(ctx, lead, Proof(stranger, "passport", TODAY))


def test_a_check_holds_for_a_year_and_not_beyond_its_document() -> None:
    assert holds_until(date(2024, 2, 29), None) == date(2025, 2, 28)
    assert holds_until(date(2026, 3, 2), date(2026, 5, 1)) == date(2026, 5, 1)
    assert holds_until(date(2026, 3, 2), date(2036, 5, 1)) == date(2027, 3, 2)


def test_c_19_a_check_of_an_earlier_case_counts_here_while_it_holds(
    lead: int, cast: make.Cast, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """C-19, ZA-04: offered with who, how, when and taken over by one button; not to a colleague who may not see it."""
    case = case_of(lead)
    with transaction(actor("advisor"), datetime.now(UTC)) as ctx:
        check = check_identity(
            ctx, lead, Proof(case.client_id, "passport", ctx.today, ctx.today + timedelta(days=9))
        ).id
    with transaction(make.COMMAND) as ctx:
        client = ctx.session.get_one(Party, case.client_id)
        again, theirs = (make.case(ctx, owner, client).id for owner in (cast.advisor, cast.colleague))
    advisor = browser("advisor")
    assert f"in case {case.number}: Passport." in advisor.get(f"/cases/{again}/contract").text
    assert case.number not in browser("colleague").get(f"/cases/{theirs}/contract").text
    with pytest.raises(NotFound), transaction(actor("colleague")) as ctx:
        take_over_check(ctx, theirs, check)
    with pytest.raises(NotFound), transaction(actor("advisor"), datetime.now(UTC) + timedelta(days=10)) as ctx:
        take_over_check(ctx, again, check)
    assert advisor.post(f"/cases/{again}/contract/identity/{check}/take-over").status_code == 302
    (signer,) = signers_of(db.session(), case_of(again))
    assert signer.check is not None
    assert (signer.check.how, signer.check.by_name, signer.check.source_id) == ("passport", "Anna Advisor", check)
    assert "contract.identity_unchecked" not in codes(again)
    page = advisor.get(f"/cases/{again}/contract").text
    assert "taken over from an earlier case" in page
    assert "Take this check over" not in page


def test_a_stale_form_does_not_overwrite(lead: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("We file.", 100_000, Decimal(2)))
    with pytest.raises(StaleVersion), transaction(actor("manager"), NOW) as ctx:
        negotiate(ctx, lead, Agreed("Other.", 100_000, Decimal(2), version=99))


def test_the_room_takes_a_scan_and_refuses_a_program(lead: int, browser: Callable[[str], FlaskClient]) -> None:
    advisor = browser("advisor")
    terms = {
        "terms-scope": "We file.",
        "terms-fee_fixed": "1 000,00",
        "terms-fee_percent": "2",
        "terms-asked_by": "firm",
    }
    assert advisor.post(f"/cases/{lead}/contract/terms", data=terms).status_code == 302
    bad = {"sign-on": "2026-03-01", "sign-scan": (io.BytesIO(b"MZ\x90"), "contract.pdf")}
    answer = advisor.post(f"/cases/{lead}/contract/signature", data=bad, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Only PDF" in answer.text
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    good = {"sign-on": "2026-03-01", "sign-scan": (io.BytesIO(png), "contract.png")}
    answer = advisor.post(f"/cases/{lead}/contract/signature", data=good, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    row = engagement_of(db.session(), lead)
    assert row is not None
    assert row.signed_on == date(2026, 3, 1)
    assert row.upload_id
    page = advisor.get(f"/cases/{lead}/contract")
    assert page.status_code == 200
    assert "Open the scan" in page.text


def test_the_room_asks_the_ledger_a_fixed_number_of_times(
    lead: int, actor: Actors, browser: Callable[[str], FlaskClient]
) -> None:
    """However long the negotiation was (DONE.md 5)."""
    web, counted = browser("advisor"), []
    for rounds in (2, 40):
        with transaction(actor("advisor"), NOW) as ctx:
            for number in range(rounds):
                negotiate(ctx, lead, Agreed("We file.", 90_000 + rounds * 100 + number, Decimal(2)))
        counted.append(statements(web, f"/cases/{lead}/contract"))
    assert counted[0] == counted[1] <= 11
