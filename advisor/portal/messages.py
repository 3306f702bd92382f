"""The conversation with the advisor."""

from flask import Blueprint, current_app, g, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from advisor.casework.client_page import thread
from advisor.domain.doors import LINK, allow
from advisor.extensions import db
from advisor.portal.door import ClientForm, Page, attempt, client_blueprint, page, this_case, this_client, write
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.services.context import Context

bp: Blueprint = client_blueprint("portal_messages")


class AskForm(ClientForm):
    """A question to the advisor."""

    question = TextAreaField(_l("Your question"), [DataRequired(), Length(max=5000)])


@bp.get("/<int:case_id>/messages")
@allow(LINK)
def show() -> Page:
    """Everything we wrote to each other; answers count as read once they were shown."""
    answer = _page(AskForm(formdata=None), 200)
    if any(said.read_at is None and not said.mine for said in _thread()):
        write(lambda ctx: thread.read_by_client(ctx, _case(ctx), ctx.session.get_one(Party, g.party_id)))
    return answer


@bp.post("/<int:case_id>/messages")
@allow(LINK)
def ask() -> Page:
    """Ask a question; the advisor gets a letter and a task."""
    form = AskForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    url = current_app.config["SETTINGS"].base_url
    attempt(lambda ctx: thread.ask(
        ctx, _case(ctx), ctx.session.get_one(Party, g.party_id), form.question.data or "", url
    ), gettext("Your question was sent."))  # fmt: skip
    return redirect(url_for("portal_messages.show"))


def _thread() -> list[thread.Said]:
    return thread.thread(db.session(), this_case().id, this_client())


def _page(form: AskForm, status: int) -> tuple[str, int]:
    return page("portal/messages.html", status, form=form, said=_thread())


def _case(ctx: Context) -> Case:
    return ctx.session.get_one(Case, g.case_id)
