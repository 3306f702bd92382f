"""Log a contact from the case page: what happened, notes, and the next step in the same panel (CN-36)."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField
from wtforms.validators import Length, Optional

from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.errors import Invalid
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import CHANNEL_TITLES, RESULT_TITLES, ContactChannel, ContactResult
from advisor.services import followups, outreach
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.web.kit.fields import LineField, LocalMomentField, ProseField
from advisor.web.kit.forms import HouseForm, once
from advisor.web.kit.now import zone
from advisor.web.kit.page import page

bp = Blueprint("contacts", __name__, url_prefix="/cases/<int:case_id>/contacts")


class ContactForm(HouseForm):
    """One contact and what comes next."""

    channel = SelectField(_l("Channel"), choices=[(str(k), _l(v)) for k, v in CHANNEL_TITLES.items()])
    result = SelectField(_l("Result"), choices=[(str(k), _l(v)) for k, v in RESULT_TITLES.items()])
    incoming = BooleanField(_l("The client contacted us"))
    identity_confirmed = BooleanField(_l("Identity confirmed before any detail was told"))
    note = ProseField(_l("Notes"), [Length(max=20_000)])
    next_text = LineField(_l("Next step"), [Length(max=500)])
    next_at = LocalMomentField(_l("When, by your clock"), [Optional()])


@bp.route("/log", methods=["GET", "POST"])
@allow(CASE_WRITE)
def log(case_id: int) -> Response | tuple[str, int]:
    """The call form."""
    form, case = ContactForm(), g.grant.case
    if request.method == "GET" or not form.validate_on_submit():
        return page("web/contacts/log.html", 200 if request.method == "GET" else 422, form=form, case=case)
    try:
        once(form, lambda ctx: _write(ctx, case_id, form))
    except Invalid as problem:
        form.refuse(Invalid({"text": "next_text", "at": "next_at"}.get(problem.field, problem.field), problem.code))
        return page("web/contacts/log.html", 422, form=form, case=db.session().get_one(Case, case_id))
    flash(gettext("The contact was saved."), "ok")
    return redirect(url_for("cases.show", case_id=case_id))


def _write(ctx: Context, case_id: int, form: ContactForm) -> dict[str, Any]:
    case = writable(ctx, case_id)
    row = outreach.log_contact(ctx, case, outreach.Contact(
        ContactChannel(form.channel.data), ContactResult(form.result.data), form.note.data,
        not form.incoming.data, form.identity_confirmed.data,
    ))  # fmt: skip
    if form.next_at.moment is not None or form.next_text.data.strip():
        if form.next_at.moment is None:
            raise Invalid("at", "missing")
        followups.remind_at(ctx, case, form.next_at.moment, str(zone()), form.next_text.data)
    elif case.next_action_at is None:
        raise Invalid("next_text", "missing")
    return {"id": row.id}
