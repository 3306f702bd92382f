"""Move, send back, undo, hold, resume, close, reopen, assign: the verbs of the stairs as dialogs that are pages."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from advisor.casework import advance as stairs
from advisor.casework import assign, status
from advisor.domain.closing import offered
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import AdvisorError, Forbidden, GateClosed, Invalid, StaleVersion, WrongStatus
from advisor.domain.process import LINE, OUTCOME_TITLES, StageKey, Status, returns_from
from advisor.domain.roles import MAY_OVERRIDE, Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.staff import active_staff
from advisor.services.context import Context
from advisor.stages.plan import BY_KEY
from advisor.web.kit.errors import sentence
from advisor.web.kit.forms import VersionedForm, accepted, once
from advisor.web.kit.now import now, today
from advisor.web.kit.page import page
from advisor.web.kit.show import word
from advisor.web.kit.who import actor
from advisor.web.move_form import AssignForm, CloseForm, HoldForm, MoveForm, PlainForm, ReasonForm

bp = Blueprint("moves", __name__, url_prefix="/cases/<int:case_id>")

Answer = Response | tuple[str, int]
RUNNING = frozenset({Status.ACTIVE, Status.ON_HOLD})
FITS = {"close": RUNNING, "assign": RUNNING, "reopen": frozenset({Status.CLOSED})}
"""In which status a dialog is of use; the others ask for an active case."""


def the_case() -> Case:
    """The case the access rule has read."""
    case: Case = g.grant.case
    return case


@bp.route("/move", methods=["GET", "POST"])
@allow(CASE_WRITE)
def move(case_id: int) -> Answer:
    """Forward through every gate on the way, or back along a return the process knows."""
    case = the_case()
    form = MoveForm(to=request.args.get("to"), version=str(case.version))
    ahead = [key for key in LINE if LINE.index(key) > LINE.index(case.stage)]
    back = returns_from(case.stage)
    form.to.choices = [(str(key), _numbered(key)) for key in ahead]
    if request.method == "GET" and form.to.data in {str(key) for key in back}:
        return redirect(url_for("moves.send_back", case_id=case_id, to=form.to.data))
    if request.method == "POST" and form.validate_on_submit():
        done = _try(form, lambda ctx: _advance(ctx, case_id, form))
        if done is None:
            return _moved(case_id, form.to.data)
        return _move_page(form, case, done)
    return _move_page(form, case, 422 if request.method == "POST" else 200)


def _advance(ctx: Context, case_id: int, form: MoveForm) -> None:
    if form.to.data not in list(StageKey):
        raise Invalid("to", "unknown")
    skipped = {StageKey.MONITORING: form.not_needed.data} if form.not_needed.data else {}
    stairs.advance(ctx, stairs.Order(
        case_id, StageKey(form.to.data), form.seen, form.override_reason.data, skipped, form.evidence.data,
    ))  # fmt: skip


def _move_page(form: MoveForm, case: Case, code: int) -> Answer:
    session = db.session()
    case = session.get_one(Case, case.id)
    if code == 200 and case.status is not Status.ACTIVE:
        return _of_no_use(case)
    ahead = [key for key in LINE if LINE.index(key) > LINE.index(case.stage)]
    target = StageKey(form.to.data) if form.to.data in {str(k) for k in ahead} else (ahead[0] if ahead else None)
    if target is None:
        return page("web/moves/end.html", code, case=case)
    form.to.data = str(target)
    ctx = Context(session, actor(), now())
    gates = stairs.preview(ctx, case, target, today())
    may_override = not actor().roles.isdisjoint(MAY_OVERRIDE) and all(v.overridable for _, v in gates)
    skippable = case.stage in stairs.SKIPPABLE or any(key in stairs.SKIPPABLE for key, _ in gates)
    return page("web/moves/move.html", code, form=form, case=case, gates=gates, target=target,
                back=returns_from(case.stage), may_override=may_override, skippable=skippable,
                closed=any(not v.open for _, v in gates))  # fmt: skip


@bp.route("/send-back", methods=["GET", "POST"])
@allow(CASE_WRITE)
def send_back(case_id: int) -> Answer:
    """Back to an earlier room, with a reason."""
    case = the_case()
    form = ReasonForm(to=request.args.get("to"), version=str(case.version))
    form.to.choices = [(str(key), _numbered(key)) for key in returns_from(case.stage)]
    if form.validate_on_submit():
        target = StageKey(form.to.data) if form.to.data in list(StageKey) else case.stage
        order = stairs.Order(case_id, target, form.seen)
        failed = _try(form, lambda ctx: stairs.send_back(ctx, order, form.reason.data))
        return _moved(case_id, form.to.data) if failed is None else _dialog(form, case, "send_back", failed)
    return _dialog(form, case, "send_back", 422 if request.method == "POST" else 200)


@bp.post("/undo")
@allow(CASE_WRITE)
def undo(case_id: int) -> Answer:
    """Take the last move back: a new event, never an erasure."""
    form = PlainForm()
    once(form, lambda ctx: {"to": str(stairs.undo_move(ctx, case_id, form.seen).target)})
    flash(gettext("The move was taken back."), "ok")
    return redirect(url_for("cases.show", case_id=case_id))


@bp.route("/hold", methods=["GET", "POST"])
@allow(CASE_WRITE)
def hold(case_id: int) -> Answer:
    """Put on hold until a day."""
    case, form = the_case(), HoldForm()
    return _verb(case, form, "hold", lambda ctx: status.hold(
        ctx, case_id, form.until_on.day, form.reason.data, form.seen))  # fmt: skip


@bp.post("/resume")
@allow(CASE_WRITE)
def resume(case_id: int) -> Answer:
    """Take off hold."""
    form = PlainForm()
    once(form, lambda ctx: {"id": status.resume(ctx, case_id, form.seen).id})
    return redirect(url_for("cases.show", case_id=case_id))


@bp.route("/close", methods=["GET", "POST"])
@allow(CASE_WRITE)
def close(case_id: int) -> Answer:
    """Close with outcome and structured reason. What the file shows comes in the address; after the last stage the
    service is delivered; else nothing is proposed."""
    case = the_case()
    delivered = "served" if case.stage is LINE[-1] else ""
    form = CloseForm(reason=request.args.get("reason", delivered), words=request.args.get("words"))
    form.reason.choices = {"": gettext("Choose")} | {
        gettext(OUTCOME_TITLES[outcome]): {code: gettext(title) for code, title in rows}
        for outcome, rows in offered(case.profile).items()
    }
    return _verb(case, form, "close", lambda ctx: status.close(
        ctx, status.Closing(case_id, form.reason.data, form.words.data, form.seen)))  # fmt: skip


@bp.route("/reopen", methods=["GET", "POST"])
@allow(CASE_WRITE)
def reopen(case_id: int) -> Answer:
    """Open a closed case again."""
    case, form = the_case(), ReasonForm()
    form.to.choices = []
    return _verb(case, form, "reopen", lambda ctx: status.reopen(ctx, case_id, form.reason.data, form.seen))


@bp.route("/assign", methods=["GET", "POST"])
@allow(CASE_WRITE)
def give(case_id: int) -> Answer:
    """Give the case to a colleague."""
    case = the_case()
    form = AssignForm(data={"staff_id": case.owner_id})
    workers = active_staff(db.session(), Role.ADVISOR, Role.OPERATOR, Role.MANAGER)
    form.staff_id.choices = [(row.id, row.name) for row in workers]
    return _verb(case, form, "assign", lambda ctx: assign.assign(ctx, case_id, form.staff_id.data, form.seen))


def _verb(case: Case, form: VersionedForm, name: str, do: Any) -> Answer:
    """The rhythm of the small dialogs: show, check, act once, back to the case."""
    if request.method == "GET":
        form.version.data = str(case.version)
        return _dialog(form, case, name, 200)
    if not form.validate_on_submit():
        return _dialog(form, case, name, 422)
    case_id = case.id
    failed = _try(form, do)
    if failed is not None:
        return _dialog(form, case, name, failed)
    flash(gettext("Saved."), "ok")
    return redirect(url_for("cases.show", case_id=case_id) if name != "assign" else url_for("today.show"))


def _dialog(form: VersionedForm, case: Case, name: str, code: int) -> Answer:
    case = db.session().get_one(Case, case.id)
    if code == 200 and case.status not in FITS.get(name, {Status.ACTIVE}):
        return _of_no_use(case)
    open_support = BY_KEY[StageKey.SUPPORT].judge(db.session(), case, today()) if name == "close" else None
    return page(f"web/moves/{name}.html", code, form=form, case=case, open_support=open_support)


def _of_no_use(case: Case) -> Response:
    """No dialog for what would be refused: the case itself says how it stands."""
    flash(sentence(WrongStatus(case.status)), "error")
    return redirect(url_for("cases.show", case_id=case.id))


def _try(form: VersionedForm, do: Any) -> int | None:
    """Act once; None when it worked, else the status code, with the refusal written into the form."""
    try:
        return None if accepted(form, do) else 422
    except StaleVersion:
        form.form_errors.append(
            gettext("Somebody else changed this case meanwhile. Below is how it stands now; what you typed is kept.")
        )
        case = db.session().get_one(Case, the_case().id)
        form.form_errors.append(f"{_numbered(case.stage)} · {word(case.status)}")
        form.version.data = str(case.version)
        return 409
    except GateClosed as error:
        form.form_errors.append(gettext("The gate of stage “%(stage)s” is closed.",
                                        stage=gettext(BY_KEY[error.stage].stage.title)))  # fmt: skip
        return 422
    except (Forbidden, AdvisorError) as error:
        form.form_errors.append(sentence(error))
        return 403 if isinstance(error, Forbidden) else 422


def _moved(case_id: int, target: str) -> Response:
    text = gettext("Moved to %(stage)s.", stage=gettext(BY_KEY[StageKey(target)].stage.title))
    flash((text, url_for("moves.undo", case_id=case_id)), "ok")  # type: ignore[arg-type]
    return redirect(url_for("cases.show", case_id=case_id))


def _numbered(key: StageKey) -> str:
    stage = BY_KEY[key].stage
    return f"{stage.number}. {gettext(stage.title)}"
