"""The catalogue as a spreadsheet: written out whole, read into a preview, taken in whole or not at all."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.folding import fold
from advisor.domain.products.criteria import read_lines
from advisor.records.catalogue_sheet import CatalogueSheet
from advisor.records.institution import Institution, InstitutionProduct
from advisor.records.reference_rate import reference_rates
from advisor.services.catalogue_columns import COLUMNS, NEEDED, Entry, cells_of, read_entry
from advisor.services.context import Context
from advisor.services.institutions import check_product, save_institution, save_product
from advisor.services.sheets import safe_cell
from advisor.services.tables import read_table

MOST = 2000
"""Rows of a sheet; every one is tried in one transaction."""

Place = tuple[str, str, date]
"""What a row is about: institution (folded), name of the product, its first day."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of a preview: what it would do (new, changed, same), or the column and code it is refused by."""

    line: int
    institution: str
    product: str
    does: str
    problem: Invalid | None = None


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The catalogue as it stands: rows by what a line of a sheet names."""

    houses: dict[str, Institution]
    products: dict[Place, tuple[Institution, InstitutionProduct]]
    rates: dict[str, int]
    day: date


def rows_of_catalogue(session: Session, day: date) -> list[list[str]]:
    """Every product of every institution as a row, by institution and name."""
    codes = {rate.id: rate.code for rate in reference_rates(session)}
    query = select(Institution, InstitutionProduct).join(
        InstitutionProduct, InstitutionProduct.institution_id == Institution.id
    )
    found = session.execute(query.order_by(Institution.name, InstitutionProduct.name, InstitutionProduct.from_on))
    return [cells_of(house, product, codes.get(product.reference_rate_id or 0, ""), day) for house, product in found]


def as_csv(rows: Iterable[list[str]]) -> bytes:
    """The sheet as CSV with semicolons, a byte order mark, and no cell a program would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([list(COLUMNS), *([safe_cell(cell) for cell in row] for row in rows)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_workbook(rows: Iterable[list[str]]) -> bytes:
    """The sheet as XLSX; every cell is text, so nothing is run and no figure is rounded."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Catalogue")
    bold = book.add_format({"bold": True})
    for place, name in enumerate(COLUMNS):
        sheet.write_string(0, place, name, bold)
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, cell)
    sheet.freeze_panes(1, 2)
    book.close()
    return out.getvalue()


def keep_sheet(ctx: Context, name: str, content: bytes) -> CatalogueSheet:
    """Read a file and keep its rows for the preview; the catalogue is not touched. Invalid('file', code)."""
    table = read_table(content)
    header = [cell.strip().lower() for cell in table.header]
    if missing := [needed for needed in NEEDED if needed not in header]:
        raise Invalid("file", "columns_missing", names=", ".join(missing))
    if len(table.lines) > MOST:
        raise Invalid("file", "too_many_rows")
    lines = [[line.number, dict(zip(header, line.cells, strict=False))] for line in table.lines]
    row = CatalogueSheet(
        file_name=name[-255:], sha256=hashlib.sha256(content).hexdigest(), lines=lines, created_by=ctx.actor.id,
        created_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("institution.sheet_read", "catalogue_sheet", row.id, rows=len(lines))
    return row


def sheet_of(ctx: Context, sheet_id: int) -> CatalogueSheet:
    """A sheet one has sent oneself; NotFound otherwise."""
    sheet = ctx.session.get(CatalogueSheet, sheet_id)
    if sheet is None or sheet.created_by != ctx.actor.id:
        raise NotFound
    return sheet


def judge_sheet(ctx: Context, sheet: CatalogueSheet) -> list[Judged]:
    """What every row would do to the catalogue as it stands now; nothing is written."""
    return _judge(ctx, sheet, _shelf(ctx.session, ctx.today))


def _judge(ctx: Context, sheet: CatalogueSheet, shelf: _Shelf) -> list[Judged]:
    seen, found = set[Place](), []
    for line, cells in sheet.lines:
        names = (str(cells.get("institution", "")), str(cells.get("product", "")))
        try:
            entry = _entry(cells, shelf)
            check_product(ctx, entry.product)
            read_lines(entry.product.criteria or "")
            place = _place(entry)
            if place in seen:
                raise Invalid("product", "repeated")
            seen.add(place)
            found.append(Judged(line, *names, _does(entry, place, shelf)))
        except Invalid as problem:
            found.append(Judged(line, *names, "bad", problem))
    return found


def take_sheet(ctx: Context, sheet_id: int) -> int:
    """Write all rows that change something; how many did. Raises Invalid('row', 'row_refused', line=...) and writes
    nothing when one row is refused; a sheet taken before changes nothing again.
    """
    sheet, changed = sheet_of(ctx, sheet_id), 0
    shelf = _shelf(ctx.session, ctx.today)
    for judged, (line, cells) in zip(_judge(ctx, sheet, shelf), sheet.lines, strict=True):
        if judged.problem is not None:
            raise Invalid("row", "row_refused", line=line)
        if judged.does != "same":
            _write(ctx, shelf, cells, line)
            changed += 1
    sheet.taken_at = ctx.now
    ctx.record("institution.sheet_taken", "catalogue_sheet", sheet.id, changed=changed)
    return changed


def _write(ctx: Context, shelf: _Shelf, cells: Mapping[str, str], line: int) -> None:
    entry = _entry(cells, shelf)
    try:
        name = fold(" ".join(entry.house.name.split()))
        house = shelf.houses.get(name) or shelf.houses.setdefault(name, save_institution(ctx, entry.house))
        known = shelf.products.get(_place(entry))
        save_product(ctx, house.id, entry.product, known[1].id if known else None)
    except Invalid as problem:
        raise Invalid("row", "row_refused", line=line, column=problem.field) from problem


def _shelf(session: Session, day: date) -> _Shelf:
    houses = list(session.scalars(select(Institution)))
    by_id = {house.id: house for house in houses}
    products = {
        (fold(by_id[row.institution_id].name), row.name, row.from_on): (by_id[row.institution_id], row)
        for row in session.scalars(select(InstitutionProduct))
    }
    rates = {rate.code.casefold(): rate.id for rate in reference_rates(session)}
    return _Shelf({fold(house.name): house for house in houses}, products, rates, day)


def _entry(cells: Mapping[str, str], shelf: _Shelf) -> Entry:
    """A row read, its reference rate found by its code."""
    entry = read_entry(cells)
    if not entry.reference:
        return entry
    rate_id = shelf.rates.get(entry.reference.casefold())
    if rate_id is None:
        raise Invalid("reference_rate", "unknown")
    return replace(entry, product=replace(entry.product, reference_rate_id=rate_id))


def _place(entry: Entry) -> Place:
    return fold(" ".join(entry.house.name.split())), entry.product.name, entry.product.from_on


def _does(entry: Entry, place: Place, shelf: _Shelf) -> str:
    """new, changed or same: the row is compared as the export would write it."""
    known = shelf.products.get(place)
    if known is None:
        return "new"
    now = read_entry(dict(zip(COLUMNS, cells_of(*known, "", shelf.day), strict=True))).product
    return "same" if replace(now, reference_rate_id=known[1].reference_rate_id) == entry.product else "changed"
