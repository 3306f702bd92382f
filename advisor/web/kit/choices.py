"""Choices of select fields, put together once per language instead of at every keystroke."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from flask_babel import get_locale, gettext
from wtforms import SelectField
from wtforms.validators import ValidationError

Choices = TypeVar("Choices")


def once_a_language(choices: Callable[[], Choices]) -> Callable[[], Choices]:
    """The same choices, remembered per language; nobody may change what is handed out."""
    kept: dict[str, Choices] = {}

    def ask() -> Choices:
        language = str(get_locale())
        if language not in kept:
            kept[language] = choices()
        return kept[language]

    return ask


class QuickSelect(SelectField):
    """A select that knows its codes: checking what was sent needs no list in the reader's language."""

    def __init__(self, label: Any = None, *, choices: Callable[[], Any], codes: Collection[str], **more: Any) -> None:
        super().__init__(label, choices=choices, default="", **more)
        self._codes = frozenset(codes)

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that was never offered."""
        if self.data not in self._codes:
            raise ValidationError(gettext("Choose one of the list."))
