"""What papers and the application say: entered beside each paper, compared, differences explained (CN-05)."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.sealed import load_party_keys
from advisor.services.rows import of_case
from advisor.stages.documents.consistency import actions
from advisor.stages.documents.consistency.gate import FIGURES, STATED_BY, USUAL, FactKind, Said, differences, shown
from advisor.stages.documents.consistency.records import PROFILE, said, stated, value_of
from advisor.stages.documents.consistency.stage import APPLICATION, FACT_TITLES
from advisor.stages.documents.consistency.stage import PROFILE as PROFILE_TITLE
from advisor.stages.documents.desk.records import ChecklistItem, country_of, items_of
from advisor.web.kit.addresses import url_for
from advisor.web.kit.ask import ask
from advisor.web.kit.fields import LineField
from advisor.web.kit.forms import HouseForm
from advisor.web.kit.room import act

bp = Blueprint("stated_facts", __name__, url_prefix="/cases/<int:case_id>/facts")

APPLICATION_KINDS = (FactKind.NAME, FactKind.ADDRESS, FactKind.EMPLOYER, FactKind.INCOME, FactKind.AMOUNT)
NUMBERS = {"PL": (FactKind.PESEL, FactKind.NIP), "RU": (FactKind.INN, FactKind.SNILS)}
"""What an application says in every country, and the numbers it names in the client's own."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A difference in the reader's words: what it is about, both values, both sources and where each is put right.

    `take_id` is the reading of another case that may be taken over, 0 where there is none.
    """

    fact_id: int
    title: str
    held: str
    held_source: str
    held_href: str
    other: str
    other_source: str
    other_href: str
    explained: bool
    take_id: int


class WhyForm(HouseForm):
    """Why two sources may differ."""

    reason = TextAreaField(_l("Why they may differ"), [DataRequired(), Length(max=2000)])


@bp.route("/application", methods=["GET", "POST"])
@allow(CASE_WRITE)
def application(case_id: int) -> Response | tuple[str, int]:
    """Note what the application says."""
    case = g.grant.case
    kinds = (*APPLICATION_KINDS, *NUMBERS.get(country_of(db.session(), case), ()))
    form = _form(kinds, _noted(case, None, case.client_id))
    values = typed_facts(form)
    return ask(StageKey.DOCUMENTS, form, gettext("What the application says"), lambda ctx: actions.state_application(
        ctx, case_id, values))  # fmt: skip


@bp.route("/paper/<int:item_id>", methods=["GET", "POST"])
@allow(CASE_WRITE)
def paper(case_id: int, item_id: int) -> Response | tuple[str, int]:
    """Note, or put right, what an accepted paper says."""
    item = of_case(db.session(), ChecklistItem, item_id, g.grant.case)
    form = _form(*_beside(item))
    values = typed_facts(form)
    return ask(StageKey.DOCUMENTS, form, gettext("What it says"), lambda ctx: actions.state_paper(
        ctx, case_id, item_id, values), hint=item.name(str(get_locale())))  # fmt: skip


@bp.route("/<int:fact_id>/explain", methods=["GET", "POST"])
@allow(CASE_WRITE)
def explain(case_id: int, fact_id: int) -> Response | tuple[str, int]:
    """Explain a difference that is no mistake."""
    form = WhyForm()
    found = next((q for q in quotes(g.grant.case) if q.fact_id == fact_id), None)
    hint = f"{found.title}: {found.held} ({found.held_source}) ≠ {found.other} ({found.other_source})" if found else ""
    return ask(StageKey.DOCUMENTS, form, gettext("Explain the difference"), lambda ctx: actions.explain(
        ctx, case_id, fact_id, form.reason.data or ""), hint=hint)  # fmt: skip


@bp.post("/<int:fact_id>/take-over")
@allow(CASE_WRITE)
def take_over(case_id: int, fact_id: int) -> Response | tuple[str, int]:
    """Read a paper as another case of its person reads it."""
    return act(StageKey.DOCUMENTS, case_id, HouseForm(), "plain", lambda ctx: actions.take_over(ctx, case_id, fact_id))


def quotes(case: Case) -> list[Quote]:
    """Every difference of a case with both sources quoted."""
    found = differences(said(db.session(), case))
    names = {str(item.id): item.name(str(get_locale())) for item in items_of(db.session(), case.id)} if found else {}
    numbers = _numbers({each.read_in for d in found for each in (d.held, d.other) if each.read_in})
    return [
        Quote(
            d.other.id, gettext(FACT_TITLES[d.held.kind]),
            shown(d.held.kind, d.held.value), *_source(d.held, (names, numbers), case),
            shown(d.other.kind, d.other.value), *_source(d.other, (names, numbers), case), d.explained,
            next((each.id for each in (d.other, d.held) if each.read_in), 0),
        )
        for d in found
    ]  # fmt: skip


def fields_beside(item: ChecklistItem) -> tuple[dict[str, Any], tuple[FactKind, ...]]:
    """Form fields for what a kind of paper usually states, by name, and their kinds."""
    kinds, noted = _beside(item)
    return _fields(kinds, noted), kinds


def typed_facts(form: HouseForm) -> dict[FactKind, str]:
    """What was typed into the fact fields of a form."""
    named = {kind: form._fields.get(str(kind)) for kind in FactKind}
    return {kind: field.data or "" for kind, field in named.items() if field is not None}


def _numbers(case_ids: set[int]) -> dict[int, str]:
    """Numbers of the cases that read a paper otherwise; nothing is read where there is none."""
    query = select(Case.id, Case.number).where(Case.id.in_(case_ids))
    return {row.id: row.number for row in db.session.execute(query)} if case_ids else {}


def _source(each: Said, words: tuple[dict[str, str], dict[int, str]], case: Case) -> tuple[str, str]:
    """A source in words, and the page where what it says is put right; none for another case's reading."""
    names, numbers = words
    if each.read_in is not None:
        paper, number = names.get(each.source, "…"), numbers.get(each.read_in, "…")
        return gettext("%(paper)s, as read in case %(number)s", paper=paper, number=number), ""
    if each.source == PROFILE:
        return gettext(PROFILE_TITLE), url_for("clients.show", party_id=each.party_id)
    if not each.source:
        return gettext(APPLICATION), url_for("stated_facts.application", case_id=case.id)
    return names.get(each.source, "…"), url_for("stated_facts.paper", case_id=case.id, item_id=int(each.source))


def _beside(item: ChecklistItem) -> tuple[tuple[FactKind, ...], dict[FactKind, str]]:
    """What a kind of paper usually states, and what was noted of this one."""
    return STATED_BY.get(item.document, USUAL), _noted(g.grant.case, item.id, item.party_id)


def _noted(case: Case, item_id: int | None, party_id: int) -> dict[FactKind, str]:
    place = (item_id, party_id, None)
    rows = [row for row in stated(db.session(), case.id) if (row.item_id, row.party_id, row.read_in_id) == place]
    uids = load_party_keys(db.session(), {party_id}) if rows else {}
    return {row.kind: value_of(db.session(), row, uids.get(party_id, "")) for row in rows}


def _fields(kinds: tuple[FactKind, ...], noted: dict[FactKind, str]) -> dict[str, Any]:
    return {
        str(kind): LineField(
            _l(FACT_TITLES[kind]), [Length(max=200)], default=noted.get(kind, ""),
            render_kw={"inputmode": "decimal"} if kind in FIGURES else {},
        )
        for kind in kinds
    }  # fmt: skip


def _form(kinds: tuple[FactKind, ...], noted: dict[FactKind, str]) -> HouseForm:
    form: HouseForm = type("FactsForm", (HouseForm,), _fields(kinds, noted))()
    return form
