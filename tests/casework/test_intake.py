"""Import of leads and running cases: the zoo of files of B6, rows with problems, duplicates, all or nothing, undo."""

import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import event, func, select

from advisor.casework.board import Scope
from advisor.casework.intake.batches import Standing, Upload, batch_for, batches_of, preview, rows_of, standing
from advisor.casework.intake.reading import Defaults
from advisor.casework.intake.taking import Choice, Orders, run_import
from advisor.casework.intake.undoing import Undone, undo_import
from advisor.casework.reports import closing_reasons, funnel
from advisor.domain.errors import Invalid, NotFound, WrongStatus
from advisor.domain.process import StageKey, Status
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case, EventKind, StageEvent
from advisor.records.intake import BatchState, ImportRow
from advisor.records.party import Consent, Party
from advisor.records.reminder import OPEN, Reminder
from advisor.records.trail import TrailEntry
from advisor.services.parties import PartyCard, create_party
from advisor.services.tables import read_table
from advisor.services.verification import verify
from advisor.transaction import transaction
from tests import make
from tests.make import NOW

Actors = Callable[[str], Actor]
HEAD = "Imię i nazwisko;Telefon;E-mail;Produkt;Kwota;Źródło;Kampania;Zgoda\n"
ROWS = (
    "Łukasz Wójcik;600 021 101;;kredyt gotówkowy;1 250 000,00;strona www;WIOSNA;tak\n"
    "Zażółć Gęślą;+48 600 021 102;zg@example.test;hipoteka;12.500,50;polecenie;WIOSNA;zgoda z 12.03\n"
    "Anna Żak;;anna@example.test;leasing;350000;radio;;zapytanie\n"
)


def read(actor: Actor, text: str | bytes, encoding: str = "utf-8", **defaults: str) -> int:
    content = text if isinstance(text, bytes) else text.encode(encoding)
    with transaction(actor, NOW) as ctx:
        return preview(ctx, Upload("leads.csv", content), Defaults(**defaults)).id


def imported(actor: Actor, batch_id: int, orders: Orders | None = None) -> list[Case]:
    with transaction(actor, NOW) as ctx:
        run_import(ctx, batch_id, orders)
    return list(db.session.scalars(select(Case).order_by(Case.id)))


def undone(actor: Actor, batch_id: int) -> Undone:
    with transaction(actor, NOW + timedelta(hours=1)) as ctx:
        return undo_import(ctx, batch_id)


def problems(batch_id: int) -> dict[int, list[tuple[str, str]]]:
    return {row.line: [(p[0], p[1]) for p in row.problems] for row in rows_of(db.session(), batch_id)}


def counted(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_preview_creates_nothing_and_the_import_creates_all(cast: make.Cast, actor: Actors) -> None:
    """B6, CN-13: preview first; each lead keeps its campaign; amounts are exact."""
    batch_id = read(actor("advisor"), HEAD + ROWS, "cp1250")
    assert (counted(Party), counted(Case)) == (0, 0)
    batch = batch_for(db.session(), actor("advisor"), batch_id)
    assert (batch.encoding, batch.separator, batch.rows_good, batch.rows_bad) == ("cp1250", ";", 3, 0)
    cases = imported(actor("advisor"), batch_id)
    assert [case.amount for case in cases] == [125_000_000, 1_250_050, 35_000_000]
    assert [case.campaign for case in cases] == ["WIOSNA", "WIOSNA", ""]
    assert [case.product for case in cases] == ["consumer_loan", "mortgage", "leasing_simplified"]
    assert {case.owner_id for case in cases} == {cast.advisor}
    assert counted(Reminder) == 3
    assert counted(Consent) == 2
    names = set(db.session.scalars(select(Party.name)))
    assert names == {"Łukasz Wójcik", "Zażółć Gęślą", "Anna Żak"}
    kept = [row.values for row in rows_of(db.session(), batch_id)]
    assert kept == [{"basis": "consent"}, {"basis": "consent"}, {"basis": "enquiry"}]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("name,phone,consent\nŁucja Śnieg,600 021 103,yes\n", "utf-8"),
        ("name,phone,consent\nŁucja Śnieg,600 021 103,yes\n", "utf-8-sig"),
        ("name;phone;consent\nŁucja Śnieg;600 021 103;yes\n", "cp1250"),
        ("name|phone|consent\nŁucja Śnieg|600 021 103|yes\n", "iso8859-2"),
        ("имя;телефон;согласие\nСемён Щукин;+7 912 000-11-22;да\n", "cp1251"),
        ("имя\tтелефон\tсогласие\nСемён Щукин\t+7 912 000-11-22\tда\n", "utf-16"),
        ("имя\tтелефон\tсогласие\nСемён Щукин\t+7 912 000-11-22\tда\n", "utf-16-le"),
        ("имя;телефон;согласие\nСемён Щукин;+7 912 000-11-22;да\n", "koi8-r"),
        ("姓名,电话,同意\n王小明,+86 138 0013 8000,是\n", "gb18030"),
        ('"name","phone","consent"\r\n"Śnieg, Łucja","600 021 103","yes"\r"Nowak ""Duży""",600021104,yes\n', "utf-8"),
        ("\n\nname;phone;consent\n\n;;\nŁucja Śnieg;600 021 103;yes\n\n", "utf-8"),
    ],
)
def test_files_of_every_make_are_read(cast: make.Cast, actor: Actors, text: str, encoding: str) -> None:
    """B6: encodings, marks, separators, quoting, mixed line ends, empty lines."""
    batch_id = read(actor("advisor"), text, encoding)
    rows = rows_of(db.session(), batch_id)
    assert [row.problems for row in rows] == [[]] * len(rows)
    assert rows[0].values["name"] in text
    assert rows[0].line >= 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf\r\n \n", "file_empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "file_binary"),
        (b"%PDF-1.7\n" + bytes(range(128, 256)) * 9 + b"\0" * 50, "file_binary"),
        (b"PK\x03\x04" + b"\0" * 400, "file_damaged"),
        (b"PK\x03\x04 cut off", "file_damaged"),
        (b"name;phone\n", "no_rows"),
        (b'name;phone\nAnna;1\n"Jan;600\nEwa;2\n', "unclosed_quote"),
        (b"name;phone;Phone\nAnna;1;2\n", "duplicate_headers"),
        (b"a;" * 300 + b"b\n1\n", "too_many_columns"),
        (b";" * 1_000_000 + b"\nAnna\n", "too_many_columns"),
        (b"name;phone\n" + b"Anna;600\n" * 20_001, "too_many_rows"),
        (b"name;phone\nAnna;" + b"6" * 20_001 + b"\n", "cell_too_long"),
        (b"x" * (20 * 1024 * 1024 + 1), "file_too_large"),
        (b"colour;size\nred;4\n", "no_name_column"),
        (b"\xff\xfea", "file_binary"),
    ],
)
def test_files_that_cannot_be_read_are_refused_whole(cast: make.Cast, actor: Actors, content: bytes, code: str) -> None:
    """B6: a clear reason, nothing kept."""
    with pytest.raises(Invalid) as refused:
        read(actor("advisor"), content)
    assert (refused.value.field, refused.value.code) == ("file", code)
    assert counted(ImportRow) == 0


def test_the_line_of_an_open_quote_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        read_table(b'name;phone\nAnna;1\n"Jan;600\nEwa;2\n')
    assert refused.value.params == {"line": 3}


def test_a_workbook_is_read_like_a_file(cast: make.Cast, actor: Actors) -> None:
    """SPEC D: XLSX and CSV."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Phone", "Date of birth", "Amount", "Consent"])
    sheet.append(["Łucja Śnieg", 600021103, NOW.date(), 350000, "yes"])
    file = io.BytesIO()
    book.save(file)
    (row,) = rows_of(db.session(), read(actor("advisor"), file.getvalue()))
    assert row.problems == []
    assert (row.values["phone"], row.values["birth_on"], row.values["amount"]) == ("600021103", "2026-03-02", 35000000)


def test_rows_with_problems_name_their_fields_and_are_skipped(cast: make.Cast, actor: Actors) -> None:
    """B6, A6: rows without a legal basis go to quarantine; every problem names its field."""
    head = "name;phone;email;born;product;client type;amount;currency;source;owner;consent;notes\n"
    batch_id = read(actor("advisor"), head + "\n".join([
        "Good One;600 021 101;;7.3.1985;loan;;1000;PLN;web;colleague@example.test;yes;",
        "No Basis;600 021 102;;;loan;;;;web;;;",
        "Said No;600 021 103;;;loan;;;;web;;nie;",
        "No Way;;;;loan;;;;web;;yes;",
        ";600 021 104;;;loan;;;;web;;yes;",
        "Bad Phone;12;;;loan;;;;web;;yes;",
        "Bad Mail;;not an address;;loan;;;;web;;yes;",
        "Bad Day;600 021 105;;31.4.1985;loan;;;;web;;yes;",
        "Bad Product;600 021 106;;;yacht;;;;web;;yes;",
        "Bad Type;600 021 107;;;eu grant;employee;;;web;;yes;",
        "Bad Amount;600 021 108;;;loan;;12,5,0;;web;;yes;",
        "Negative;600 021 109;;;loan;;-5;;web;;yes;",
        "Too Much;600 021 110;;;loan;;99999999999999999;;web;;yes;",
        "Bad Currency;600 021 111;;;loan;;5;ABC;web;;yes;",
        "Bad Source;600 021 112;;;loan;;;;moon;;yes;",
        "Bad Owner;600 021 113;;;loan;;;;web;auditor@example.test;yes;",
        "Bad Basis;600 021 114;;;loan;;;;web;;perhaps;",
        "Long\x07Bell;600 021 115;;;loan;;;;web;;yes;",
        "Many Cells;600 021 116;;;loan;;;;web;;yes;;;x",
        "N" * 201 + ";600 021 117;;;loan;;;;web;;yes;",
    ]))  # fmt: skip
    assert list(problems(batch_id).values()) == [
        [], [("basis", "no_basis")], [("basis", "no_basis")], [("phone", "no_channel")], [("name", "missing")],
        [("phone", "not_a_phone")], [("email", "not_an_address")], [("birth_on", "not_a_date")],
        [("product", "unknown")], [("client_type", "does_not_fit")], [("amount", "not_an_amount")],
        [("amount", "out_of_range")], [("amount", "not_an_amount")], [("currency", "unknown")],
        [("source", "unknown")], [("owner", "unknown")], [("basis", "unknown")], [("name", "control_characters")],
        [("row", "too_many_cells")], [("name", "too_long")],
    ]  # fmt: skip
    (case,) = imported(actor("advisor"), batch_id)
    assert case.owner_id == cast.colleague
    bad = rows_of(db.session(), batch_id)[1]
    assert bad.skipped
    assert bad.values["cells"][0] == ["name", "No Basis"]


def test_duplicates_wait_for_a_choice(cast: make.Cast, actor: Actors) -> None:
    """Phone in any format, e-mail in any case, name and birth date; within the file too."""
    with transaction(make.COMMAND, NOW) as ctx:
        known = create_party(ctx, PartyCard("Zofia Wójcik", phone="600 021 000")).id
        create_party(ctx, PartyCard("Jan Lis", email="Jan@Example.test"))
        blocked = create_party(ctx, PartyCard("Ewa Nie", phone="600 021 009"))
        blocked.do_not_contact = True
    batch_id = read(actor("advisor"), "name;phone;email;consent\n" + "\n".join([  # noqa: FLY002 - rows below rows
        "Z. Wojcik;+48600021000;;yes", "Jan L;;jan@example.test;yes", "Ewa Nie;600-021-009;;yes",
        "First;600 021 200;;yes", "Second;(600) 021-200;;yes", "Third;600 021 201;;yes",
    ]))  # fmt: skip
    rows = rows_of(db.session(), batch_id)
    assert [standing(row) for row in rows] == [
        Standing.DUPLICATE, Standing.DUPLICATE, Standing.BAD, Standing.GOOD, Standing.DUPLICATE, Standing.GOOD,
    ]  # fmt: skip
    assert rows[4].problems == [["row", "repeated", 5]]
    cases = imported(actor("advisor"), batch_id, Orders({rows[0].id: Choice.ATTACH, rows[4].id: Choice.ATTACH}))
    assert len(cases) == 4
    assert cases[0].client_id == known
    assert cases[1].client_id == cases[2].client_id
    assert counted(Party) == 5


def test_who_came_meanwhile_is_recognised(cast: make.Cast, actor: Actors) -> None:
    """Between preview and import somebody typed the same lead in by hand."""
    batch_id = read(actor("advisor"), HEAD + ROWS)
    with transaction(make.COMMAND, NOW) as ctx:
        create_party(ctx, PartyCard("Łukasz Wójcik", phone="+48 600 021 101"))
    assert len(imported(actor("advisor"), batch_id)) == 2


def test_the_same_file_twice_changes_nothing(cast: make.Cast, actor: Actors) -> None:
    """B6: the second import changes nothing."""
    first = read(actor("advisor"), HEAD + ROWS)
    again = read(actor("advisor"), HEAD + ROWS)
    others = read(actor("colleague"), HEAD + ROWS)
    assert len(batches_of(db.session(), actor("advisor"))) == 1
    assert first not in {batch.id for batch in batches_of(db.session(), actor("advisor"))} or first == again
    assert len(imported(actor("advisor"), again)) == 3
    with pytest.raises(WrongStatus):
        imported(actor("advisor"), again)
    with pytest.raises(Invalid, match="already_imported"):
        imported(actor("colleague"), others)
    with pytest.raises(Invalid, match="already_imported"):
        read(actor("advisor"), HEAD + ROWS)
    assert (counted(Case), counted(Party)) == (3, 3)


def test_an_import_that_breaks_leaves_nothing(cast: make.Cast, actor: Actors, monkeypatch: pytest.MonkeyPatch) -> None:
    """All or nothing: the database dies at the third case."""
    batch_id = read(actor("advisor"), HEAD + ROWS)

    def die(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("INSERT INTO case_file") and "000003" in str(values):
            raise OSError("disk full")

    event.listen(db.engine, "before_cursor_execute", die)
    try:
        with pytest.raises(OSError, match="disk full"):
            imported(actor("advisor"), batch_id)
    finally:
        event.remove(db.engine, "before_cursor_execute", die)
    assert (counted(Party), counted(Case)) == (0, 0)
    assert batch_for(db.session(), actor("advisor"), batch_id).state is BatchState.PREVIEW


def test_running_cases_arrive_at_their_stage_with_evidence(cast: make.Cast, actor: Actors) -> None:
    """SPEC A0, first-week needs: already at stage N, earlier evidence on paper."""
    batch_id = read(actor("advisor"), "klient;telefon;etap;teczka;zgoda\n" + "\n".join([  # noqa: FLY002
        "Ala Kot;600 021 301;8;segregator 4;umowa", "Ola Kot;600 021 302;dokumenty;półka B;umowa",
        "Iza Kot;600 021 303;;;umowa", "Ela Kot;600 021 304;trzynasty;;umowa", "Ula Kot;600 021 305;11;;umowa",
    ]), kind="running")  # fmt: skip
    assert list(problems(batch_id).values()) == [
        [], [], [("stage", "missing")], [("stage", "not_a_stage")], [("stage", "not_a_stage")],
    ]  # fmt: skip
    cases = imported(actor("advisor"), batch_id)
    assert [case.stage for case in cases] == [StageKey.TRACKING, StageKey.DOCUMENTS]
    scope = Scope(actor("advisor"), NOW.date())
    begun = NOW - timedelta(days=9)
    steps = {step.stage: step.reached for step in funnel(db.session(), scope, begun)}
    assert [steps[key] for key in (StageKey.CONTACT, StageKey.DOCUMENTS, StageKey.SUBMISSION, StageKey.DECISION)] == [
        2, 2, 1, 0,
    ]  # fmt: skip
    events = db.session.scalars(select(StageEvent).order_by(StageEvent.id)).all()
    assert [(e.kind, e.evidence) for e in events] == [
        (EventKind.IMPORTED, "segregator 4"), (EventKind.IMPORTED, "półka B"),
    ]  # fmt: skip


def test_undo_takes_back_what_nobody_touched(house: Flask, cast: make.Cast, actor: Actors) -> None:
    """Undo: untouched cases and their people go, touched ones stay and are named; the trail still verifies."""
    batch_id = read(actor("advisor"), HEAD + ROWS)
    cases = imported(actor("advisor"), batch_id)
    with transaction(actor("advisor"), NOW + timedelta(minutes=5)) as ctx:
        ctx.session.get_one(Case, cases[1].id).purpose = "a second car"
    kept = cases[1].id
    answer = undone(actor("advisor"), batch_id)
    scope = Scope(actor("advisor"), NOW.date())
    told = [len(closing_reasons(db.session(), scope, NOW)), funnel(db.session(), scope, NOW)[0].reached]
    assert told == [0, 1]
    assert (answer.cases, answer.parties, answer.kept) == (2, 2, (kept,))
    cases = list(db.session.scalars(select(Case).order_by(Case.id)))
    assert [case.status for case in cases] == [Status.CLOSED, Status.ACTIVE, Status.CLOSED]
    assert set(db.session.scalars(select(Party.name))) == {"Zażółć Gęślą", "…"}
    assert [r.case_id for r in db.session.scalars(select(Reminder).where(Reminder.state.in_(OPEN)))] == [kept]
    assert db.session.scalar(select(func.count()).where(TrailEntry.verb == "case.import_undone")) == 2
    assert verify(db.session(), None).ok
    with pytest.raises(WrongStatus):
        undone(actor("advisor"), batch_id)
    again = rows_of(db.session(), read(actor("advisor"), HEAD + ROWS))
    assert [standing(row) for row in again] == [Standing.GOOD, Standing.DUPLICATE, Standing.GOOD]


def test_undo_keeps_people_somebody_else_needs(cast: make.Cast, actor: Actors) -> None:
    batch_id = read(actor("advisor"), HEAD + ROWS)
    cases = imported(actor("advisor"), batch_id)
    with transaction(actor("advisor"), NOW + timedelta(minutes=5)) as ctx:
        make.case(ctx, cast.advisor, ctx.session.get_one(Party, cases[0].client_id))
    answer = undone(actor("advisor"), batch_id)
    assert answer.cases == 2
    assert answer.kept == (cases[0].id,)


def test_a_batch_is_for_its_maker_and_the_team_manager(cast: make.Cast, actor: Actors) -> None:
    """A5: others do not even learn that it exists."""
    batch_id = read(actor("advisor"), HEAD + ROWS)
    assert batch_for(db.session(), actor("manager"), batch_id).id == batch_id
    for stranger in ("colleague", "other_manager", "operator"):
        assert batches_of(db.session(), actor(stranger)) == []
        with pytest.raises(NotFound):
            batch_for(db.session(), actor(stranger), batch_id)


def test_a_large_file_needs_few_statements_to_preview(cast: make.Cast, actor: Actors) -> None:
    """Duplicates are looked up in batches, not one statement per row."""
    lines = "".join(f"Lead {n};600 {n:06d};l{n}@example.test;yes\n" for n in range(100_000, 102_000))
    seen: list[str] = []

    def count(_c: object, _k: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        read(actor("advisor"), "name;phone;email;consent\n" + lines)
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert len([s for s in seen if s.startswith("SELECT")]) < 30
