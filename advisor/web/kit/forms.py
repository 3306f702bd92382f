"""Forms of the staff door: version and double-submit keys, and the one way to run a use case from a form."""

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import Conflict

from advisor.domain.errors import Invalid, StaleVersion
from advisor.domain.folding import hostile
from advisor.extensions import db
from advisor.records.base import Row
from advisor.records.case import FormKey
from advisor.services.context import Context
from advisor.services.words import INVALID_TITLES
from advisor.transaction import transaction
from advisor.web.kit.fields import LONG, HiddenLine, LocalMomentField, MoneyField, sane_day, saved_otherwise, short
from advisor.web.kit.now import now
from advisor.web.kit.places import currency_field
from advisor.web.kit.who import actor

__all__ = [
    "LONG", "HouseForm", "LocalMomentField", "MoneyField", "VersionedForm", "accepted", "currency_field", "earlier",
    "once", "sane_day", "short",
]  # fmt: skip


class HouseForm(FlaskForm):
    """A form with a key drawn when it was shown: sent twice, it acts once (R5)."""

    # Several forms share a page, so the hidden fields have no id of their own.
    form_key = HiddenLine(default=lambda: secrets.token_hex(16), render_kw={"id": False})

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuse control and bidi characters, at the field, whatever its kind (DONE 4)."""
        good = super().validate(extra_validators)
        for field in self._fields.values():
            if isinstance(field.data, str) and hostile(field.data):
                field.errors = [*field.errors, gettext(INVALID_TITLES["control_characters"])]
                good = False
        return bool(good)

    watched: tuple[type[Row], int] | None = None
    watched_names: tuple[str, ...] = ()

    def watch(self, row: Row | None, *names: str) -> None:
        """Carry a mark of the row (or of some columns) as shown: saved by somebody else, the form is stale (R5)."""
        if row is None:
            return
        number: int = row.id  # type: ignore[attr-defined]
        self.watched, self.watched_names = (type(row), number), names
        if not self.form_key.raw_data:
            self.form_key.data = f"{secrets.token_hex(16)}.{_mark(row, names)}"

    def must_be_fresh(self, ctx: Context) -> None:
        """StaleVersion when the watched row is no longer what the person saw; the row is locked till the commit."""
        shown = self.form_key.data.partition(".")[2]
        if self.watched is None or not shown:
            return
        row = ctx.session.get(*self.watched, with_for_update=True, populate_existing=True)
        if row is None or _mark(row, self.watched_names) != shown:
            raise StaleVersion

    def stale(self) -> None:
        """Show what was saved beside the typed values, which may be sent again knowingly over it."""
        self.form_errors.append(
            gettext("Somebody else saved this meanwhile. Your words are kept; send again to save them all the same.")
        )
        row = db.session.get(*self.watched) if self.watched else None
        for field in self:
            if hasattr(row, field.short_name):
                self.form_errors += saved_otherwise(_of_row(field, row), field)
        self.form_key.data = (
            f"{secrets.token_hex(16)}.{_mark(row, self.watched_names)}" if row is not None else secrets.token_hex(16)
        )

    def refuse(self, problem: Invalid) -> None:
        """Put a use case's refusal beside the field it names, or on top when the form has no such field."""
        text = gettext(INVALID_TITLES.get(problem.code, "This value is not accepted."), **problem.params)
        field = self._fields.get(problem.field)
        if field is not None:
            field.errors = [*field.errors, text]
        else:
            self.form_errors.append(text)


UNREADABLE = -1
"""A version no row ever has: the form counts as stale."""


class VersionedForm(HouseForm):
    """A form over a versioned row: carries the version the person saw."""

    version = HiddenLine(render_kw={"id": False})

    @property
    def seen(self) -> int | None:
        """The version in the form, UNREADABLE for what no page of ours wrote; None when it carries none."""
        text = self.version.data
        if not text:
            return None
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else UNREADABLE


def once(form: HouseForm | None, act: Callable[[Context], dict[str, Any]]) -> dict[str, Any]:
    """Run a use case in one transaction, once per form key: a repeat gets the first answer, another body a 409."""
    key = form.form_key.data if form is not None else ""
    if form is None or not 16 <= len(key) <= 64:
        with transaction(actor(), now()) as ctx:
            return act(ctx)
    digest = _digest()
    try:
        with transaction(actor(), now()) as ctx:
            row = FormKey(key=key, digest=digest, at=now())
            ctx.session.add(row)
            ctx.session.flush()
            form.must_be_fresh(ctx)
            row.answer = answer = act(ctx)
            return answer
    except IntegrityError:
        known = db.session.get(FormKey, key)
        if known is None:
            raise
        return _replay(known, digest)


def earlier(form: HouseForm) -> dict[str, Any] | None:
    """What this very form was answered when it was sent before; None for one that was not. Conflict for other values.

    For pages that ask something before they act: a repeat is told its effect, not asked again.
    """
    known = db.session.get(FormKey, form.form_key.data)
    return _replay(known, _digest()) if known is not None else None


def accepted(form: HouseForm, do: Callable[[Context], Any]) -> bool:
    """Run a use case once; False when it refused a value: the reason then stands beside its field."""

    def run(ctx: Context) -> dict[str, Any]:
        do(ctx)
        return {}

    try:
        once(form, run)
    except Invalid as problem:
        form.refuse(problem)
        return False
    return True


def _replay(known: FormKey, digest: str) -> dict[str, Any]:
    if known.digest != digest:
        raise Conflict(gettext("This form was already sent with other values. Reload the page."))
    return known.answer


def _mark(row: Row, names: tuple[str, ...]) -> str:
    """A short mark of what a row holds in these columns, or in all."""
    held = (getattr(row, name) for name in names or [column.key for column in row.__mapper__.column_attrs])
    values = [repr(sorted(value) if isinstance(value, frozenset) else value) for value in held]
    return hashlib.sha256("|".join(values).encode()).hexdigest()[:16]


def _of_row(field: Any, row: Any) -> Any:
    """The same field as it would show the row."""
    saved = object.__new__(type(field))  # a copy; the class's own way would make an unbound field
    saved.__dict__.update(field.__dict__)
    saved.process_data(getattr(row, field.short_name))
    if isinstance(saved, MoneyField):
        saved.shown_currency = getattr(row, "currency", saved.shown_currency)
    return saved


def _digest() -> str:
    pairs = sorted((k, v) for k, vs in request.form.lists() if k != "csrf_token" for v in vs)
    return hashlib.sha256(json.dumps([request.path, pairs]).encode()).hexdigest()
