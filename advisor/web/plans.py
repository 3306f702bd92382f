"""Follow-up plans in the settings: which there are, change one from a day on, try it dry; deviations of one client."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from advisor.domain.doors import ADMINS, CASE_WRITE, allow
from advisor.domain.errors import Invalid, NotFound
from advisor.domain.outreach.plans import ANCHORS, SHIPPED, TITLES, TO_TITLES, Rule, Step, To, read_rule
from advisor.domain.process import StageKey
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.plan import deviations_of
from advisor.services import plan_book, replanning
from advisor.services.access import visible, writable
from advisor.services.plan_book import NewDeviation
from advisor.stages.plan import BY_KEY
from advisor.web.kit.forms import accepted, once
from advisor.web.kit.now import now, today
from advisor.web.kit.page import page
from advisor.web.kit.phrases import say
from advisor.web.kit.who import actor
from advisor.web.outgoing import Titles, plan_title
from advisor.web.plan_forms import DeviationForm, RuleForm

bp = Blueprint("plans", __name__)
KEYS = (*SHIPPED, *(f"stage.{key}" for key in StageKey if key is not StageKey.SUPPORT))


@bp.get("/settings/plans")
@allow(ADMINS)
def index() -> tuple[str, int]:
    """All plans with their rule in words."""
    own = plan_book.running_rules(db.session(), today())
    rows = [(key, plan_title(key), _rule(key, own), key in own) for key in KEYS]
    return page("web/plans/index.html", rows=rows, in_words=in_words)


@bp.route("/settings/plans/<key>", methods=["GET", "POST"])
@allow(ADMINS)
def show(key: str) -> Response | tuple[str, int]:
    """Change a plan from a day on; "try" shows what it would send, and changes nothing."""
    if key not in KEYS:
        raise NotFound
    form, dry = RuleForm(), None
    form.offer_orders()
    if request.method == "GET":
        form.show(_rule(key, plan_book.running_rules(db.session(), today())))
        form.from_on.data = today()
        return _page(key, form, None, 200)
    if form.validate_on_submit():
        try:
            rule = form.rule
            if "try" in request.form:
                dry = replanning.dry_run(db.session(), key, rule, now(), visible(actor(), today()))
            elif accepted(form, lambda ctx: plan_book.save_edition(ctx, key, rule, form.from_on.day)):
                flash(gettext("Saved. From that day on what begins, and what waits already, follows this plan."), "ok")
                return redirect(url_for("plans.show", key=key))
        except Invalid as problem:
            form.refuse(problem)
    return _page(key, form, dry, 200 if dry else 422)


@bp.route("/cases/<int:case_id>/messages/differences", methods=["GET", "POST"])
@allow(CASE_WRITE)
def client(case_id: int) -> Response | tuple[str, int]:
    """What differs for the client of a case, with the reason."""
    party_id, form = g.grant.case.client_id, DeviationForm()
    form.offer([(key, plan_title(key)) for key in KEYS])
    if request.method == "POST" and form.validate_on_submit():
        new = NewDeviation(form.key.data, form.off.data, form.channel.data, form.later_days.data or 0, form.most.data,
                           form.reason.data, form.earlier_days.data or 0)  # fmt: skip
        if accepted(form, lambda ctx: plan_book.deviate(ctx, writable(ctx, case_id), new)):
            flash(gettext("Saved. It holds for what is planned from now on."), "ok")
            return redirect(url_for("plans.client", case_id=case_id))
    session = db.session()
    return page("web/plans/client.html", 200 if request.method == "GET" else 422,
                case=session.get_one(Case, case_id), party=session.get_one(Party, party_id), form=form,
                rows=deviations_of(session, party_id), plan_title=plan_title, channels=Titles.channels)  # fmt: skip


@bp.post("/cases/<int:case_id>/messages/differences/<int:deviation_id>/end")
@allow(CASE_WRITE)
def end(case_id: int, deviation_id: int) -> Response:
    """The client gets what everybody gets again."""
    once(None, lambda ctx: {"id": plan_book.end_deviation(ctx, writable(ctx, case_id), deviation_id).id})
    return redirect(url_for("plans.client", case_id=case_id))


def in_words(rule: Rule) -> str:
    """A rule in one line: "3 d → client · 6 d → client · then advisor"."""
    steps = [gettext("%(days)s d: %(to)s", days=_days(s.days), to=say(TO_TITLES[s.to])) for s in rule.steps]
    if rule.closing is not None:
        told = gettext("%(days)s d: %(to)s is told", days=_days(rule.closing.days), to=say(TO_TITLES[rule.told]))
        steps.append(told)
    return " · ".join(steps)


def _days(days: int) -> str:
    return f"{days:+d}".replace("-", "\N{MINUS SIGN}") if days else "0"


def _rule(key: str, own: dict[str, dict[str, Any]]) -> Rule:
    if key in own:
        return read_rule(own[key])
    if key in SHIPPED:
        return SHIPPED[key]
    stage = BY_KEY[StageKey(key.removeprefix("stage."))].stage
    return Rule((Step(stage.follow_up_days, To.DESK if stage.inside else To.ADVISOR),), 0, To.NOBODY, 0)


def _page(key: str, form: RuleForm, dry: replanning.Dry | None, code: int) -> tuple[str, int]:
    return page("web/plans/plan.html", code, title=plan_title(key), form=form, dry=dry, key=key,
                anchor=say(ANCHORS[key.split(".", maxsplit=1)[0]]), editions=plan_book.editions(db.session(), key),
                in_words=lambda given: in_words(read_rule(given)), to_title=lambda to: say(TO_TITLES[to]),
                channels=lambda via: Titles.channels(",".join(via)), known=key in TITLES)  # fmt: skip
