"""The client's pages ask the database a fixed number of times, however much there is to show (issue 4, Speed)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.domain import checklists
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.upload import Upload
from advisor.services.context import Context
from advisor.services.messages import leave_message
from advisor.stages.documents.desk.records import ChecklistFile, ChecklistItem
from tests.portal.conftest import Linked, happen, issue_offer
from tests.web.test_statements import statements

BUDGET = {"": 12, "/send": 12, "/papers": 12, "/messages": 12, "/people": 12, "/me": 12}


def fill(ctx: Context, link: Linked, numbers: range) -> None:
    """Papers asked for with versions, papers issued, messages."""
    case, client = ctx.session.get_one(Case, link.case_id), ctx.session.get_one(Party, link.party_id)
    catalogue = checklists.documents()
    for number in numbers:
        item = ChecklistItem(
            case_id=case.id, party_id=client.id, document=catalogue[number].code, position=number,
            needed_by=checklists.NeededBy.FILING,
        )  # fmt: skip
        uploads = [
            Upload(case_id=case.id, party_id=client.id, file_uid=f"{number:030d}{turn:02d}", file_name="a.pdf",
                   mime="application/pdf", size=1, sha256=f"{number}{turn}", by_client=True, uploaded_at=ctx.now)
            for turn in range(3)
        ]  # fmt: skip
        ctx.session.add_all([item, *uploads])
        ctx.session.flush()
        ctx.session.add_all(ChecklistFile(item_id=item.id, upload_id=upload.id) for upload in uploads)
        leave_message(ctx, case, client, f"Message {number}", from_client=True)
        issue_offer(ctx, case, client, number + 10)


@pytest.mark.parametrize("path", BUDGET)
def test_a_page_takes_the_same_statements_for_three_papers_and_for_sixty(
    house: Flask, web: FlaskClient, link: Linked, path: str
) -> None:
    web.get(link.home)  # the first look is written down
    happen(lambda ctx: fill(ctx, link, range(3)))
    before = statements(web, link.home + path)
    happen(lambda ctx: fill(ctx, link, range(3, 60)))
    assert statements(web, link.home + path) == before <= BUDGET[path]
