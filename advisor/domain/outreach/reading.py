"""Read a contact from plain JSON values, as the shared policy file's `line_in` describes them; strict about types."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from advisor.domain.errors import Invalid
from advisor.domain.outreach.contact import (
    Attempt,
    Channel,
    Circumstances,
    Contact,
    Jurisdiction,
    Principal,
    Purpose,
    Recipient,
)

Fields = Mapping[str, object]
Word = TypeVar("Word", bound=StrEnum)

FIRST_YEAR, LAST_YEAR = 1900, 2199
_FLAGS = (
    "bankruptcy_open",
    "incapacitated_documented",
    "in_hospital_documented",
    "disabled_group_1_documented",
    "minor",
    "client_consent",
    "third_person_objects",
    "represented_by_lawyer",
    "marketing_consent",
    "registered_agent",
)


def read_text(fields: Fields, key: str, default: str | None = None) -> str:
    """Give the text under `key`; Invalid where it is missing without a default, or not a text."""
    value = fields.get(key)
    if value is None:
        if default is None:
            raise Invalid(key, "missing")
        return default
    if not isinstance(value, str):
        raise Invalid(key, "not_a_text")
    return value


def read_word(fields: Fields, key: str, words: type[Word], default: Word | None = None) -> Word:
    """Give the word of a closed list under `key`; Invalid where it is missing without a default, or not in the list."""
    text = read_text(fields, key, default)
    try:
        return words(text)
    except ValueError:
        raise Invalid(key, "not_in_the_list") from None


def read_yes(fields: Fields, key: str) -> bool:
    """Give the yes or no under `key`, no where it is absent; Invalid for anything but true, false and null."""
    value = fields.get(key)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Invalid(key, "not_true_or_false")
    return value


def read_local_time(fields: Fields, key: str) -> datetime:
    """Give the local time under `key`; Invalid without a time of day, with an offset, or outside 1900 to 2199."""
    text = read_text(fields, key)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(key, "not_a_local_time") from None
    if at.tzinfo is not None or not ("T" in text or " " in text) or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise Invalid(key, "not_a_local_time")
    return at


def read_day(fields: Fields, key: str) -> date:
    """Give the day under `key`; Invalid where it is no ISO date, or outside 1900 to 2199."""
    try:
        day = date.fromisoformat(read_text(fields, key))
    except ValueError:
        raise Invalid(key, "not_a_day") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(key, "not_a_day")
    return day


def read_object(value: object, key: str) -> Fields:
    """Give the object; Invalid where it is something else. Null and absence are an empty object."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Invalid(key, "not_an_object")
    return value


def _list(value: object, key: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Invalid(key, "not_a_list")
    return value


def _attempt(value: object) -> Attempt:
    fields = read_object(value, "history")
    direction = read_text(fields, "direction", "out")
    if direction not in ("in", "out"):
        raise Invalid("direction", "not_in_the_list")
    return Attempt(
        at=read_local_time(fields, "at"),
        channel=read_word(fields, "channel", Channel),
        conversation=read_yes(fields, "conversation"),
        incoming=direction == "in",
        debt=read_text(fields, "debt", "") or None,
    )


def read_history(fields: Fields) -> tuple[Attempt, ...]:
    """Read the earlier contacts under `history`, none where it is absent."""
    return tuple(_attempt(entry) for entry in _list(fields.get("history"), "history"))


def read_circumstances(value: object) -> Circumstances:
    """Read the flags, all optional; a flag that does not exist is refused, lest a misspelt ban be overlooked."""
    flags = read_object(value, "flags")
    for name in flags:
        if name not in (*_FLAGS, "recipient", "opted_out", "on_behalf_of"):
            raise Invalid(f"flags.{name}", "not_in_the_list")
    opted_out = [
        read_word({"opted_out": channel}, "opted_out", Channel)
        for channel in _list(flags.get("opted_out"), "opted_out")
    ]
    return Circumstances(
        **{name: read_yes(flags, name) for name in _FLAGS},
        recipient=read_word(flags, "recipient", Recipient, Recipient.CLIENT),
        opted_out=frozenset(opted_out),
        on_behalf_of=read_word(flags, "on_behalf_of", Principal, Principal.CLIENT),
    )


def read_contact(fields: Fields) -> Contact:
    """Read the contact asked about; Invalid names the field that cannot be read and why."""
    return Contact(
        jurisdiction=read_word(fields, "jurisdiction", Jurisdiction),
        purpose=read_word(fields, "purpose", Purpose),
        channel=read_word(fields, "channel", Channel),
        at=read_local_time(fields, "now"),
        history=read_history(fields),
        known=read_circumstances(fields.get("flags")),
        debt=read_text(fields, "debt", "") or None,
        calendar=read_text(fields, "calendar", ""),
    )
