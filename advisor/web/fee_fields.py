"""Fields for fees and rates: money in the case's own currency, and exact percentages as people type them."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from wtforms import StringField
from wtforms.validators import StopValidation

from advisor.web.kit.forms import HouseForm, MoneyField

_PERCENT = re.compile(r"\d{1,5}([.,]\d{1,8})?")


class FeeField(MoneyField):
    """An amount in one known currency (`in_currency` sets it), without a currency choice beside it."""

    def _currency(self, form: Any = None) -> str:
        return self.shown_currency


class SignedFeeField(FeeField):
    """An amount that may be a loss: a minus before it is taken."""

    def pre_validate(self, form: Any) -> None:
        """Read the amount without its sign, then put the sign back."""
        typed = (self.typed or "").strip()
        minus = typed.startswith(("-", "\N{MINUS SIGN}"))
        self.typed = typed.lstrip("-\N{MINUS SIGN}").strip() if minus else self.typed
        super().pre_validate(form)
        self.typed = typed if minus else self.typed
        if minus and self.data is not None:
            self.data = -self.data


class PercentField(StringField):
    """A percentage like 8.25 or 8,25; `data` is an exact Decimal or None."""

    def _value(self) -> str:
        return f"{self.data:f}" if isinstance(self.data, Decimal) else str(self.data or "")

    def pre_validate(self, form: Any) -> None:
        """Read the number exactly; a clear message otherwise."""
        self.data = read_percent(str(self.data if self.data is not None else ""))  # type: ignore[assignment]


def read_percent(typed: str) -> Decimal | None:
    """Typed text as percent, None for nothing. StopValidation with a clear message otherwise."""
    text = typed.replace("%", "").replace("\N{NO-BREAK SPACE}", "").strip()
    if text and not _PERCENT.fullmatch(text):
        raise StopValidation(gettext("This is not a percentage."))
    return Decimal(text.replace(",", ".")) if text else None


def in_currency(form: HouseForm, currency: str) -> None:
    """Let every fee field of a form read and show amounts of a currency."""
    for field in form:
        if isinstance(field, FeeField):
            field.shown_currency = currency
