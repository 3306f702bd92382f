"""Sign-in and sign-out of staff."""

import hashlib

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired, Length

from advisor.domain.doors import PUBLIC, STAFF, allow
from advisor.domain.errors import TooManyTries
from advisor.extensions import db
from advisor.records.staff import Staff, staff_by_email
from advisor.services import brakes, passwords
from advisor.transaction import bookkeeping, transaction
from advisor.web.kit.errors import sentence
from advisor.web.kit.fields import HiddenLine, LineField, SecretField
from advisor.web.kit.forms import HouseForm
from advisor.web.kit.now import now
from advisor.web.kit.page import page
from advisor.web.kit.sessions import this_session

bp = Blueprint("sign_in", __name__)


class SignInForm(HouseForm):
    """Address and password."""

    email = LineField(_l("E-mail"), [DataRequired(), Length(max=254)])
    password = SecretField(_l("Password"), [DataRequired(), Length(max=256)])
    next = HiddenLine()


@bp.route("/sign-in", methods=["GET", "POST"])
@allow(PUBLIC)
def show() -> Response | tuple[str, int]:
    """Sign in; the answer never tells whether the address exists."""
    if current_user.is_authenticated:
        return redirect(url_for("today.show"))
    form = SignInForm(next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return page("web/account/sign_in.html", 422 if request.method == "POST" else 200, form=form)
    keys = _subjects(form.email.data)
    try:
        brakes.check(db.session(), now(), *keys)
    except TooManyTries as error:
        form.form_errors.append(sentence(error))
        return page("web/account/sign_in.html", 429, form=form)
    staff = staff_by_email(db.session(), form.email.data)
    if not passwords.fits(staff.password_hash if staff else "", form.password.data) or staff is None:
        return _wrong(form, keys)
    if staff.disabled_at is not None:
        return _wrong(form, keys)
    return _enter(staff, form.next.data, keys)


@bp.post("/sign-out")
@allow(STAFF)
def end() -> Response:
    """Sign out: the session row is deleted, so a copied cookie is dead too."""
    logout_user()
    this_session().clear()
    return redirect(url_for("sign_in.show"))


def _enter(staff: Staff, target: str, keys: tuple[str, str]) -> Response:
    with bookkeeping() as ledger:
        brakes.release(ledger, keys[0])
    with transaction(staff.actor(), now()) as ctx:
        ctx.record("staff.signed_in", "staff", staff.id)
    session = this_session()
    session.clear()
    login_user(staff)
    session.renew()
    return redirect(target if _inside(target) else url_for("today.show"))


def _wrong(form: SignInForm, keys: tuple[str, str]) -> tuple[str, int]:
    with bookkeeping() as ledger:
        brakes.wrong_try(ledger, now(), keys[0], brakes.ACCOUNT)
        brakes.wrong_try(ledger, now(), keys[1], brakes.ADDRESS)
    form.form_errors.append(gettext("The address or the password is wrong."))
    return page("web/account/sign_in.html", 422, form=form)


def _subjects(email: str) -> tuple[str, str]:
    """Brake keys of the account and of the caller's address, hashed so that no personal value is kept."""
    account = hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]
    address = hashlib.sha256((request.remote_addr or "").encode()).hexdigest()[:32]
    return f"sign-in:{account}", f"address:{address}"


def _inside(target: str) -> bool:
    """True for an address of our own site only. Browsers drop tabs and line ends, so "/<tab>/host" would leave it."""
    return target.startswith("/") and not target.startswith("//") and target.isprintable() and "\\" not in target
