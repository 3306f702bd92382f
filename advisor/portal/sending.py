"""What to send: the list, one paper on its own page with the camera at hand, and a later date where time is short."""

import secrets
from datetime import date
from typing import Any, BinaryIO, cast

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import DateField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.casework.client_page.sending import Brought, send_paper
from advisor.casework.client_page.view import Asked, asks_of
from advisor.casework.client_page.wishes import ask_later
from advisor.domain import checklists
from advisor.domain.checklist_words import NEEDED_BY
from advisor.domain.doors import LINK, allow
from advisor.domain.errors import Invalid, NotFound
from advisor.domain.roles import ActorKind
from advisor.extensions import db
from advisor.portal.door import (
    MOST_TOGETHER,
    ClientForm,
    Page,
    client_blueprint,
    now,
    page,
    this_case,
    this_client,
    write,
)
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.services.inspection import REFUSALS
from advisor.services.uploads import Incoming, judged
from advisor.services.words import INVALID_TITLES
from advisor.stages.documents.composition.gate import validity
from advisor.stages.documents.desk.records import files_of_line

bp: Blueprint = client_blueprint("portal_sending")


class SendForm(ClientForm):
    """Photos taken now and files chosen, in this order, with the client's own words."""

    photo = MultipleFileField(_l("Take a photo"))
    files = MultipleFileField(_l("Choose photos or files"))
    key = HiddenField(default=lambda: secrets.token_hex(16))
    note = TextAreaField(_l("Something we should know about it"), [Length(max=2000)])

    def brought(self) -> list[FileStorage]:
        """What really came: browsers send an empty part for an empty field."""
        return [file for field in (self.photo, self.files) for file in field.data or () if file and file.filename]


class LaterForm(ClientForm):
    """Until when, and why."""

    day = DateField(_l("I can do it by"), [DataRequired()])
    reason = TextAreaField(_l("Why"), [Length(max=2000)])


@bp.get("/<int:case_id>/send")
@allow(LINK)
def show() -> Page:
    """What is asked of me, with its state."""
    return page("portal/send.html", mine=asks_of(db.session(), this_case(), this_client(), now(), g.language))


@bp.route("/<int:case_id>/send/<int:item_id>", methods=["GET", "POST"])
@allow(LINK)
def item(item_id: int) -> Page:
    """One paper: why it came back, what it must be, and the way to send it."""
    form = SendForm()
    if request.method == "GET":
        return _page(item_id, form, 200)
    if not form.validate_on_submit():
        return _page(item_id, form, 422)
    _asked(item_id)
    try:
        pages = [judged(db.session(), _incoming(file), ActorKind.CLIENT) for file in form.brought()]
        brought = Brought(item_id, pages, form.note.data or "", form.key.data or "")
        write(lambda ctx: send_paper(
            ctx, ctx.session.get_one(Case, g.case_id), ctx.session.get_one(Party, g.party_id), brought,
            current_app.config["SETTINGS"].base_url,
        ))  # fmt: skip
    except Invalid as problem:
        form.files.errors = [_why(problem)]
        return _page(item_id, form, 422)
    flash(gettext("Thank you. We have it and check it."), "ok")
    return redirect(url_for("portal_sending.show"))


@bp.route("/<int:case_id>/later", methods=["GET", "POST"])
@allow(LINK)
def later() -> Page:
    """Ask for a later date; the advisor has it on the list in the morning."""
    form = LaterForm()
    if request.method == "GET" or not form.validate_on_submit() or form.day.data is None:
        return page("portal/later.html", 200 if request.method == "GET" else 422, form=form)
    day: date = form.day.data
    try:
        write(lambda ctx: ask_later(
            ctx, ctx.session.get_one(Case, g.case_id), ctx.session.get_one(Party, g.party_id), day,
            form.reason.data or "",
        ))  # fmt: skip
    except Invalid as problem:
        field = form.day if problem.field == "day" else form.reason
        field.errors = [_why(problem)]
        return page("portal/later.html", 422, form=form)
    flash(gettext("Your advisor has your wish and answers you."), "ok")
    return redirect(url_for("portal.show", case_id=g.case_id))


def _incoming(file: FileStorage) -> Incoming:
    """One page as it lies on the server's disk (or in memory while it is small)."""
    return Incoming(file.filename or "", cast("BinaryIO", file.stream))


def _why(problem: Invalid) -> str:
    """A refusal in plain words."""
    if problem.code == "missing" and problem.field == "file":
        return gettext("Choose a file.")
    if problem.code == "same_file":
        return gettext("This is the file that came back. Please send another one.")
    known = REFUSALS.get(problem.code) or INVALID_TITLES.get(problem.code)
    return gettext(known or "This value is not accepted.")


def _asked(item_id: int) -> Asked:
    """A line this person is asked for; everything else does not exist."""
    mine = asks_of(db.session(), this_case(), this_client(), now(), g.language)
    found = next((asked for asked in mine.asked if asked.id == item_id), None)
    if found is None or mine.closed:
        raise NotFound
    return found


def _page(item_id: int, form: SendForm, status: int) -> tuple[str, int]:
    asked = _asked(item_id)
    document = checklists.document(asked.document)
    rule = validity(document, asked.limit_days)
    values: dict[str, Any] = {
        "issued_by": gettext(document.issued_by) if document and document.issued_by else "",
        "fresh": ngettext(*rule[0], rule[1]) if rule else "",
        "needed_by": gettext(NEEDED_BY[asked.needed_by]),
        "sent": [file for file in files_of_line(db.session(), item_id) if file.by_client],
        "most": MOST_TOGETHER,
    }
    return page("portal/item.html", status, asked=asked, form=form, **values)
