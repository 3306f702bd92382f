"""Beside the analysis room: figures in detail, company figures, control points and the points list."""

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.points import CONTROLS, POINT_TITLES, SHEET, Band
from advisor.domain.process import Profile, StageKey
from advisor.extensions import db
from advisor.records.case import PartyRole
from advisor.stages.analysis.gate import PERSONS
from advisor.stages.analysis.points import actions
from advisor.stages.analysis.points.records import lines_of, newest_count
from advisor.stages.analysis.points.stage import BANDS, COMPANY, LINE_KINDS
from advisor.stages.analysis.records import NeedsProfile, profile_of
from advisor.stages.contact.review.stage import ANSWERS
from advisor.web.fee_fields import FeeField, SignedFeeField, in_currency
from advisor.web.interview_form import yes_no_choices
from advisor.web.interview_typed import YES_NO
from advisor.web.kit.ask import Answer, choices
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, short
from advisor.web.kit.room import act
from advisor.web.verdicts import grounds

bp = Blueprint("analysis_points", __name__, url_prefix="/cases/<int:case_id>/analysis")

HERE = StageKey.ANALYSIS


class LineForm(HouseForm):
    """One obligation, collateral or piece of property."""

    kind = SelectField(_l("Kind"), choices=choices(LINE_KINDS))
    text = short(_l("What and with whom"), DataRequired())
    line_amount = FeeField(_l("Amount or value"))
    monthly = FeeField(_l("A month"))


class CompanyForm(HouseForm):
    """Yearly figures of a business."""

    revenue = FeeField(_l("Revenue of the last year"))
    profit = SignedFeeField(_l("Profit of the last year"))
    own_funds = SignedFeeField(_l("Own funds"))


class PlainForm(HouseForm):
    """Nothing but its key."""


def controls_form(**values: Any) -> HouseForm:
    """The six control points, the same for every client (ES-19)."""
    fields = {
        key: SelectField(_l(asked), choices=yes_no_choices, default="") for key, (asked, _more) in CONTROLS.items()
    }
    form: HouseForm = type("ControlsForm", (HouseForm,), fields)(prefix="control-", **values)
    return form


def corner(file: CaseFile, needs: NeedsProfile | None) -> dict[str, Any]:
    """What the room's template shows of this corner: two statements."""
    session, case = db.session(), file.case
    answers = needs.controls if needs else {}
    said = {key: {True: "yes", False: "no"}.get(answer, "") for key, answer in answers.items()}
    currency = needs.currency if needs else case.currency
    company = CompanyForm(prefix="company-", formdata=None, data=needs.company if needs else {})
    line = LineForm(prefix="line-", formdata=None)
    in_currency(company, currency)
    in_currency(line, currency)
    return {
        "lines": lines_of(session, case.id), "line_kinds": {key: gettext(title) for key, title in LINE_KINDS.items()},
        "line": line, "company": company, "business": case.client_type not in PERSONS, "currency": currency,
        "company_titles": {key: gettext(title) for key, title in COMPANY.items()},
        "controls": controls_form(formdata=None, data=said), "more": _ask_more(needs),
        "guarantors": [party.name for row, party in file.parties if row.role is PartyRole.GUARANTOR and not row.to_on],
        **_points(file),
    }  # fmt: skip


def _ask_more(needs: NeedsProfile | None) -> list[str]:
    """What to ask more about, after each control point answered with "yes"."""
    answers = needs.controls if needs else {}
    return [gettext(more) for key, (_question, more) in CONTROLS.items() if answers.get(key) is True]


def _points(file: CaseFile) -> dict[str, Any]:
    """The newest count, line by line, with the person's answer beside the machine's."""
    if file.case.profile is not Profile.FINANCING:
        return {"counted": None, "financing": False}
    row, review = newest_count(db.session(), file.case.id) or (None, None)
    if row is None:
        return {"counted": None, "financing": True}
    lines = [(gettext(POINT_TITLES.get(code, code)), value, points) for code, value, points in row.lines]
    return {
        "financing": True, "counted": row, "point_lines": lines, "band": gettext(BANDS[row.band]),
        "good": row.band == Band.GOOD, "review": review, "doubts": grounds(review.grounds) if review else (),
        "answer_title": gettext(ANSWERS[review.answer]) if review and review.answer else "",
        "good_from": SHEET.good_from,
    }  # fmt: skip


def _currency(case_id: int) -> str:
    needs = profile_of(db.session(), case_id)
    currency: str = needs.currency if needs else g.grant.case.currency
    return currency


@bp.post("/lines")
@allow(CASE_WRITE)
def add_line(case_id: int) -> Answer:
    """Note a figure in detail."""
    form = LineForm(prefix="line-")
    in_currency(form, _currency(case_id))
    return act(HERE, case_id, form, "line", lambda ctx: actions.add_line(ctx, case_id, actions.NewLine(
        form.kind.data, form.text.data or "", form.line_amount.data, form.monthly.data)))  # fmt: skip


@bp.post("/lines/<int:line_id>/drop")
@allow(CASE_WRITE)
def drop_line(case_id: int, line_id: int) -> Answer:
    """Take a figure off the list."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: actions.drop_line(ctx, case_id, line_id))


@bp.post("/company")
@allow(CASE_WRITE)
def company(case_id: int) -> Answer:
    """Note the yearly figures of a business."""
    form = CompanyForm(prefix="company-")
    in_currency(form, _currency(case_id))
    return act(HERE, case_id, form, "company", lambda ctx: actions.note_company(
        ctx, case_id, {key: form[key].data for key in COMPANY}))  # fmt: skip


@bp.post("/controls")
@allow(CASE_WRITE)
def controls(case_id: int) -> Answer:
    """Note the answers to the control points."""
    form = controls_form()
    return act(HERE, case_id, form, "controls", lambda ctx: actions.note_controls(
        ctx, case_id, {key: YES_NO.get(form[key].data) for key in CONTROLS}))  # fmt: skip


@bp.post("/points")
@allow(CASE_WRITE)
def count(case_id: int) -> Answer:
    """Count the points."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: actions.count_points(ctx, case_id))
