"""The catalogue as a spreadsheet: out and in again, preview, all or nothing, the same file twice (issue 5 point 3)."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from advisor.extensions import db
from advisor.records.institution import Institution, InstitutionProduct
from advisor.records.reference_rate import ReferenceRate, rates_on
from advisor.services.catalogue_columns import COLUMNS
from tests import make

Browser = Callable[[str], FlaskClient]
ROW = {
    "institution": "Łódzki Bank", "kind": "bank", "country": "PL", "line": "mortgage", "product": "Own Flat",
    "currency": "PLN", "amount_from": "50000.00", "amount_to": "900000.00", "months_from": "60", "months_to": "360",
    "reference_rate": "WIBOR 3M", "margin": "1.99", "upfront_fee_percent": "1", "valid_from": "2026-01-01",
    "criteria": "income >= 5000\nage <= 70", "criteria_source": "Letter of the bank", "documents": "VALUATION",
    "terms": "=cmd|' /C calc'!A0",
}  # fmt: skip


def sheet(*rows: dict[str, str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def send(client: FlaskClient, content: bytes, name: str = "catalogue.csv") -> str:
    """Upload a sheet and give the address of its preview."""
    answer = client.post("/institutions/catalogue/sheet", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def counts() -> list[int]:
    db.session.rollback()
    return [
        db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Institution, InstitutionProduct)
    ]


@pytest.fixture
def manager(house: Flask, cast: make.Cast, browser: Browser) -> FlaskClient:
    client = browser("manager")
    assert client.post("/institutions/catalogue/rates", data={"rate-code": "WIBOR 3M"}).status_code == 302
    value = {"value-rate_id": "1", "value-from_on": "2026-01-01", "value-percent": "5,12"}
    assert client.post("/institutions/catalogue/rates/values", data=value).status_code == 302
    return client


def test_a_reference_rate_has_dated_values(manager: FlaskClient) -> None:
    for day, percent in (("2026-02-01", "5"), ("2026-02-01", "4.75"), ("2026-09-01", "4")):
        data = {"value-rate_id": "1", "value-from_on": day, "value-percent": percent}
        assert manager.post("/institutions/catalogue/rates/values", data=data).status_code == 302
    assert rates_on(db.session(), make.NOW.date())[1].percent == Decimal("4.75")
    assert "4.75 %" in manager.get("/institutions/catalogue/rates").text
    assert manager.post("/institutions/catalogue/rates", data={"rate-code": "wibor 3m"}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(ReferenceRate)) == 1


def test_a_sheet_is_previewed_then_taken_and_comes_out_as_it_went_in(manager: FlaskClient) -> None:
    place = send(manager, sheet(ROW, ROW | {"product": "Second Flat", "margin": "2.10"}))
    assert counts() == [0, 0]
    preview = manager.get(place).text
    assert preview.count("New") >= 2
    assert manager.post(f"{place}/take").status_code == 302
    assert counts() == [1, 2]
    row = db.session.scalars(select(InstitutionProduct).order_by(InstitutionProduct.id)).first()
    assert row is not None
    assert (row.amount_max, row.margin, row.reference_rate_id) == (90_000_000, Decimal("1.99"), 1)
    assert row.criteria["editions"][0]["rules"] == ["income >= 5000", "age <= 70"]
    book = openpyxl.load_workbook(io.BytesIO(manager.get("/institutions/catalogue/sheet.xlsx").data))
    cells = [[cell.value or "" for cell in line] for line in book.active.iter_rows()]  # type: ignore[union-attr]
    assert dict(zip(cells[0], cells[1], strict=True)) == dict.fromkeys(COLUMNS, "") | ROW
    assert all(cell.data_type != "f" for line in book.active.iter_rows() for cell in line)  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_file_twice_changes_nothing(manager: FlaskClient, kind: str) -> None:
    place = send(manager, sheet(ROW))
    manager.post(f"{place}/take")
    again = send(manager, manager.get(f"/institutions/catalogue/sheet.{kind}").data, f"out.{kind}")
    assert "Nothing would change" in manager.get(again).text
    version = db.session.scalars(select(InstitutionProduct.criteria)).one()
    assert manager.post(f"{again}/take").status_code == 302
    assert counts() == [1, 1]
    assert db.session.scalars(select(InstitutionProduct.criteria)).one() == version


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"kind": "pawnshop"}, "kind"), ({"line": "magic"}, "product"), ({"currency": "XXX"}, "currency"),
        ({"amount_from": "many"}, "amount_from"), ({"amount_from": "900001"}, "amount_max"),
        ({"months_to": "6.5"}, "months_to"), ({"margin": "NaN"}, "margin"), ({"margin": ""}, "margin"),
        ({"valid_from": "soon"}, "valid_from"), ({"reference_rate": "LIBOR"}, "reference_rate"),
        ({"criteria": "income > 5"}, "criteria"), ({"documents": "DREAMS"}, "documents"),
        ({"institution": " "}, "institution"), ({"rate": "5"}, "annual_rate"), ({}, "product"),
    ],
)  # fmt: skip
def test_one_bad_row_stops_the_whole_sheet_and_is_named(
    manager: FlaskClient, changes: dict[str, str], column: str
) -> None:
    bad = ROW | {"product": "Other" if changes else "Own Flat"} | changes
    place = send(manager, sheet(ROW, bad))
    text = manager.get(place).text
    assert f"{column}: " in text
    assert "Write all rows" not in text
    assert manager.post(f"{place}/take").status_code == 422
    assert counts() == [0, 0]


def test_a_file_without_the_columns_is_refused(manager: FlaskClient) -> None:
    answer = manager.post("/institutions/catalogue/sheet", data={"file": (io.BytesIO(b"a;b\n1;2\n"), "x.csv")})
    assert answer.status_code == 422
    assert "These columns are missing" in answer.text
    assert manager.post("/institutions/catalogue/sheet", data={}).status_code == 422


def test_another_persons_sheet_is_not_found(manager: FlaskClient, browser: Browser) -> None:
    place = send(manager, sheet(ROW))
    stranger = browser("admin")
    assert stranger.get(place).status_code == 404
    assert stranger.post(f"{place}/take").status_code == 404
    assert browser("advisor").get("/institutions/catalogue/sheet").status_code == 403
