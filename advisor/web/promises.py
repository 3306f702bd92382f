"""Promises on screen: everything outstanding, ours first; made, kept, moved to a new day, given up (C-8)."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from advisor.casework import promises as lists
from advisor.casework.board import Scope
from advisor.domain.doors import CASE_WRITE, STAFF, allow
from advisor.domain.outreach.words import NEXT_STEP_TITLES
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.promise import PROMISER_TITLES, Promiser
from advisor.services import promises
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.stages.plan import FINDING_TITLES
from advisor.web.kit.fields import DayField, HiddenLine, ProseField, sane_day
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.now import today
from advisor.web.kit.page import here, page, page_number
from advisor.web.kit.show import word
from advisor.web.kit.who import actor

bp = Blueprint("promises", __name__)

Answer = Response | tuple[str, int]
CASE = "/cases/<int:case_id>/promises"
SIDES = (Promiser.US, Promiser.INSTITUTION, Promiser.CLIENT)


class PromiseForm(HouseForm):
    """Who promised what by when."""

    promiser = SelectField(_l("Who promised"), choices=[(str(s), _l(PROMISER_TITLES[s])) for s in SIDES])
    text = ProseField(_l("What"), [DataRequired(), Length(max=500)])
    due_on = DayField(_l("By the day"), [DataRequired(), sane_day])
    code = HiddenLine(render_kw={"id": False})


class MoveForm(HouseForm):
    """The new day."""

    due_on = DayField(_l("New day"), [DataRequired(), sane_day])


@bp.get("/promises")
@allow(STAFF)
def index() -> Answer:
    """The outstanding promises one may see, late ones first, ours before theirs, a page at a time."""
    asked, whose = request.args.get("side", ""), request.args.get("whose", "mine")
    side = Promiser(asked) if asked in {str(s) for s in SIDES} else None
    scope, number = Scope(actor(), today(), actor().id if whose == "mine" else None), page_number()
    lines, more = lists.outstanding(db.session(), scope, side, number)
    return page("web/promises/index.html", lines=lines, side=side, sides=SIDES, whose=whose, steps=steps(),
                first=(number - 1) * lists.PAGE + 1, previous=here(page=number - 1) if number > 1 else "",
                following=here(page=number + 1) if more else "")  # fmt: skip


@bp.route(f"{CASE}/add", methods=["GET", "POST"])
@allow(CASE_WRITE)
def add(case_id: int) -> Answer:
    """Note a promise; a gate's warning brings its words and its code."""
    code = request.args.get("code", "")
    form = PromiseForm(code=code if code in FINDING_TITLES else "", text=word(code) if code in FINDING_TITLES else "")
    return _dialog("add", form, lambda ctx, case: promises.make(ctx, case, promises.NewPromise(
        Promiser(form.promiser.data), form.text.data, form.due_on.day, form.code.data)))  # fmt: skip


@bp.route(f"{CASE}/<int:promise_id>/move", methods=["GET", "POST"])
@allow(CASE_WRITE)
def move(case_id: int, promise_id: int) -> Answer:
    """A new day was agreed."""
    form = MoveForm()
    return _dialog("move", form, lambda ctx, case: promises.move(ctx, case.id, promise_id, form.due_on.day))


@bp.post(f"{CASE}/<int:promise_id>/keep")
@allow(CASE_WRITE)
def keep(case_id: int, promise_id: int) -> Answer:
    """It was kept."""
    return _at_once(lambda ctx: promises.keep(ctx, case_id, promise_id))


@bp.post(f"{CASE}/<int:promise_id>/give-up")
@allow(CASE_WRITE)
def give_up(case_id: int, promise_id: int) -> Answer:
    """It was not kept."""
    return _at_once(lambda ctx: promises.give_up(ctx, case_id, promise_id))


def steps() -> dict[Any, str]:
    """What a late promise asks for, in the reader's words."""
    return {step: gettext(title) for step, title in NEXT_STEP_TITLES.items()}


def _at_once(do: Any) -> Answer:
    accepted(HouseForm(), do)
    flash(gettext("Saved."), "ok")
    back = request.form.get("back", "")
    return redirect(url_for(back) if back in ("today.show", "promises.index", "board.show")
                    else url_for("cases.show", case_id=g.grant.case.id))  # fmt: skip


def _dialog(name: str, form: HouseForm, do: Any) -> Answer:
    case_id = g.grant.case.id

    def run(ctx: Context) -> None:
        do(ctx, writable(ctx, case_id))

    if request.method == "POST" and form.validate_on_submit() and accepted(form, run):
        flash(gettext("Saved."), "ok")
        return redirect(url_for("cases.show", case_id=case_id, _anchor="promises"))
    case = db.session().get_one(Case, case_id)
    return page(f"web/promises/{name}.html", 200 if request.method == "GET" else 422, form=form, case=case)
