"""One simulation on its own page: figures while one types (a fragment), or by a button; nothing is kept until saved."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from advisor.domain.doors import CASE_READ, CASE_WRITE, allow
from advisor.domain.errors import Invalid, StaleVersion
from advisor.domain.finance.errors import FinanceError
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.institution import institutions
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.rows import of_case
from advisor.stages.offer.matching.records import matched
from advisor.stages.offer.simulations.actions import add_simulation, change_simulation, whole
from advisor.stages.offer.simulations.records import OfferSimulation, figures, simulations_of
from advisor.stages.offer.simulations.stage import PARTS, SCHEDULES
from advisor.web.kit.ask import in_words
from advisor.web.kit.forms import once
from advisor.web.kit.now import now, today
from advisor.web.kit.page import page
from advisor.web.kit.room import room_url
from advisor.web.offer_form import SimulationForm, Start, simulation_form
from advisor.web.simulation_view import Shown, language, number_writer, shown

bp = Blueprint("simulations", __name__, url_prefix="/cases/<int:case_id>/offer/simulations")

Answer = Response | tuple[str, int]


@bp.route("", methods=["GET", "POST"])
@allow(CASE_WRITE)
def add(case_id: int) -> Answer:
    """Add a simulation; `like` copies another one, `sold` starts from a product of the catalogue."""
    like, sold = (_number(request.args.get(name, "")) for name in ("like", "sold"))
    return _answer(_form(like, sold), None)


@bp.route("/<int:simulation_id>", methods=["GET", "POST"])
@allow(CASE_WRITE)
def change(case_id: int, simulation_id: int) -> Answer:
    """Change a simulation."""
    return _answer(_form(simulation_id), simulation_id)


@bp.post("/live")
@allow(CASE_WRITE)
def live(case_id: int) -> Answer:
    """The figures of what is typed: a fragment."""
    return render_template("web/stages/offer/figures.html", sim=_typed(_form(None))), 200


@bp.get("/<int:simulation_id>/schedule")
@allow(CASE_READ)
def schedule(case_id: int, simulation_id: int) -> Answer:
    """Every row of the schedules of a simulation, as the annex of the offer prints them."""
    case: Case = g.grant.case
    row = of_case(db.session(), OfferSimulation, simulation_id, case)
    return page("web/stages/offer/schedule.html", case=case, sim=figures(row, language()), titles=in_words(SCHEDULES),
                parts=in_words(PARTS), figure=number_writer(row.currency))  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _form(simulation_id: int | None, product_id: int | None = None) -> SimulationForm:
    case, session = g.grant.case, db.session()
    row = of_case(session, OfferSimulation, simulation_id, case) if simulation_id is not None else None
    sold = None
    if product_id is not None:
        client = session.get_one(Party, case.client_id)
        sold = next((each for each in matched(session, case, client, today()) if each.product.id == product_id), None)
    beside = next(iter(simulations_of(session, case.id)), None)
    form = simulation_form(case, institutions(session), today(), Start(row, sold, beside))
    form.watch(row)
    return form


def _answer(form: SimulationForm, simulation_id: int | None) -> Answer:
    if request.method == "GET":
        return _page(form, 200)
    if not form.validate_on_submit() or request.form.get("compute"):
        return _page(form, 422 if form.errors else 200)
    case_id, card = g.grant.case.id, form.card(g.grant.case.currency)

    def run(ctx: Context) -> dict[str, Any]:
        if simulation_id is None:
            return {"id": add_simulation(ctx, case_id, card).id}
        return {"id": change_simulation(ctx, case_id, simulation_id, card).id}

    try:
        once(form, run)
    except Invalid as problem:
        form.refuse(problem)
        return _page(form, 422)
    except StaleVersion:
        form.stale()
        return _page(form, 409)
    flash(gettext("Saved."), "ok")
    return redirect(room_url(case_id, StageKey.OFFER, "simulations"))


def _typed(form: SimulationForm) -> Shown | str:
    """The figures of what is typed; a sentence when it cannot be lent, empty while something is missing."""
    case: Case = g.grant.case
    if not form.validate():
        return ""
    values = whole(asdict(form.card(case.currency)))
    try:
        row = OfferSimulation(case_id=case.id, created_at=now(), **values)
        return shown([row], case)[0]
    except FinanceError as refused:
        return gettext(refused.message, **refused.params)


def _page(form: SimulationForm, status: int) -> tuple[str, int]:
    sim = _typed(form) if request.method == "POST" and not form.errors else ""
    case = db.session().get_one(Case, g.grant.case.id)
    return page("web/stages/offer/simulation.html", status, form=form, case=case, sim=sim)
