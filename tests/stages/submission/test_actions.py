"""Signing and filing through the use cases on both engines (Finare step 7)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from advisor.casework.status import hold
from advisor.domain.checklists import NeededBy
from advisor.domain.errors import Forbidden, Invalid, NotFound, WrongStatus
from advisor.domain.outreach.working_days import working_days_between
from advisor.domain.process import StageKey
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case, EventKind, StageEvent
from advisor.records.institution import InstitutionKind
from advisor.records.reminder import OPEN, Reminder
from advisor.records.submission import Submission, SubmissionState
from advisor.records.trail import TrailEntry
from advisor.records.upload import Upload
from advisor.stages.contract.actions import give_mandate
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistFile, ChecklistItem
from advisor.stages.submission.actions import (
    Filing,
    add_signing,
    file_submission,
    note_reference,
    remove_signing,
    sign,
)
from advisor.stages.submission.gate import gate
from advisor.stages.submission.records import Signing, facts, frozen_hash
from advisor.transaction import transaction
from tests import filings, make
from tests.filings import TODAY
from tests.make import NOW

Actors = Callable[[str], Actor]


@pytest.fixture
def file(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return make.case(ctx, cast.advisor, stage=StageKey.SUBMISSION).id


@pytest.fixture
def bank(house: Flask, cast: make.Cast) -> int:
    with transaction(make.COMMAND, NOW) as ctx:
        return filings.institution(ctx).id


def asks(case_id: int) -> list[Reminder]:
    query = select(Reminder).where(Reminder.case_id == case_id, Reminder.state.in_(OPEN))
    return [row for row in db.session.scalars(query) if row.plan.startswith("submission.reference.")]


def test_the_list_is_written_signed_and_corrected(file: int, actor: Actors) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        first = add_signing(ctx, file, " Application form ", "Zofia Wójcik")
        second = add_signing(ctx, file, "Declaration", "Jan", TODAY)
        sign(ctx, file, first.id, TODAY)
        remove_signing(ctx, file, second.id)
    row = db.session.scalars(select(Signing)).one()
    assert (row.paper, row.signer, row.signed_on) == ("Application form", "Zofia Wójcik", TODAY)
    verbs = set(db.session.scalars(select(TrailEntry.verb).where(TrailEntry.case_id == file)))
    assert verbs >= {"submission.signing_added", "submission.signed", "submission.signing_removed"}


def test_filing_freezes_the_pack_and_asks_for_the_reference_in_three_days(file: int, bank: int, actor: Actors) -> None:
    """SPEC A0: reference number (reminder in three days); Finare step 7: pack frozen, hash shown."""
    with transaction(actor("advisor"), NOW) as ctx:
        case = ctx.session.get_one(Case, file)
        for number, digest in enumerate(("b" * 64, "a" * 64)):
            upload = Upload(case_id=file, party_id=case.client_id, file_uid=f"{number}" * 32, mime="text/plain",
                            file_name="x", size=1, sha256=digest, uploaded_at=NOW)  # fmt: skip
            item = ChecklistItem(case_id=file, party_id=case.client_id, needed_by=NeededBy.FILING, title="Paper",
                                 state=ItemState.ACCEPTED if number else ItemState.RECEIVED)  # fmt: skip
            ctx.session.add_all([upload, item])
            ctx.session.flush()
            ctx.session.add(ChecklistFile(item_id=item.id, upload_id=upload.id))
        ctx.session.flush()
        row = file_submission(ctx, file, Filing(bank, TODAY, "online", amount=4_800_000))
    assert (row.frozen_sha256, row.currency) == (frozen_hash(["a" * 64]), "PLN")
    (ask,) = asks(file)
    assert working_days_between(TODAY, ask.due_at.date(), "PL") == 3
    with transaction(actor("advisor"), NOW) as ctx:
        note_reference(ctx, file, row.id, "KR/77/2026")
    assert asks(file) == []
    assert db.session.get_one(Submission, row.id).reference == "KR/77/2026"


def test_a_named_clerk_is_proof_and_is_recognised(file: int, bank: int, actor: Actors) -> None:
    """SPEC A0: a named clerk is proof: no reminder, and the contact person is linked in any spelling."""
    with transaction(make.COMMAND, NOW) as ctx:
        known = filings.clerk(ctx, filings.institution(ctx, "Second Bank"))
    with transaction(actor("advisor"), NOW) as ctx:
        row = file_submission(ctx, file, Filing(known.institution_id, TODAY, "in_person", clerk_name="ewa zak"))
    assert (row.clerk_id, asks(file)) == (known.id, [])


def test_several_institutions_and_only_a_new_one_counts_after_a_return(file: int, bank: int, actor: Actors) -> None:
    """Finare step 9: try institution B."""
    with transaction(actor("advisor"), NOW) as ctx:
        add_signing(ctx, file, "Form", "Zofia", TODAY)
        first = file_submission(ctx, file, Filing(bank, TODAY, "post", "A-1"))
    case = db.session.get_one(Case, file)
    assert gate(facts(db.session(), case), TODAY).open
    later = NOW + timedelta(days=9)
    with transaction(actor("advisor"), later) as ctx:
        ctx.session.get_one(Submission, first.id).state = SubmissionState.REFUSED
        ctx.session.add(StageEvent(case_id=file, kind=EventKind.RETURNED, source=StageKey.DECISION, at=later,
                                   target=StageKey.SUBMISSION, actor_name="Anna", reason="B"))  # fmt: skip
    case = db.session.get_one(Case, file)
    assert [f.code for f in gate(facts(db.session(), case), TODAY).blocking] == ["submission.not_filed"]
    with transaction(actor("advisor"), later + timedelta(minutes=1)) as ctx:
        file_submission(ctx, file, Filing(filings.institution(ctx, "Bank B").id, later.date(), "online", "B-1"))
    case = db.session.get_one(Case, file)
    assert gate(facts(db.session(), case), TODAY).open


def test_debt_relief_is_filed_with_a_court_or_mfc(house: Flask, cast: make.Cast, bank: int, actor: Actors) -> None:
    """SPEC A0: submission = court or MFC with reference."""
    with transaction(make.COMMAND, NOW) as ctx:
        relief = make.case(ctx, cast.advisor, product="ru_bankruptcy_court", client_type="citizen", currency="RUB").id
        court = filings.institution(ctx, "Arbitration Court", InstitutionKind.COURT).id
    with pytest.raises(Invalid, match="institution_id: does_not_fit"), transaction(actor("advisor"), NOW) as ctx:
        file_submission(ctx, relief, Filing(bank, TODAY, "post", "X"))
    with transaction(actor("advisor"), NOW) as ctx:
        assert file_submission(ctx, relief, Filing(court, TODAY, "post", "A40-1/2026")).currency == "RUB"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"filed_on": TODAY + timedelta(days=2)}, "filed_on"),
        ({"filed_on": TODAY.replace(year=1899)}, "filed_on"),
        ({"channel": "pigeon"}, "channel"),
        ({"institution_id": 999_999}, "institution_id"),
        ({"reference": "x" * 81}, "reference"),
        ({"reference": "a\u202eb"}, "reference"),
        ({"amount": -1}, "amount"),
        ({"amount": 10**18}, "amount"),
    ],
)
def test_bad_input_is_named_and_nothing_is_filed(
    file: int, bank: int, actor: Actors, change: dict[str, object], field: str
) -> None:
    """DONE 4."""
    values: dict[str, object] = {"institution_id": bank, "filed_on": TODAY, "channel": "online"} | change
    with pytest.raises(Invalid) as refused, transaction(actor("advisor"), NOW) as ctx:
        file_submission(ctx, file, Filing(**values))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert db.session.scalar(select(Submission)) is None


def test_rights_status_and_anothers_rows(file: int, bank: int, actor: Actors, cast: make.Cast) -> None:
    with transaction(actor("advisor"), NOW) as ctx:
        row = add_signing(ctx, file, "Form", "Zofia")
        other = make.case(ctx, cast.advisor).id
    for who, refusal in (("colleague", NotFound), ("auditor", Forbidden)):
        with pytest.raises(refusal), transaction(actor(who), NOW) as ctx:
            add_signing(ctx, file, "Form", "Me")
    with pytest.raises(NotFound), transaction(actor("advisor"), NOW) as ctx:
        sign(ctx, other, row.id, TODAY)
    with transaction(actor("advisor"), NOW) as ctx:
        hold(ctx, file, TODAY + timedelta(days=30), "Client abroad")
    with pytest.raises(WrongStatus), transaction(actor("advisor"), NOW) as ctx:
        file_submission(ctx, file, Filing(bank, TODAY, "online"))


def test_a_mandate_that_is_over_stops_filing_until_renewed(file: int, bank: int, actor: Actors) -> None:
    """Issue 5 point 5: acting for the client asks for a running power of attorney once one was given."""
    with transaction(make.COMMAND, NOW) as ctx:
        row = filings.mandate(ctx, file, TODAY)
        row.mandate_ended_on = date(2026, 3, 1)
    case = db.session.get_one(Case, file)
    assert "submission.mandate_over" in {f.code for f in gate(facts(db.session(), case), TODAY).findings}
    with pytest.raises(Invalid, match="mandate_missing"), transaction(actor("advisor"), NOW) as ctx:
        file_submission(ctx, file, Filing(bank, TODAY, "online"))
    with transaction(make.COMMAND, NOW) as ctx:
        give_mandate(ctx, file, TODAY, None)
    with transaction(actor("advisor"), NOW) as ctx:
        assert file_submission(ctx, file, Filing(bank, TODAY, "online")).id
