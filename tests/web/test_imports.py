"""Import on screen: upload, preview with problems and choices, import, result, undo, download of bad rows."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.intake import ImportBatch, ImportRow

Browser = Callable[[str], FlaskClient]
FILE = (
    "name;phone;email;amount;consent\nŁukasz Wójcik;600 021 101;;1 250 000,00;yes\n"
    "Same Again;600-021-101;;;yes\n=HYPERLINK(1);600 021 102;;;\nNo Phone;;;12,5,0;yes\n"
)
FIELDS = {"kind": "leads", "product": "consumer_loan", "country": "PL", "currency": "PLN", "basis": "", "encoding": ""}


def send(client: FlaskClient, text: str | bytes = FILE, **fields: str) -> TestResponse:
    content = text if isinstance(text, bytes) else text.encode("cp1250")
    return client.post("/imports", data=FIELDS | fields | {"file": (io.BytesIO(content), "leads.csv")})


def counted(table: type) -> int:
    db.session.rollback()  # look again
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def client(browser: Browser) -> FlaskClient:
    return browser("advisor")


def test_a_file_is_previewed_imported_and_taken_back(client: FlaskClient) -> None:
    """Issue 2 point 13: previews, reports row errors, warns of duplicates, can be undone."""
    answer = send(client)
    assert answer.status_code == 302
    place = answer.location
    text = client.get(place).text
    assert counted(Case) == 0
    assert "Łukasz Wójcik" in text
    assert "Legal basis: None is given, the row stays in quarantine." in text
    assert "Amount: This is not an amount." in text
    (row,) = re.findall(r'name="(row-\d+)"', text)
    assert client.post(f"{place}/run", data={"others": "skip", row: "attach"}).status_code == 302
    assert counted(Case) == 2
    text = client.get(place).text
    assert "2 rows were left out." in text
    assert "forgotten" in client.get(f"{place}/undo").text
    assert client.post(f"{place}/undo").status_code == 302
    assert "2 cases were taken back." in client.get(place).text


def test_bad_rows_come_back_as_a_harmless_sheet(client: FlaskClient) -> None:
    """ASVS 1.2.10: what a spreadsheet would run stands there as text."""
    place = send(client).location
    answer = client.get(f"{place}/problems.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0][:3] == ["Line", "Problems", "name"]
    assert [row[2] for row in rows[1:]] == ["'=HYPERLINK(1)", "No Phone"]


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b'name;phone\n"A;1\n', b"a,b\n1,2\n"]
)
def test_a_file_that_cannot_be_read_says_why(client: FlaskClient, content: bytes) -> None:
    """B6: never a 5xx, the reason beside the file field, nothing kept."""
    answer = send(client, content)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert counted(ImportRow) == 0


def test_no_file_and_wrong_encoding_are_refused(client: FlaskClient) -> None:
    assert client.post("/imports", data=FIELDS).status_code == 422
    assert send(client, encoding="utf-8").status_code == 422
    assert send(client, encoding="utf-7").status_code == 422
    assert send(client, encoding="cp1250").status_code == 302


def test_the_same_file_again_is_noticed(client: FlaskClient) -> None:
    """B6: second import changes nothing; the same form sent twice acts once (R5)."""
    place = send(client).location
    form = {"others": "skip", "form_key": "a" * 32}
    assert client.post(f"{place}/run", data=form).status_code == 302
    assert client.post(f"{place}/run", data=form).status_code == 302
    assert client.post(f"{place}/run", data={"others": "skip"}).status_code == 409
    assert "imported already" in send(client).text
    assert (counted(Case), counted(ImportBatch)) == (1, 1)


def test_strangers_do_not_find_a_batch(browser: Browser, client: FlaskClient) -> None:
    """A5, A10: other teams get 404, auditors 403."""
    place = send(client).location
    assert browser("colleague").get(place).status_code == 404
    assert browser("colleague").post(f"{place}/run", data={"others": "new"}).status_code == 404
    assert browser("other_manager").get(f"{place}/problems.csv").status_code == 404
    assert browser("manager").get(place).status_code == 200
    assert browser("auditor").get("/imports").status_code == 403
    assert counted(Case) == 0


def test_the_preview_shows_both_verdicts_per_row(client: FlaskClient) -> None:
    """Issue 3 point 9: the verdict of each row stands in the preview; "may the law help?" stands beside it."""
    text = 'name;phone;product;consent;debts;mortgage\nИван;+7 916 111-22-01;банкротство;да;"кредит 80 000";нет\n'
    place = send(client, text.encode(), country="RU", currency="RUB", encoding="utf-8").location
    page = client.get(place).text
    assert "80\u00a0000.00 is not more than 100\u00a0000" in page
    assert "May the law help this person?" in page
    assert "More has to be asked" in page
    assert counted(Case) == 0
    client.post(f"{place}/run", data={"others": "skip"})
    again = text.replace("80 000", "90 000").encode()
    known = client.get(send(client, again, country="RU", currency="RUB", encoding="utf-8").location).text
    known = known[known.index('id="duplicates"') :]
    assert "90\u00a0000.00 is not more than 100\u00a0000" in known
    assert "May the law help this person?" in known
