"""The offer room on screen: simulations side by side, the terms, the issued versions, hand-over and answer."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, g

from advisor.domain.clauses import PLACES
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import Profile, StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.paper import PaperKind
from advisor.records.paper_source import SOURCES
from advisor.services.clause_book import contract_key, in_force
from advisor.services.rulebook import edition_of, packs
from advisor.stages.analysis.records import month_leaves, profile_of
from advisor.stages.offer import actions
from advisor.stages.offer.answers import actions as answers
from advisor.stages.offer.answers.records import answers_of, handovers_of
from advisor.stages.offer.answers.stage import ANSWERS, CHANNELS, HOW, PARTS
from advisor.stages.offer.composition.records import Held, held
from advisor.stages.offer.simulations import actions as simulations
from advisor.web.kit.ask import Answer, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm
from advisor.web.kit.now import today
from advisor.web.kit.room import act
from advisor.web.kit.stale import act_fresh
from advisor.web.matching_view import products_for
from advisor.web.offer_form import AnswerForm, TermsForm, hand_over_form, terms_form
from advisor.web.offer_versions import Past, versions
from advisor.web.simulation_view import beside, in_money
from advisor.web.verdicts import edition

bp = Blueprint("room_offer", __name__, url_prefix="/cases/<int:case_id>/offer")

HERE = StageKey.OFFER


class PlainForm(HouseForm):
    """Nothing but its key."""


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows: a fixed number of statements, whatever the number of simulations."""
    session, case = db.session(), file.case
    have = held(session, case)
    free = month_leaves(profile_of(session, case.id))
    handed, answered = handovers_of(session, case.id), answers_of(session, case.id)
    issued = [paper for paper in file.papers if paper.kind is PaperKind.OFFER]
    past = Past(issued, handed, answered, SOURCES.of(session, case.id))
    return {
        "products": products_for(file, have.simulations[0].months if have.simulations else None),
        "beside": beside(have.simulations, case, free),
        "free": in_money(free.amount, free.currency) if free is not None else "",
        "financing": case.profile is Profile.FINANCING,
        "verdict": have.verdict, "rules": _rules(have),
        "terms": stored_terms(have, case, file.client.language, formdata=None), "saved": have.offer is not None,
        "places": PLACES,
        "versions": versions(past, case.currency, today()), "handed": handed,
        "answered": answered, "how": in_words(HOW), "part_titles": in_words(PARTS),
        "answer_titles": in_words(ANSWERS), "channel_titles": in_words(CHANNELS),
        "hand": hand_over_form(case, today(), formdata=None), "answer": AnswerForm(prefix="answer-", formdata=None),
    }  # fmt: skip


def _rules(have: Held) -> str:
    """Name and day of the rules the verdict stands on."""
    verdict = have.verdict
    return edition(edition_of(packs(db.session()), verdict.pack_key, verdict.pack_version)) if verdict else ""


def stored_terms(have: Held, case: Case, language: str, **options: Any) -> TermsForm:
    """The terms as saved, or the house's own in the client's language to start from."""
    contract = in_force(db.session(), contract_key(case.profile, language)).text if have.offer is None else ""
    start, offer = actions.default_terms(case, language, contract), have.offer
    if offer is None:
        return terms_form(case, start, None, **options)
    kept = {name: getattr(offer, name) for name in actions.OfferTerms.__dataclass_fields__ if name != "version"}
    return terms_form(case, replace(start, **kept), offer.version, **options)


@bp.post("/simulations/<int:simulation_id>/remove")
@allow(CASE_WRITE)
def remove_simulation(case_id: int, simulation_id: int) -> Answer:
    """Take a simulation out."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: simulations.remove_simulation(
        ctx, case_id, simulation_id))  # fmt: skip


@bp.post("/simulations/<int:simulation_id>/align")
@allow(CASE_WRITE)
def align_simulations(case_id: int, simulation_id: int) -> Answer:
    """Put all simulations on the amount, term and start of this one."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: simulations.align_simulations(
        ctx, case_id, simulation_id))  # fmt: skip


@bp.post("/terms")
@allow(CASE_WRITE)
def save_terms(case_id: int) -> Answer:
    """Save the terms."""
    form = terms_form(g.grant.case, actions.OfferTerms(), None)
    return act_fresh(HERE, case_id, form, "terms", lambda ctx: actions.save_terms(ctx, case_id, form.terms()))


@bp.post("/hand-over")
@allow(CASE_WRITE)
def hand_over(case_id: int) -> Answer:
    """Note a hand-over on paper or in person."""
    form = hand_over_form(g.grant.case, today())
    return act(HERE, case_id, form, "hand", lambda ctx: answers.hand_over(ctx, case_id, answers.Handing(
        said(form.how), said(form.on), said(form.evidence) or "", tuple(said(form.parts)))))  # fmt: skip


@bp.post("/answer")
@allow(CASE_WRITE)
def note_answer(case_id: int) -> Answer:
    """Note the client's answer."""
    form = AnswerForm(prefix="answer-")
    return act(HERE, case_id, form, "answer", lambda ctx: answers.note_answer(
        ctx, case_id, said(form.answer), said(form.channel), said(form.words) or ""))  # fmt: skip
