"""An act of the client that needs a name and a fresh one-time code: accepting the offer, signing the contract."""

from collections.abc import Callable
from typing import TypeVar

from flask import g, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from advisor.domain.errors import Invalid, StaleVersion, TooManyTries
from advisor.portal.door import ClientForm, Page, attempt, the_firm, write
from advisor.records.link import Link
from advisor.records.party import Party
from advisor.services import codes
from advisor.services.context import Context
from advisor.services.words import INVALID_TITLES

Seen = TypeVar("Seen")
DONE = 302


class CodeForm(ClientForm):
    """Typed name and the code from the letter."""

    name = StringField(_l("Your name"), [DataRequired(), Length(max=200)])
    code = StringField(_l("Code from the letter"), [DataRequired(), Length(max=12)])


def send_code(back: str, anchor: str) -> Page:
    """Send a fresh code: the act it is for is one of its own, the code of the doorstep does not serve."""
    attempt(lambda ctx: codes.send_code(
        ctx, ctx.session.get_one(Link, g.link_id), ctx.session.get_one(Party, g.party_id), the_firm().name
    ), gettext("A code is on its way to you."))  # fmt: skip
    return redirect(url_for(back, _anchor=anchor))


def act_by_code(
    form: CodeForm, look: Callable[[Context], Seen], act: Callable[[Context, Seen], object], stale: str
) -> int:
    """Look whether the page is still true, check the code, act: DONE, or the status with the reason in the form.

    `look` raises StaleVersion (said as `stale`) or NotFound. A wrong code is written down, so that guessing ends.
    """
    if not form.validate_on_submit():
        return 422
    try:
        if write(lambda ctx: _fits(ctx, form, look, act)):
            return DONE
        form.code.errors = [gettext("This code is wrong.")]
    except StaleVersion:
        form.form_errors.append(stale)
        return 409
    except TooManyTries as error:
        form.code.errors = [gettext("Please wait %(seconds)s seconds.", seconds=error.until_seconds)]
        return 429
    except Invalid as problem:
        _refuse(form, problem)
    return 422


def _fits(
    ctx: Context, form: CodeForm, look: Callable[[Context], Seen], act: Callable[[Context, Seen], object]
) -> bool:
    link = ctx.session.get_one(Link, g.link_id, with_for_update=True)
    seen = look(ctx)
    if not codes.code_fits(ctx, link, form.code.data or ""):
        return False
    act(ctx, seen)
    return True


def _refuse(form: CodeForm, problem: Invalid) -> None:
    """What was refused is said beside its field, or above the form."""
    if problem.field == "code":
        form.code.errors = [gettext("Ask for a fresh code first.")]
        return
    said = gettext(INVALID_TITLES.get(problem.code, "This value is not accepted."))
    if problem.field in form:
        form[problem.field].errors = [said]
    else:
        form.form_errors.append(said)
