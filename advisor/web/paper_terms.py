"""The document catalogue in Settings: what is shipped, what the firm or an institution changed and why, own papers."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import DataRequired, NumberRange, Optional

from advisor.domain import checklists
from advisor.domain.catalogue import CLIENT_TYPE_TITLES, PRODUCTS
from advisor.domain.checklist_words import NEEDED_BY, ORDERED_BY
from advisor.domain.doors import ADMINS, allow
from advisor.domain.words import N_
from advisor.extensions import db
from advisor.records.institution import institutions
from advisor.services.virus import SCANNER_TITLES, ScannerState, scanner_of
from advisor.stages.documents.desk.gate import WantedAs
from advisor.stages.documents.desk.stage import SHAPES
from advisor.stages.documents.rules import actions
from advisor.stages.documents.rules.gate import Asking, Term, Whom
from advisor.stages.documents.rules.records import all_terms, name_of, papers_of_the_firm
from advisor.stages.documents.rules.stage import ASKING_TITLES, WHOM_TITLES
from advisor.web.kit.ask import choices, said
from advisor.web.kit.forms import HouseForm, accepted, short
from advisor.web.kit.page import page

bp = Blueprint("paper_terms", __name__, url_prefix="/settings/papers")

Answer = Response | tuple[str, int]


class TermForm(HouseForm):
    """How the firm or an institution asks for a paper."""

    document = SelectField(_l("Paper"))
    asking = SelectField(_l("Asked for"), choices=choices(ASKING_TITLES))
    institution_id = SelectField(_l("Institution"), coerce=int)
    product = SelectField(_l("Product"), choices=choices({p.code: p.title for p in PRODUCTS}, N_("All products")))
    client_type = SelectField(_l("Client type"), choices=choices(CLIENT_TYPE_TITLES, N_("All client types")))
    whom = SelectField(_l("Who brings it"), choices=choices(WHOM_TITLES))
    needed_by = SelectField(_l("Needed"), choices=choices(NEEDED_BY), default="filing")
    ordered_by = SelectField(_l("Who gets it"), choices=choices(ORDERED_BY))
    wanted_as = SelectField(_l("In which shape"), choices=choices(SHAPES))
    limit_days = IntegerField(_l("Not older than, days"), [Optional(), NumberRange(0, 3650)])
    copies = IntegerField(_l("Copies"), [NumberRange(1, 20)], default=1)
    months = IntegerField(_l("Months it has to cover"), [NumberRange(0, 120)], default=0)
    reason = short(_l("Why"), DataRequired())


class PaperForm(HouseForm):
    """A kind of paper the firm adds."""

    code = short(_l("Code, in capitals"), DataRequired())
    name_en = short(_l("Name in English"), DataRequired())
    name_pl = short(_l("Name in Polish"), DataRequired())
    name_ru = short(_l("Name in Russian"), DataRequired())
    issued_by = short(_l("Issued by"))
    validity_days = IntegerField(_l("Not older than, days"), [Optional(), NumberRange(0, 3650)])
    form = BooleanField(_l("A form or application that we prepare"))


@bp.get("")
@allow(ADMINS)
def show() -> Answer:
    """The catalogue with everything changed."""
    return _page(200)


@bp.post("/terms")
@allow(ADMINS)
def set_term() -> Answer:
    """Change how a paper is asked for."""
    form = _term_form()
    if not (form.validate_on_submit() and accepted(form, lambda ctx: actions.set_term(ctx, _typed(form)))):
        return _page(422, term=form)
    flash(gettext("Saved. Cases see it as a difference and take it over when you say so."), "ok")
    return redirect(url_for("paper_terms.show"))


@bp.post("/terms/<int:term_id>/end")
@allow(ADMINS)
def end_term(term_id: int) -> Answer:
    """Go back to what is shipped."""
    accepted(HouseForm(), lambda ctx: actions.end_term(ctx, term_id))
    flash(gettext("Saved."), "ok")
    return redirect(url_for("paper_terms.show"))


@bp.post("/kinds")
@allow(ADMINS)
def define() -> Answer:
    """Add a kind of paper."""
    form = PaperForm(prefix="paper-")
    new = actions.NewPaper(
        said(form.code) or "", said(form.name_en) or "", said(form.name_pl) or "", said(form.name_ru) or "",
        said(form.issued_by) or "", said(form.validity_days), said(form.form),
    )  # fmt: skip
    if not (form.validate_on_submit() and accepted(form, lambda ctx: actions.define_paper(ctx, new))):
        return _page(422, paper=form)
    flash(gettext("Saved."), "ok")
    return redirect(url_for("paper_terms.show"))


def _typed(form: TermForm) -> actions.NewTerm:
    term = Term(
        said(form.document), said(form.asking) == Asking.MUST, checklists.NeededBy(said(form.needed_by)),
        said(form.ordered_by), Whom(said(form.whom)), WantedAs(said(form.wanted_as)), said(form.limit_days),
        said(form.copies), said(form.months),
    )  # fmt: skip
    return actions.NewTerm(
        term, Asking(said(form.asking)), said(form.reason), said(form.institution_id) or None, said(form.product),
        said(form.client_type),
    )  # fmt: skip


def _term_form(**options: Any) -> TermForm:
    form = TermForm(prefix="term-", **options)
    lang = str(get_locale())
    own = [(row.code, name_of(row, lang)) for row in papers_of_the_firm(db.session()).values()]
    form.document.choices = sorted(
        [*own, *((paper.code, paper.name(lang)) for paper in checklists.documents())], key=lambda pair: pair[1].lower()
    )
    banks = [(bank.id, bank.name) for bank in institutions(db.session())]
    form.institution_id.choices = [(0, gettext("The whole firm")), *banks]
    return form


def _page(status: int, **forms: Any) -> tuple[str, int]:
    session, lang = db.session(), str(get_locale())
    own = papers_of_the_firm(session)
    names = {paper.code: paper.name(lang) for paper in checklists.documents()}
    names |= {code: name_of(row, lang) for code, row in own.items()}
    scanner = scanner_of(session)
    state = scanner.state() if scanner else ScannerState.OFF
    values = {"term": _term_form(formdata=None), "paper": PaperForm(formdata=None, prefix="paper-")} | forms
    return page("web/settings/papers.html", status, rows=all_terms(session), names=names, own=own,
                shipped=checklists.documents(), scanner=str(state), scanner_text=gettext(SCANNER_TITLES[state]),
                asking={k: gettext(v) for k, v in ASKING_TITLES.items()}, **values)  # fmt: skip
