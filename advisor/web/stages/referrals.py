"""The referrals room on screen: opinion, recommendation, next contact, and the leads this client sent to us."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from advisor.casework.open import NewCase, open_case
from advisor.domain.catalogue import BY_CODE, CLIENT_TYPE_TITLES, Source
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import Invalid
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.notes import read_text
from advisor.services.parties import PartyCard, create_party
from advisor.stages.referrals import actions
from advisor.stages.referrals.records import RELATION, referred_by
from advisor.stages.referrals.stage import OPINIONS, RECOMMENDATIONS
from advisor.web.kit.ask import Answer, ask, choices, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, once, sane_day, short
from advisor.web.kit.page import page
from advisor.web.kit.room import act, room_url

bp = Blueprint("room_referrals", __name__, url_prefix="/cases/<int:case_id>/referrals")

HERE = StageKey.REFERRALS
SCORES = [("", "–"), *((str(n), str(n)) for n in range(1, actions.LAST_SCORE + 1))]


class OpinionForm(HouseForm):
    """What the client thinks of our work."""

    state = SelectField(_l("Opinion"), [InputRequired()], choices=choices(OPINIONS, "–"))
    score = SelectField(_l("Score, 1 to 5"), choices=SCORES)
    words = TextAreaField(_l("In words, or why it was not asked"), [Length(max=20_000)])


class RecommendationForm(HouseForm):
    """Whether the client recommends us."""

    state = SelectField(_l("Recommendation"), [InputRequired()], choices=choices(RECOMMENDATIONS, "–"))
    words = TextAreaField(_l("In words, or why it was not asked"), [Length(max=2000)])


class NextForm(HouseForm):
    """When we speak again."""

    on = DateField(_l("Next contact on"), [InputRequired(), sane_day])
    why = short(_l("What about"), DataRequired())


class StopForm(HouseForm):
    """Why not to contact."""

    why = TextAreaField(_l("What the client said"), [DataRequired(), Length(max=2000)])


class LeadForm(HouseForm):
    """Somebody the client sends to us."""

    name = short(_l("Name"), DataRequired())
    phone = short(_l("Phone"), Optional())
    email = short(_l("E-mail"), Optional())
    product = SelectField(_l("Product"), [InputRequired()],
                          choices=[(code, _l(product.title)) for code, product in BY_CODE.items()])  # fmt: skip
    client_type = SelectField(_l("Client type"), [InputRequired()], choices=choices(CLIENT_TYPE_TITLES))


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, case = db.session(), file.case
    row = RELATION.one(session, case.id)
    place = ("client_relation", row.uid if row else "", "opinion_words")
    text = read_text(session, file.client.uid, place, row.opinion_words) if row else ""
    return {
        "relation": row, "opinion_text": text, "referred": referred_by(session, case.id),
        "opinion": OpinionForm(prefix="opinion-", formdata=None, state=row.opinion if row else "", words=text,
                               score=str(row.score or "") if row else ""),
        "recommendation": RecommendationForm(prefix="recommendation-", formdata=None,
                                             state=row.recommendation if row else "",
                                             words=row.recommendation_words if row else ""),
        "following": NextForm(prefix="next-", formdata=None, on=row.next_contact_on if row else None,
                              why=row.next_contact_why if row else ""),
        "opinions": in_words(OPINIONS), "recommendations": in_words(RECOMMENDATIONS),
    }  # fmt: skip


@bp.post("/opinion")
@allow(CASE_WRITE)
def note_opinion(case_id: int) -> Answer:
    """Note that the opinion was asked for, and the answer."""
    form = OpinionForm(prefix="opinion-")
    return act(HERE, case_id, form, "opinion", lambda ctx: actions.note_opinion(ctx, case_id, actions.Opinion(
        said(form.state), form.words.data or "", int(form.score.data) if form.score.data else None)))  # fmt: skip


@bp.post("/recommendation")
@allow(CASE_WRITE)
def note_recommendation(case_id: int) -> Answer:
    """Note that a recommendation was asked for, and what came of it."""
    form = RecommendationForm(prefix="recommendation-")
    return act(HERE, case_id, form, "recommendation", lambda ctx: actions.note_recommendation(
        ctx, case_id, said(form.state), form.words.data or ""))  # fmt: skip


@bp.post("/next")
@allow(CASE_WRITE)
def plan_next(case_id: int) -> Answer:
    """Set the day of the next contact."""
    form = NextForm(prefix="next-")
    return act(HERE, case_id, form, "following", lambda ctx: actions.plan_next_contact(
        ctx, case_id, said(form.on), said(form.why)))  # fmt: skip


@bp.route("/stop", methods=["GET", "POST"])
@allow(CASE_WRITE)
def stop(case_id: int) -> Answer:
    """Note that the client does not want to be contacted."""
    form = StopForm()
    return ask(HERE, form, gettext("Do not contact"),
               lambda ctx: actions.do_not_contact(ctx, case_id, said(form.why)))  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@allow(CASE_WRITE)
def refer(case_id: int) -> Answer:
    """Enter somebody the client sends to us: a new lead, linked both ways."""
    form = LeadForm(product=g.grant.case.product, client_type=g.grant.case.client_type)
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.validate_on_submit():
        try:
            opened = once(form, lambda ctx: _refer(ctx, case_id, form))
        except Invalid as problem:
            form.refuse(problem)
        else:
            flash(gettext("Case %(number)s was opened.", number=opened["number"]), "ok")
            return redirect(url_for("cases.show", case_id=opened["id"]))
    case = db.session().get_one(Case, case_id)
    hint = gettext("The new lead names this client as the referrer.")
    return page("web/kit/ask.html", status, form=form, title=gettext("Referral"), case=case, hint=hint,
                back=room_url(case_id, HERE))  # fmt: skip


def _refer(ctx: Context, case_id: int, form: LeadForm) -> dict[str, Any]:
    case = writable(ctx, case_id)
    client = ctx.session.get_one(Party, case.client_id)
    party = create_party(ctx, PartyCard(name=said(form.name), phone=form.phone.data or "", email=form.email.data or "",
                                        country=client.country))  # fmt: skip
    new = open_case(ctx, party, NewCase(
        product=form.product.data, client_type=form.client_type.data, currency=case.currency,
        source=Source.CLIENT_REFERRAL, referrer_id=client.id, owner_id=case.owner_id,
    ))  # fmt: skip
    actions.link_referral(ctx, case_id, new)
    return {"id": new.id, "number": new.number}
