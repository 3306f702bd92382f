"""Next 7 days and the receipts: every message, to whom, why, in which words, and what became of it."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form, SelectField
from wtforms.validators import DataRequired, Length

from advisor.casework import outgoing
from advisor.casework.board import Scope
from advisor.domain.doors import CASE_READ, CASE_READERS, CASE_WRITE, allow
from advisor.domain.errors import WrongStatus
from advisor.domain.outreach.plans import TITLES, VIA_TITLES, Via, family
from advisor.domain.outreach.recurring import EVERY_TITLES
from advisor.extensions import db
from advisor.records.outbox import LETTER_CHANNEL_TITLES, LETTER_STATE_TITLES, Audience, Channel, LetterState
from advisor.services import delivery
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.stages.plan import BY_KEY
from advisor.web.kit.fields import LineField
from advisor.web.kit.forms import HouseForm, accepted
from advisor.web.kit.now import now, today
from advisor.web.kit.page import here, page, page_number
from advisor.web.kit.phrases import say
from advisor.web.kit.who import actor

bp = Blueprint("outgoing", __name__)

WHY = {
    "received": _l("It came"), "replaced": _l("Replaced"), "moved_on": _l("The case moved on"),
    "closed": _l("The case was closed"), "do_not_contact": _l("The client asked not to be contacted"),
    "contact_rules": _l("The contact rules forbid it"), "on_hold": _l("The case is on hold"),
    "asked_today": _l("The client was asked for papers today"),
    "cannot_ring": _l("Could not be made into a message, is tried again"),
    "quiet_hours": _l("Waits for the client's working hours"), "stopped": _l("The client stopped these messages"),
    "plan_changed": _l("The plan was changed: planned anew"),
    "wrong_audience": _l("Held back: not meant for this reader"), "dropped": _l("Called off"),
}  # fmt: skip


class FilterForm(Form):
    """The filter bar of both lists."""

    text = LineField(_l("Client, number or words"))
    whose = SelectField(_l("Whose"), validate_choice=False)
    audience = SelectField(_l("To"), validate_choice=False)
    state = SelectField(_l("State"), validate_choice=False)


class CancelForm(HouseForm):
    """Why a letter does not go."""

    why = LineField(_l("Why does it not go?"), [DataRequired(), Length(max=200)])


@bp.get("/outgoing")
@allow(CASE_READERS)
def show() -> tuple[str, int]:
    """Everything that goes out within a week from cases I may see."""
    form, number = _filters()
    rows, more = outgoing.planned(
        db.session(), _scope(form), now(), (form.text.data[:100], form.audience.data or "", number)
    )
    return page("web/outgoing/planned.html", form=form, rows=rows, **_pages(number, more), w=Titles)


@bp.get("/outgoing/sent")
@allow(CASE_READERS)
def sent() -> tuple[str, int]:
    """The receipts: waiting, being sent, sent, delivered, failed, cancelled."""
    form, number = _filters()
    rows, more = outgoing.receipts(db.session(), _scope(form), (form.text.data[:100], form.state.data or "", number))
    return page("web/outgoing/sent.html", form=form, rows=rows, **_pages(number, more), w=Titles)


@bp.get("/cases/<int:case_id>/messages")
@allow(CASE_READ)
def of_case(case_id: int) -> tuple[str, int]:
    """What is planned and what was written about one case."""
    rows, letters = outgoing.of_case(db.session(), case_id)
    return page("web/outgoing/case.html", case=g.grant.case, may_write=g.grant.may_write, rows=rows, letters=letters,
                w=Titles)  # fmt: skip


@bp.get("/cases/<int:case_id>/messages/planned/<int:reminder_id>")
@allow(CASE_READ)
def planned_words(case_id: int, reminder_id: int) -> tuple[str, int]:
    """The words in which a planned message would go out now."""
    base_url = current_app.config["SETTINGS"].base_url
    words = outgoing.coming_words(db.session(), g.grant.case, reminder_id, now(), base_url)
    return page(
        "web/outgoing/words.html", case=g.grant.case, words=words, letter=None, text=words.text if words else ""
    )


@bp.get("/cases/<int:case_id>/messages/<int:letter_id>")
@allow(CASE_READ)
def letter_words(case_id: int, letter_id: int) -> tuple[str, int]:
    """What a letter said; links and codes in it are not shown."""
    letter = outgoing.letter_of(db.session(), g.grant.case, letter_id)
    return page("web/outgoing/words.html", case=g.grant.case, words=None, letter=letter,
                text=outgoing.shown_text(letter), w=Titles)  # fmt: skip


@bp.route("/cases/<int:case_id>/messages/<int:letter_id>/cancel", methods=["GET", "POST"])
@allow(CASE_WRITE)
def cancel(case_id: int, letter_id: int) -> Response | tuple[str, int]:
    """A letter that has not left does not go, because ..."""
    letter = outgoing.letter_of(db.session(), g.grant.case, letter_id)
    form = CancelForm()

    def run(ctx: Context) -> None:
        row = outgoing.letter_of(ctx.session, writable(ctx, case_id), letter_id)
        if row.state is not LetterState.WAITING:
            raise WrongStatus(row.state)
        delivery.cancel(ctx, row, form.why.data)
        ctx.record("letter.cancelled", "letter", row.id, case_id=case_id, reason=form.why.data)

    if request.method == "POST" and form.validate_on_submit() and accepted(form, run):
        flash(gettext("The letter does not go."), "ok")
        return redirect(url_for("outgoing.of_case", case_id=case_id))
    return page("web/outgoing/cancel.html", 200 if request.method == "GET" else 422, case=g.grant.case, form=form,
                subject=letter.subject)  # fmt: skip


def plan_title(plan: str) -> str:
    """Which plan a reminder belongs to, in the reader's words."""
    key = family(plan)
    if key.startswith("stage."):
        return say(BY_KEY[key.removeprefix("stage.")].stage.title)  # type: ignore[index]
    return say(TITLES[key]) if key in TITLES else gettext("Follow-up")


def channels(text: str) -> str:
    """The order of channels in words."""
    return " → ".join(say(VIA_TITLES[Via(name)]) for name in text.split(",") if name)


class Titles:
    """How the templates of this room say codes: plans, channels, reasons, kinds."""

    plan = staticmethod(plan_title)
    channels = staticmethod(channels)

    @staticmethod
    def channel(code: Channel) -> str:
        """How a letter travelled."""
        return say(LETTER_CHANNEL_TITLES[code])

    @staticmethod
    def why(code: str) -> str:
        """Why something waits or does not go; a person's own words as they are."""
        return str(WHY.get(code, code))

    @staticmethod
    def kind(code: str) -> str:
        """What a kind of letter is called."""
        return say(outgoing.kind_title(code))

    @staticmethod
    def every(code: str) -> str:
        """How often a recurring reminder rings."""
        return say(EVERY_TITLES[code])


def _scope(form: FilterForm) -> Scope:
    me = actor()
    return Scope(me, today(), me.id if form.whose.data == "mine" else None)


def _pages(number: int, more: bool) -> dict[str, Any]:
    return {
        "first": (number - 1) * outgoing.PAGE + 1, "previous": here(page=number - 1) if number > 1 else "",
        "following": here(page=number + 1) if more else "",
        "filtered": any(request.args.get(k) for k in ("text", "audience", "state")),
    }  # fmt: skip


def _filters() -> tuple[FilterForm, int]:
    form = FilterForm(request.args)
    form.whose.choices = [("mine", gettext("Mine")), ("all", gettext("All I may see"))]
    form.whose.data = form.whose.data or "mine"
    form.audience.choices = [("", gettext("All")), (str(Audience.CLIENT), gettext("Client")),
                             (str(Audience.STAFF), gettext("Us"))]  # fmt: skip
    form.state.choices = [("", gettext("All")), *((str(s), say(t)) for s, t in LETTER_STATE_TITLES.items())]
    return form, page_number()
