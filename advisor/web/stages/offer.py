"""The offer room on screen: simulations side by side, the terms, the issued versions, hand-over and answer."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from flask import Blueprint, g, request
from flask_babel import get_locale, gettext

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.finance.money import Money, to_minor
from advisor.domain.process import Profile, StageKey
from advisor.extensions import db
from advisor.papers.simulation import Schedule, Simulation
from advisor.records.case import Case
from advisor.records.institution import institutions
from advisor.records.paper import Paper, PaperKind
from advisor.records.paper_source import PaperSource, sources_of
from advisor.services.rows import of_case
from advisor.stages.offer import actions
from advisor.stages.offer.answers import actions as answers
from advisor.stages.offer.answers.records import answers_of, handovers_of
from advisor.stages.offer.answers.stage import ANSWERS, CHANNELS, HOW, PARTS
from advisor.stages.offer.composition.records import Held, held
from advisor.stages.offer.simulations import actions as simulations
from advisor.stages.offer.simulations.records import OfferSimulation, figures
from advisor.web.kit.ask import Answer, ask, in_words, said
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm
from advisor.web.kit.now import today
from advisor.web.kit.room import act
from advisor.web.kit.show import amount as plain
from advisor.web.kit.show import money
from advisor.web.kit.stale import act_fresh
from advisor.web.offer_form import AnswerForm, TermsForm, hand_over_form, simulation_form, terms_form

bp = Blueprint("room_offer", __name__, url_prefix="/cases/<int:case_id>/offer")

HERE = StageKey.OFFER


class PlainForm(HouseForm):
    """Nothing but its key."""


@dataclass(frozen=True, slots=True)
class Row:
    """One schedule of one simulation in words: what the paper prints, too."""

    title: str
    first: str
    last: str
    cost: str
    paid: str
    rate: str
    lowest: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One simulation as the page shows it."""

    id: int
    name: str
    terms: str
    rows: tuple[Row, ...]
    commission: str
    discloses: bool
    convention: str


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows: a fixed number of statements, whatever the number of simulations."""
    session, case = db.session(), file.case
    have = held(session, case)
    issued = [paper for paper in file.papers if paper.kind is PaperKind.OFFER]
    return {
        "shown": shown(have, case), "financing": case.profile is Profile.FINANCING, "verdict": have.verdict,
        "terms": stored_terms(have, case, file.client.language, formdata=None), "saved": have.offer is not None,
        "issued": issued, "differences": differences(issued), "handed": handovers_of(session, case.id),
        "answered": answers_of(session, case.id), "how": in_words(HOW), "part_titles": in_words(PARTS),
        "answer_titles": in_words(ANSWERS), "channel_titles": in_words(CHANNELS),
        "hand": hand_over_form(case, today(), formdata=None), "answer": AnswerForm(prefix="answer-", formdata=None),
    }  # fmt: skip


def stored_terms(have: Held, case: Case, language: str, **options: Any) -> TermsForm:
    """The terms as saved, or the house's own in the client's language to start from."""
    start, offer = actions.default_terms(case, language), have.offer
    if offer is None:
        return terms_form(case, start, None, **options)
    kept = {name: getattr(offer, name) for name in actions.OfferTerms.__dataclass_fields__ if name != "version"}
    return terms_form(case, replace(start, **kept), offer.version, **options)


def shown(have: Held, case: Case) -> list[Shown]:
    """The simulations with their figures; the lowest total of equal amount and term is marked."""
    lang = str(get_locale()).split("_")[0]
    made = [(row, figures(row, lang)) for row in have.simulations]
    lowest = None
    if len({(sim.amount, sim.months) for _, sim in made}) == 1 and len(made) > 1:
        lowest = min(sim.paid(schedule) for _, sim in made for schedule in sim.schedules)
    titles = (gettext("Equal instalments"), gettext("Equal capital parts"))
    return [
        Shown(
            row.id, ", ".join(x for x in (row.institution, row.product) if x), _terms(row, sim, case),
            tuple(_row(title, sim, table, lowest, case.currency)
                  for title, table in zip(titles, sim.schedules, strict=True)),
            row.commission_basis if row.commission is None else money(row.commission, row.currency), row.discloses,
            sim.convention,
        )
        for row, sim in made
    ]  # fmt: skip


def _terms(row: OfferSimulation, sim: Simulation, case: Case) -> str:
    rate = gettext("%(rate)s %% a year, %(kind)s", rate=plain(row.annual_rate), kind=sim.rate_kind)
    months = gettext("%(months)s months", months=row.months)
    return " · ".join((money(row.amount, case.currency), months, rate))


def _row(title: str, sim: Simulation, table: Schedule, lowest: Any, currency: str) -> Row:
    def text(value: Any) -> str:
        return money(to_minor(Money(value, currency)), currency)

    return Row(title, text(table.first), text(table.last), text(sim.cost(table)), text(sim.paid(table)),
               f"{plain(table.effective_rate)} %", sim.paid(table) == lowest)  # fmt: skip


def differences(issued: list[Paper]) -> dict[int, int]:
    """By paper: how many figures changed against the version before it."""
    found = sources_of(db.session(), [paper.id for paper in issued])
    return {new.id: _changes(found, new.id, old.id) for new, old in pairwise(issued)}


def _changes(found: dict[int, PaperSource], new: int, old: int) -> int:
    after, before = (found[key].figures if key in found else {} for key in (new, old))
    return sum(after.get(name) != before.get(name) for name in after.keys() | before.keys())


@bp.route("/simulations", methods=["GET", "POST"])
@allow(CASE_WRITE)
def add_simulation(case_id: int) -> Answer:
    """Add a simulation; `like` copies another one."""
    like = request.args.get("like", "")
    row = of_case(db.session(), OfferSimulation, int(like), g.grant.case) if like.isdigit() else None
    form = simulation_form(g.grant.case, institutions(db.session()), row, today())
    return ask(HERE, form, gettext("Simulation"), lambda ctx: simulations.add_simulation(
        ctx, case_id, form.card(form.amount.shown_currency)))  # fmt: skip


@bp.route("/simulations/<int:simulation_id>", methods=["GET", "POST"])
@allow(CASE_WRITE)
def change_simulation(case_id: int, simulation_id: int) -> Answer:
    """Change a simulation."""
    row = of_case(db.session(), OfferSimulation, simulation_id, g.grant.case)
    form = simulation_form(g.grant.case, institutions(db.session()), row, today())
    return ask(HERE, form, gettext("Simulation"), lambda ctx: simulations.change_simulation(
        ctx, case_id, simulation_id, form.card(form.amount.shown_currency)))  # fmt: skip


@bp.post("/simulations/<int:simulation_id>/remove")
@allow(CASE_WRITE)
def remove_simulation(case_id: int, simulation_id: int) -> Answer:
    """Take a simulation out."""
    return act(HERE, case_id, PlainForm(), "plain", lambda ctx: simulations.remove_simulation(
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
