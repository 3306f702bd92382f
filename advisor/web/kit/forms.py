"""Forms of the staff door: fields for money, phones and local times, version and double-submit keys."""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import Conflict
from wtforms import Field, HiddenField, SelectField, StringField
from wtforms.validators import Length, StopValidation
from wtforms.widgets import TextInput

from advisor.domain.errors import Invalid
from advisor.domain.finance.money import Money, from_minor, to_minor
from advisor.domain.finance.typed import parse_amount
from advisor.extensions import db
from advisor.records.case import FormKey
from advisor.services.context import Context
from advisor.transaction import transaction
from advisor.web.kit.now import now
from advisor.web.kit.who import actor

SHORT, LONG = 200, 20_000


class HouseForm(FlaskForm):  # type: ignore[misc]
    """A form with a key drawn when it was shown: sent twice, it acts once (R5)."""

    form_key = HiddenField(default=lambda: secrets.token_hex(16))

    def refuse(self, problem: Invalid) -> None:
        """Put a use case's refusal beside the field it names, or on top when the form has no such field."""
        from advisor.services.words import INVALID_TITLES

        text = gettext(INVALID_TITLES.get(problem.code, "This value is not accepted."))
        field = self._fields.get(problem.field)
        if field is not None:
            field.errors = [*field.errors, text]
        else:
            self.form_errors.append(text)


class VersionedForm(HouseForm):
    """A form over a versioned row: carries the version the person saw."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version in the form; None when it holds no number."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class MoneyField(Field):
    """An amount as people type it; `data` is whole minor units of the currency of the field beside it."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, currency: str = "currency", **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.currency_field = currency
        self.typed: str | None = None

    def _currency(self, form: Any = None) -> str:
        field = form._fields.get(self.currency_field) if form is not None else None
        return (field.data if field is not None and field.data else None) or "PLN"

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else str(from_minor(self.data, self.shown_currency).amount)

    shown_currency = "PLN"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed; it is read when the currency is known."""
        self.typed = valuelist[0] if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        """Read the typed amount exactly; a clear message otherwise."""
        if self.typed is None or not self.typed.strip():
            self.data = None
            return
        try:
            currency = self._currency(form)
            self.data = to_minor(Money(parse_amount(self.typed, currency), currency))
        except (ValueError, ArithmeticError) as error:
            raise StopValidation(gettext("This is not an amount.")) from error
        if self.data < 0:
            raise StopValidation(gettext("This must not be negative."))


class LocalMomentField(StringField):
    """A day and time as the person's clock shows it (datetime-local); `data` is naive, as people say it."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.moment: datetime | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the moment; a clear message otherwise."""
        text = (self.data or "").strip()
        if not text:
            return
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise StopValidation(gettext("This is not a day and time.")) from error
        if moment.tzinfo is not None or not 2000 <= moment.year <= 2100:
            raise StopValidation(gettext("This is not a day and time."))
        self.moment = moment


def sane_day(form: Any, field: Any) -> None:
    """A day between 1900 and 2100."""
    if field.data is not None and not date(1900, 1, 1) <= field.data <= date(2100, 1, 1):
        raise StopValidation(gettext("This is out of range."))


def short(label: Any, *validators: Any, **options: Any) -> StringField:
    """A one-line text field with the house's length limit."""
    return StringField(label, [*validators, Length(max=SHORT)], **options)


def currency_field() -> SelectField:
    """The currencies the house offers."""
    return SelectField(_l("Currency"), choices=["PLN", "EUR", "RUB", "USD", "CHF", "GBP", "CZK", "UAH", "CNY"])


def once(form: HouseForm | None, act: Callable[[Context], dict[str, Any]]) -> dict[str, Any]:
    """Run a use case in one transaction, once per form key: a repeat gets the first answer, another body a 409."""
    key = str(form.form_key.data or "") if form is not None else ""
    if not 16 <= len(key) <= 64:
        with transaction(actor(), now()) as ctx:
            return act(ctx)
    digest = _digest()
    try:
        with transaction(actor(), now()) as ctx:
            known = ctx.session.get(FormKey, key)
            if known is not None:
                return _replay(known, digest)
            row = FormKey(key=key, digest=digest, at=now())
            ctx.session.add(row)
            ctx.session.flush()
            row.answer = answer = act(ctx)
            return answer
    except IntegrityError:
        known = db.session.get(FormKey, key)
        if known is None:
            raise
        return _replay(known, digest)


def _replay(known: FormKey, digest: str) -> dict[str, Any]:
    if known.digest != digest:
        raise Conflict(gettext("This form was already sent with other values. Reload the page."))
    return known.answer


def _digest() -> str:
    pairs = sorted((k, v) for k, vs in request.form.lists() if k != "csrf_token" for v in vs)
    return hashlib.sha256(json.dumps([request.path, pairs]).encode()).hexdigest()
