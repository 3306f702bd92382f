"""Selects of countries, time zones, currencies and languages; long ones are drawn from a text put together once."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel.core import get_global
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, html_params

from advisor.domain.finance.currencies import DIGITS
from advisor.domain.folding import fold
from advisor.services.language import LANGUAGES
from advisor.web.kit.choices import once_a_language
from advisor.web.kit.now import the_firm
from advisor.web.kit.show import country

USUAL_CURRENCIES = ("PLN", "EUR", "RUB", "USD", "CHF", "GBP", "CZK", "UAH", "CNY")
NO_COUNTRIES = frozenset(["AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
"""Two-letter codes of CLDR that are no ISO 3166 country."""


class Drawn:
    """A long select: its options are one text per language, in which only the chosen one is marked."""

    def __call__(self, field: Any, **attributes: Any) -> Markup:
        """The select; a kept value that the list does not name stands first, so that saving never changes it."""
        options, chosen = field.options(), escape(field.data or "")
        plain, marked = f'value="{chosen}">', f'value="{chosen}" selected>'
        if plain in options:
            options = options.replace(plain, marked, 1)
        elif chosen:
            options = f"<option {marked}{chosen}</option>{options}"
        attributes.setdefault("id", field.id)
        return Markup(f"<select {html_params(name=field.name, **attributes)}>{options}</select>")  # noqa: S704 - escaped


class ListedField(SelectField):
    """A select over a long table of codes; `known` says which codes there are, `options` draws them."""

    widget = Drawn()

    def __init__(self, label: Any, known: Callable[[], Any], options: Callable[[], str], **more: Any) -> None:
        super().__init__(label, choices=[], **more)
        self.known, self.options = known, options

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that does not exist; what the row holds may stay."""
        if self.data not in self.known() and self.data != self.object_data:
            raise ValidationError(gettext("Choose one of the list."))


class LanguageField(SelectField):
    """A select of the languages the firm works in; one somebody has already stays to be chosen."""

    def __init__(self, label: Any = None, **more: Any) -> None:
        super().__init__(label or _l("Language"), choices=[*LANGUAGES.items()], **more)

    def iter_choices(self) -> Any:
        """The firm's languages and the chosen one."""
        ours = the_firm().languages.split(",")
        choices: Any = super().iter_choices()  # objects, not the tuples of the stubs
        return [choice for choice in choices if choice.value in ours or choice.selected]


class LanguagesField(SelectMultipleField):
    """Boxes of the house's languages over a column that keeps their codes behind commas."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, choices=[*LANGUAGES.items()], **more)

    def process_data(self, value: Any) -> None:
        """Take the row's codes apart."""
        super().process_data(value.split(",") if value else [])

    def populate_obj(self, obj: Any, name: str) -> None:
        """Put the codes together again, in the order of the house."""
        setattr(obj, name, ",".join(code for code in LANGUAGES if code in (self.data or [])))


def country_field(label: Any = None, **more: Any) -> ListedField:
    """The countries of the world by their names in the reader's language."""
    return ListedField(label or _l("Country"), _countries, _country_options, **more)


def zone_field(**more: Any) -> ListedField:
    """The time zones; an older name of one is taken, too."""
    return ListedField(_l("Time zone"), available_timezones, _zone_options, **more)


def currency_field() -> ListedField:
    """Every currency the house can count in, the usual ones first."""
    return ListedField(_l("Currency"), lambda: DIGITS, _currency_options)


@cache
def _countries() -> frozenset[str]:
    return frozenset(get_global("territory_zones")) - NO_COUNTRIES


def _drawn(titles: Mapping[str, str]) -> str:
    return "".join(f'<option value="{escape(code)}">{escape(title)}</option>' for code, title in titles.items())


@once_a_language
def _country_options() -> str:
    named = {code: country(code) for code in _countries()}
    return _drawn(dict(sorted(named.items(), key=lambda pair: fold(pair[1]))))


@cache
def _zone_options() -> str:
    zones = sorted(available_timezones() & set(get_global("zone_territories")))
    return _drawn({zone: zone for zone in (*zones, "UTC")})


@cache
def _currency_options() -> str:
    return _drawn({code: code for code in dict.fromkeys((*USUAL_CURRENCIES, *sorted(DIGITS)))})
