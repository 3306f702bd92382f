"""The analysis room on screen: talk, need, ability, topics with autosave, possible routes."""

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext
from werkzeug.wrappers import Response

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import Invalid, StaleVersion
from advisor.domain.finance.affordability import burden
from advisor.domain.finance.money import from_minor
from advisor.domain.process import Profile, StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.institution import InstitutionKind, institutions
from advisor.services.access import visible
from advisor.services.notes import read_text
from advisor.stages.analysis import actions
from advisor.stages.analysis.gate import topics
from advisor.stages.analysis.records import NeedsProfile, known_before, profile_of, routes_of, topics_of
from advisor.stages.analysis.stage import CONDUCT
from advisor.stages.contact.affordability.records import newest
from advisor.transaction import transaction
from advisor.web.analysis_form import (
    AbilityForm,
    NeedForm,
    PlainForm,
    RouteForm,
    TalkForm,
    TopicsForm,
    WhyForm,
    topics_form,
)
from advisor.web.analysis_points import corner
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.now import now, today, zone
from advisor.web.kit.room import act
from advisor.web.kit.show import money
from advisor.web.kit.stale import act_fresh
from advisor.web.kit.who import actor
from advisor.web.matching_view import products_for

bp = Blueprint("room_analysis", __name__, url_prefix="/cases/<int:case_id>/analysis")
FIGURES = ("income", "obligations", "living_costs", "instalment", "currency")

Answer = Response | tuple[str, int]
HERE = StageKey.ANALYSIS


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, case = db.session(), file.case
    needs = profile_of(session, case.id)
    held_at = (needs.talk_at if needs else None) or now()
    talk = TalkForm(
        formdata=None, at=held_at.astimezone(zone()).strftime("%Y-%m-%dT%H:%M"),
        minutes=_opened(file, needs, "minutes"),
        channel=(needs.talk_channel if needs else None) or ContactChannel.MEETING,
    )  # fmt: skip
    need = NeedForm(formdata=None, purpose=case.purpose, amount=case.amount, currency=case.currency,
                    version=str(case.version))  # fmt: skip
    need.amount.shown_currency = case.currency
    why = WhyForm(formdata=None, why=_opened(file, needs, "no_route"))
    form = _topics(file, needs)
    routes = routes_of(session, case.id)
    done = [key for key in topics(case.profile, case.client_type) if form[key].data]
    return {
        "needs": needs, "talk": talk, "need": need, **_ability(file, needs), "topics": form,
        "topic_keys": topics(case.profile, case.client_type), "done": done,
        "conduct_keys": [f"ask_{key}" for key in CONDUCT] if case.profile is Profile.DEBT_RELIEF else [],
        "routes": routes, "noted": {(row.institution_id, row.what) for row, _name in routes},
        "products": products_for(file), "route": _route_form(file.case), "why": why, "plain": PlainForm(formdata=None),
        "burdens": _burdens(needs), **corner(file, needs),
    }  # fmt: skip


@bp.post("/talk")
@allow(CASE_WRITE)
def talk(case_id: int) -> Answer:
    """The talk was held, with its minutes."""
    form = TalkForm()
    return act(HERE, case_id, form, "talk", lambda ctx: actions.note_talk(
        ctx, case_id, form.held_at, ContactChannel(form.channel.data), form.minutes.data or ""))  # fmt: skip


@bp.post("/need")
@allow(CASE_WRITE)
def need(case_id: int) -> Answer:
    """Purpose and amount."""
    form = NeedForm()
    return act_fresh(HERE, case_id, form, "need", lambda ctx: actions.note_need(ctx, case_id, form.need))


@bp.post("/ability")
@allow(CASE_WRITE)
def ability(case_id: int) -> Answer:
    """Monthly figures."""
    form = AbilityForm()
    form.watch(profile_of(db.session(), case_id), *FIGURES)
    return act(HERE, case_id, form, "ability", lambda ctx: actions.note_ability(ctx, case_id, form.ability))


@bp.post("/topics")
@allow(CASE_WRITE)
def write_topics(case_id: int) -> Answer:
    """The topics' words."""
    form = topics_form(g.grant.case.profile, g.grant.case.client_type)
    return act_fresh(HERE, case_id, form, "topics", lambda ctx: actions.write_topics(ctx, case_id, form.words()))


@bp.post("/topics/draft")
@allow(CASE_WRITE)
def keep_draft(case_id: int) -> Answer:
    """Autosave while one types; 204 when kept, 409 or 422 when the words have to be looked at first."""
    form = topics_form(g.grant.case.profile, g.grant.case.client_type)
    if not form.validate_on_submit():
        return "", 422
    try:
        with transaction(actor(), now()) as ctx:
            actions.write_topics(ctx, case_id, form.words())
    except StaleVersion:
        return "", 409
    except Invalid:
        return "", 422
    return "", 204


@bp.post("/routes")
@allow(CASE_WRITE)
def add_route(case_id: int) -> Answer:
    """A possible route."""
    form = RouteForm()
    text = form.institution_id.data or ""
    chosen = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return act(HERE, case_id, form, "route", lambda ctx: actions.add_route(
        ctx, case_id, actions.NewRoute(InstitutionKind(form.kind.data), chosen, form.what.data or "")))  # fmt: skip


@bp.post("/routes/<int:route_id>/drop")
@allow(CASE_WRITE)
def drop_route(case_id: int, route_id: int) -> Answer:
    """A route that does not work."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: actions.drop_route(ctx, case_id, route_id))


@bp.post("/no-route")
@allow(CASE_WRITE)
def no_route(case_id: int) -> Answer:
    """None, because."""
    form = WhyForm()
    return act(HERE, case_id, form, "why", lambda ctx: actions.no_route(ctx, case_id, form.why.data or ""))


def _opened(file: CaseFile, needs: NeedsProfile | None, column: str) -> str:
    if needs is None:
        return ""
    return read_text(db.session(), file.client.uid, ("needs_profile", needs.uid, column), getattr(needs, column))


def _topics(file: CaseFile, needs: NeedsProfile | None) -> TopicsForm:
    """The topics as they are kept; conduct answers as yes, no or not asked."""
    values: dict[str, Any] = {"version": str(needs.version) if needs else ""}
    for key, row in topics_of(db.session(), file.case.id).items():
        values[key] = read_text(db.session(), file.client.uid, ("needs_topic", row.uid, "words"), row.words)
        values[f"{key}_not"] = row.not_relevant
    for key, answer in (needs.conduct if needs else {}).items():
        values[f"ask_{key}"] = {True: "yes", False: "no"}.get(answer, "")
    return topics_form(file.case.profile, file.case.client_type, formdata=None, data=values)


def _ability(file: CaseFile, needs: NeedsProfile | None) -> dict[str, Any]:
    """The figures as they are kept; before, those of the pre-check in contact, else of the last case (C-19)."""
    session, carried = db.session(), None
    source: Any = needs if needs is not None and needs.income is not None else None
    if source is None and (found := newest(session, file.case.id)) is not None:
        source = found[0]
    if source is None and (carried := known_before(session, file.case, visible(actor(), today()))) is not None:
        source = carried[0]
    form = AbilityForm(formdata=None, obj=source, currency=source.currency if source else file.case.currency)
    if carried is not None:
        form.instalment.data = None  # the one asked for now is another
    for field in (form.income, form.living_costs, form.obligations, form.instalment):
        field.shown_currency = form.currency.data
    form.watch(needs, *FIGURES)
    return {"ability": form, "carried": carried}


def _burdens(needs: NeedsProfile | None) -> list[tuple[str, str]]:
    """Debt service over net income in percent, now and with the new instalment; what is left a month."""
    if needs is None or needs.income is None or needs.obligations is None:
        return []
    income, due = (from_minor(minor, needs.currency) for minor in (needs.income, needs.obligations))
    after = due + from_minor(needs.instalment or 0, needs.currency)
    left = needs.income - needs.obligations - (needs.instalment or 0) - (needs.living_costs or 0)
    figures = ((gettext("Burden now"), due), (gettext("Burden with the new instalment"), after))
    rows = [(title, "–" if (part := burden(paid, income)) is None else f"{part:.1f} %") for title, paid in figures]
    return [*rows, (gettext("Left a month"), money(left, needs.currency))]


def _route_form(case: Case) -> RouteForm:
    """A way most cases of the profile go, and no particular institution."""
    usual = InstitutionKind.BANK if case.profile is Profile.FINANCING else InstitutionKind.COURT
    form = RouteForm(formdata=None, kind=usual)
    names = [(str(row.id), row.name) for row in institutions(db.session())]
    form.institution_id.choices = [("", gettext("No particular one")), *names]
    return form
