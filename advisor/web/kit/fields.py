"""Fields of the staff door: text that is never None, days and local moments, money as people type it."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, DateField, Field, IntegerField, StringField
from wtforms.fields.choices import SelectFieldBase
from wtforms.validators import Length, StopValidation
from wtforms.widgets import HiddenInput, PasswordInput, TextArea, TextInput

from advisor.domain.errors import Invalid
from advisor.domain.finance.money import Money, from_minor, to_minor
from advisor.domain.finance.typed import parse_amount
from advisor.web.kit.places import ListedField
from advisor.web.kit.show import day

SHORT, LONG = 200, 20_000


class LineField(StringField):
    """A line of text; `data` is "" when nothing was typed, never None."""

    data: str

    def process_data(self, value: Any) -> None:
        """Take the value of the row or the default."""
        self.data = "" if value is None else str(value)


class ProseField(LineField):
    """Text of several lines."""

    widget = TextArea()


class SecretField(LineField):
    """A password or a code; it is never sent back."""

    widget = PasswordInput()


class HiddenLine(LineField):
    """A value the page carries along."""

    widget = HiddenInput()


class DayField(DateField):
    """A day that must be given; `day` is the day once the form has passed its check."""

    @property
    def day(self) -> date:
        """The day. Raises Invalid when there is none."""
        if self.data is None:
            raise Invalid(self.short_name, "missing")
        return self.data


class LocalMomentField(StringField):
    """A day and time as the person's clock shows it (datetime-local); `moment` is naive, as people say it."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.moment: datetime | None = None

    @property
    def given(self) -> datetime:
        """The moment of a field that must be filled. Raises Invalid when there is none."""
        if self.moment is None:
            raise Invalid(self.short_name, "missing")
        return self.moment

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


class MoneyField(Field):
    """An amount as people type it; `data` is whole minor units of the currency of the field beside it."""

    widget = TextInput()
    shown_currency = "PLN"

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

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed; it is read when the currency is known."""
        self.typed = valuelist[0] if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        """Read the typed amount exactly; a clear message otherwise."""
        self.data = None if self.typed is None else read_amount(self.typed, self._currency(form))


def read_amount(typed: str, currency: str) -> int | None:
    """Typed text as minor units of the currency, None for nothing. StopValidation with a clear message otherwise."""
    if not typed.strip():
        return None
    try:
        minor = to_minor(Money(parse_amount(typed, currency), currency))
    except (ValueError, ArithmeticError) as error:
        raise StopValidation(gettext("This is not an amount.")) from error
    if minor < 0:
        raise StopValidation(gettext("This must not be negative."))
    return minor


def sane_day(form: Any, field: Any) -> None:
    """A day between 1900 and 2100."""
    if field.data is not None and not date(1900, 1, 1) <= field.data <= date(2100, 1, 1):
        raise StopValidation(gettext("This is out of range."))


def short(label: Any, *validators: Any, **options: Any) -> LineField:
    """A one-line text field with the house's length limit."""
    return LineField(label, [*validators, Length(max=SHORT)], **options)


def shown(field: Any) -> str | None:
    """What a field holds as people read it, labels in place of codes; None for what has no words (secrets)."""
    if isinstance(field.widget, (HiddenInput, PasswordInput)):
        return None
    if isinstance(field, ListedField):
        return field.data or "–"
    if isinstance(field, SelectFieldBase):
        offered: Any = field.iter_choices()  # objects, not the tuples of the stubs
        return ", ".join(str(choice.label) for choice in offered if choice.selected) or (None if field.data else "–")
    if isinstance(field, BooleanField):
        return gettext("Yes") if field.data else gettext("No")
    if isinstance(field, DateField):
        return day(field.data)
    if isinstance(field, IntegerField):
        return "–" if field.data is None else str(field.data)
    if isinstance(field, MoneyField):
        return "–" if field.data is None else str(from_minor(field.data, field.shown_currency).amount)
    texts = isinstance(field, StringField)
    return field._value() or "–" if texts else None


def saved_otherwise(saved: Any, mine: Any) -> list[str]:
    """The label and the saved value in words where it is not what stands in my field; nothing where they agree."""
    if (saved.data or None) == (mine.data or None) or shown(saved) in (None, shown(mine)):
        return []
    return [f"{saved.label.text}: {shown(saved)}"]
