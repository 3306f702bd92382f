"""The review queue: leads the rules leave to a person, answered by name and with a reason (OP-07, ZA-03)."""

from typing import Any

from flask import Blueprint, flash, g, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, select
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from advisor.casework.discounts import discounts
from advisor.domain.debts import lead_from_json, prequalify
from advisor.domain.doors import CASE_READ, allow, only
from advisor.domain.errors import NotFound
from advisor.domain.points import POINT_TITLES, SHEET
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.services.access import visible
from advisor.services.rulebook import rules_of
from advisor.stages.analysis.points.records import newest_count
from advisor.stages.contact.affordability.actions import figures_of, weigh
from advisor.stages.contact.affordability.actions import rules_of as rules_of_check
from advisor.stages.contact.affordability.records import newest
from advisor.stages.contact.prequalification.records import held
from advisor.stages.contact.review import actions
from advisor.stages.contact.review.gate import Answer
from advisor.stages.contact.review.records import Review, waiting
from advisor.web.kit.forms import LONG, HouseForm, once
from advisor.web.kit.now import today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor, me
from advisor.web.verdicts import affordability_reasons, affordability_title, grounds, legal_hint, told_decision

bp = Blueprint("queue", __name__, url_prefix="/queue")

REVIEWERS = only(Role.UNDERWRITER, Role.EDITOR, Role.MANAGER, Role.AUDITOR)
LIMIT = 200


class AnswerForm(HouseForm):
    """Approve or decline, with the reason."""

    answer = RadioField(
        _l("Your answer"), [InputRequired()],
        choices=lambda: [("approved", gettext("Approve: we take the case")), ("declined", gettext("Decline"))],
    )  # fmt: skip
    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=LONG)])


@bp.get("")
@allow(REVIEWERS)
def index() -> tuple[str, int]:
    """The doubts that wait, the oldest first; underwriter and rule editor see their own kind, managers the team's."""
    query = (
        select(Review, Case, Party)
        .join(Case, Case.id == Review.case_id)
        .join(Party, Party.id == Case.client_id)
        .where(Review.answer.is_(None), Review.moot_at.is_(None), Case.referred_to != "", visible(actor(), today()))
        .order_by(Review.asked_at, Review.id)
    )
    rows: list[Row[*tuple[Any, ...]]] = list(db.session.execute(query.limit(LIMIT)))
    return page(
        "web/queue/index.html",
        discounts=discounts(db.session(), actor(), today()),
        rows=[(row[0], row[1], row[2], grounds(row[0].grounds)) for row in rows],
    )


@bp.get("/<int:case_id>")
@allow(CASE_READ)
def show(case_id: int) -> tuple[str, int]:
    """One doubt with the facts, the machine's verdict and the form to answer."""
    return _page(case_id, AnswerForm(formdata=None), 200)


@bp.post("/<int:case_id>")
@allow(CASE_READ)
def answer(case_id: int) -> Response | tuple[str, int]:
    """Answer a doubt; the role and the four eyes are checked by the use case."""
    form, review = AnswerForm(), waiting(db.session(), case_id)
    if review is None:
        raise NotFound
    if not form.validate_on_submit():
        return _page(case_id, form, 422)
    review_id, said = review.id, Answer(form.answer.data)
    once(form, lambda ctx: {"id": actions.answer_review(ctx, case_id, review_id, said, form.reason.data or "").id})
    flash(gettext("Saved."), "ok")
    return redirect(url_for("queue.index"))


def _page(case_id: int, form: AnswerForm, status: int) -> tuple[str, int]:
    session, case, review = db.session(), g.grant.case, waiting(db.session(), case_id)
    if review is None:
        raise NotFound
    may = me().actor().has(review.role) and me().id not in (case.owner_id, review.asked_by)
    values: dict[str, Any] = {
        "shown": None,
        "law": None,
        "carrying": None,
        "reasons": (),
        "check": None,
        "counted": None,
    }
    facts = held(session, case_id)
    if facts.verdict is not None:
        lead = lead_from_json(facts.verdict.facts)
        pack = rules_of(session, facts.verdict.pack_key, facts.verdict.pack_version)
        values["shown"] = told_decision(prequalify(lead, pack), pack)
        values["law"] = legal_hint(lead, facts.interview.hint if facts.interview else {}, today())
    elif (found := newest(session, case_id)) is not None:
        check = found[0]
        told = weigh(figures_of(check), rules_of_check(session, check))
        values |= {"check": check, "carrying": affordability_title(told), "reasons": affordability_reasons(told)}
    counted = newest_count(session, case_id)
    if counted is not None and counted[1] is not None and counted[1].id == review.id:
        row = counted[0]
        lines = [(gettext(POINT_TITLES.get(code, code)), value, points) for code, value, points in row.lines]
        values |= {"counted": row, "point_lines": lines, "good_from": SHEET.good_from, "check": None}
    client = session.get_one(Party, case.client_id)
    return page("web/queue/show.html", status, case=case, client=client, review=review, form=form, may=may,
                doubts=grounds(review.grounds), rule=may and review.role is Role.EDITOR, **values)  # fmt: skip
