"""Fill in the business plan, draft both forms for the press, and put what was printed on its own line of the list."""

import json
from collections.abc import Mapping
from datetime import date

from babel.numbers import format_currency
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.catalogue import BY_CODE, CLIENT_TYPE_TITLES
from advisor.domain.checklists import NeededBy
from advisor.domain.errors import Invalid, StaleVersion
from advisor.domain.finance.money import from_minor
from advisor.domain.identifiers import TITLES
from advisor.papers.forms import FormPaper, FormRow, FormSection
from advisor.papers.issue import Draft, heading
from advisor.records.case import Case
from advisor.records.paper import Paper, PaperKind
from advisor.records.party import Identifier, Party
from advisor.records.sealed import load_party_keys
from advisor.services.context import Context
from advisor.services.language import say, written_day
from advisor.services.notes import read_text, seal_text
from advisor.services.papers import Pressed, keep_paper
from advisor.services.rows import active, words
from advisor.stages.analysis.records import profile_of
from advisor.stages.documents.consistency.gate import FactKind
from advisor.stages.documents.consistency.records import said
from advisor.stages.documents.desk.gate import ItemState, WantedAs
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.stages.documents.forms import stage as words_for
from advisor.stages.documents.forms.gate import open_sections
from advisor.stages.documents.forms.records import PLAN, PreparedForm, form_of, words_of
from advisor.stages.documents.forms.stage import PLAN_SECTIONS, SHEET_TITLE

CODES = {PaperKind.DATA_SHEET: "DATA_SHEET", PaperKind.BUSINESS_PLAN: "BUSINESS_PLAN"}
MOST_WORDS = 8000


def save_plan(ctx: Context, case_id: int, texts: Mapping[str, str]) -> PreparedForm:
    """Keep the business plan section by section. Invalid for a text that is too long."""
    case = active(ctx, case_id)
    kept = {key: words(key, texts.get(key, ""), MOST_WORDS, needed=False) for key in PLAN_SECTIONS}
    row = form_of(ctx.session, case.id)
    if row is None:
        row = PreparedForm(case_id=case.id, kind=PLAN, changed_at=ctx.now)
        ctx.session.add(row)
        ctx.session.flush()
    client = ctx.session.get_one(Party, case.client_id)
    row.words = seal_text(ctx.session, client.uid, ("prepared_form", row.uid, "words"), json.dumps(kept))
    row.changed_at, row.changed_by = ctx.now, ctx.actor.id
    ctx.record("documents.form_saved", "case", case.id, case_id=case.id, form=PLAN)
    return row


def draft_plan(session: Session, case: Case, today: date) -> Draft:
    """The business plan for the press. Invalid('paper', 'plan_incomplete') while a needed section is empty."""
    client = session.get_one(Party, case.client_id)
    texts = words_of(session, form_of(session, case.id), client.uid)
    if open_sections(texts):
        raise Invalid("paper", "plan_incomplete")
    sections = tuple(
        FormSection(title=say(client.language, title), text=texts[key])
        for key, title in PLAN_SECTIONS.items()
        if texts.get(key)
    )
    paper = FormPaper(heading=heading(session, case), language=client.language, issued_on=today, sections=sections)
    return Draft(PaperKind.BUSINESS_PLAN, paper)


def draft_sheet(session: Session, case: Case, today: date) -> Draft:
    """The application data sheet for the press, from the profile and what was stated; gaps print a line to write on."""
    client = session.get_one(Party, case.client_id)
    lang = client.language
    paper = FormPaper(
        heading=heading(session, case), language=lang, issued_on=today,
        sections=(
            FormSection(title=say(lang, words_for.APPLICANT), rows=_person(session, client)),
            FormSection(title=say(lang, words_for.INCOME), rows=_income(session, case, lang)),
            FormSection(title=say(lang, words_for.APPLICATION), rows=_matter(case, lang)),
        ),
    )  # fmt: skip
    return Draft(PaperKind.DATA_SHEET, paper)


def issue_plan(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep the printed business plan and put it on its line, prepared. StaleVersion when its words changed since."""
    case = active(ctx, case_id)
    return _issue(ctx, case, pressed, draft_plan(ctx.session, case, today))


def issue_sheet(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep the printed data sheet and put it on its line, prepared. StaleVersion when its facts changed since."""
    case = active(ctx, case_id)
    return _issue(ctx, case, pressed, draft_sheet(ctx.session, case, today))


def _issue(ctx: Context, case: Case, pressed: Pressed, now_drafted: Draft) -> Paper:
    if now_drafted.digest != pressed.digest:
        raise StaleVersion
    paper = keep_paper(ctx, case, pressed)
    code = CODES[pressed.kind]
    items = items_of(ctx.session, case.id)
    line = next((item for item in items if item.document == code), None)
    if line is None:
        client = ctx.session.get_one(Party, case.client_id)
        line = ChecklistItem(
            case_id=case.id, party_id=case.client_id, document=code, needed_by=NeededBy.SIGNING, form=True,
            title=say(client.language, SHEET_TITLE) if code == "DATA_SHEET" else "", mandatory=False,
            ordered_by="firm", wanted_as=WantedAs.ORIGINAL, by_hand=True,
            position=max((item.position for item in items), default=0) + 1,
        )  # fmt: skip
        ctx.session.add(line)
        ctx.session.flush()
    line.state, line.shelf, line.issued_on = ItemState.ACCEPTED, paper.number, ctx.today
    line.received_at, line.judged_at, line.judged_by = ctx.now, ctx.now, ctx.actor.id
    ctx.record("documents.form_prepared", "checklist_item", line.id, case_id=case.id, number=paper.number)
    return paper


def _person(session: Session, client: Party) -> tuple[FormRow, ...]:
    lang = client.language
    uids = load_party_keys(session, [client.id])
    rows = [
        (words_for.NAME, client.name), (words_for.ADDRESS, f"{client.address} {client.city}".strip()),
        (words_for.PHONE, client.phone), (words_for.EMAIL, client.email),
    ]  # fmt: skip
    if client.birth_on:
        rows.append((words_for.BORN, written_day(client.birth_on, "long", lang)))
    for known in session.scalars(select(Identifier).where(Identifier.party_id == client.id).order_by(Identifier.kind)):
        place = ("party_identifier", known.uid, "value")
        rows.append((TITLES.get(known.kind, known.kind), read_text(session, uids[client.id], place, known.value)))
    return tuple(FormRow(label=say(lang, label), value=value) for label, value in rows)


def _income(session: Session, case: Case, lang: str) -> tuple[FormRow, ...]:
    needs = profile_of(session, case.id)
    employer = next((s.value for s in said(session, case)
                     if s.kind is FactKind.EMPLOYER and s.party_id == case.client_id), "")  # fmt: skip
    figures = (
        (words_for.EARNS, needs.income if needs else None), (words_for.OWES, needs.obligations if needs else None),
        (words_for.LIVES, needs.living_costs if needs else None),
    )  # fmt: skip
    currency = needs.currency if needs else case.currency
    return (
        FormRow(label=say(lang, words_for.EMPLOYER), value=employer),
        *(FormRow(label=say(lang, label), value=_money(minor, currency, lang)) for label, minor in figures),
    )


def _matter(case: Case, lang: str) -> tuple[FormRow, ...]:
    product = BY_CODE.get(case.product)
    return (
        FormRow(label=say(lang, words_for.PRODUCT), value=say(lang, product.title) if product else ""),
        FormRow(label=say(lang, words_for.CLIENT_TYPE), value=say(lang, CLIENT_TYPE_TITLES.get(case.client_type, ""))),
        FormRow(label=say(lang, words_for.AMOUNT), value=_money(case.amount, case.currency, lang)),
        FormRow(label=say(lang, words_for.PURPOSE), value=case.purpose),
    )


def _money(minor: int | None, currency: str, lang: str) -> str:
    return "" if minor is None else format_currency(from_minor(minor, currency).amount, currency, locale=lang)
