"""The contact policy: rows of dated data, each with its source, read once from the file beside this module."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from advisor.domain.outreach.contact import Channel, Contact, Jurisdiction, Purpose
from advisor.domain.outreach.decision import Reason
from advisor.domain.outreach.windows import Days, Hours, Window

ANY = "any"
_Key = tuple[Jurisdiction, Purpose, Channel]


class Kind(StrEnum):
    """What a row says, in the order in which rows answer: the bans first, then the limits."""

    PROHIBITED_STATUS = "prohibited_status"
    THIRD_PERSON = "third_person"
    REGISTERED_AGENT = "registered_agent"
    REPRESENTED = "represented"
    OPTED_OUT = "opted_out"
    PRIOR_CONSENT = "prior_consent"
    LIMITS = "limits"


class Standing(StrEnum):
    """How hard a row binds: for everybody, unless a reason is given, or as advice only."""

    BINDING = "binding"
    HOUSE = "house"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` contacts on the `days` calendar days that end with the day asked about; beyond it, `reason`."""

    reason: Reason
    days: int
    most: int

    def __post_init__(self) -> None:
        if self.most < 1:
            raise ValueError("A cap is at least 1; what is never allowed is a ban, not a cap.")


_SPANS = {"day": (Reason.DAY_LIMIT, 1), "week": (Reason.WEEK_LIMIT, 7), "month": (Reason.MONTH_LIMIT, 31)}


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: whom it concerns, what it limits, how hard it binds, from when to when, and where it is written."""

    id: str
    jurisdiction: str
    regime: str
    kind: Kind
    standing: Standing
    purposes: frozenset[Purpose]
    channels: frozenset[Channel]
    windows: tuple[Window, ...]
    caps: dict[Channel, tuple[Cap, ...]]
    per_debt: bool
    after_conversation_days: int
    single_channel_days: int
    valid_from: date
    valid_to: date
    remark: str
    source: str
    confidence: str

    def in_force(self, day: date) -> bool:
        """Say whether the rule is in force on `day`, its first and last day included."""
        return self.valid_from <= day <= self.valid_to

    def is_numeric(self, channel: Channel) -> bool:
        """Say whether the rule names hours or numbers for the channel."""
        return bool(self.windows) or channel in self.caps


@dataclass(frozen=True)
class Policy:
    """All rows of an edition."""

    as_of: date
    rows: tuple[Row, ...]

    @cached_property
    def _index(self) -> dict[_Key, tuple[Row, ...]]:
        order = list(Kind)
        own_first = sorted(self.rows, key=lambda row: (order.index(row.kind), row.jurisdiction == ANY))
        return {
            (place, purpose, channel): tuple(
                row
                for row in own_first
                if row.jurisdiction in (place, ANY) and purpose in row.purposes and channel in row.channels
            )
            for place in Jurisdiction
            for purpose in Purpose
            for channel in Channel
        }

    def rows_for(self, contact: Contact) -> tuple[Row, ...]:
        """Give the rows that concern the contact, bans before limits, those of the country before any others.

        With `house_too`, the house's numbers are added for a client whose country has none (CP21).
        """
        key = (contact.jurisdiction, contact.purpose, contact.channel)
        return self._in_force(key, contact.house_too, contact.at.date())

    @cached_property
    def _in_force(self) -> Callable[[_Key, bool, date], tuple[Row, ...]]:
        """The rows of a day, remembered: most decisions of a day ask for the same few."""
        return lru_cache(maxsize=4096)(self._find)

    def _find(self, key: _Key, house_too: bool, day: date) -> tuple[Row, ...]:
        _place, purpose, channel = key
        rows = tuple(row for row in self._index[key] if row.in_force(day))
        if not house_too or any(row.standing is Standing.BINDING and row.is_numeric(channel) for row in rows):
            return rows
        house = self._index[(Jurisdiction.HOUSE, purpose, channel)]
        return rows + tuple(row for row in house if row.in_force(day) and row not in rows)

    def row(self, row_id: str) -> Row:
        """Give the row with that id; KeyError where there is none."""
        for row in self.rows:
            if row.id == row_id:
                return row
        raise KeyError(row_id)


def _window(raw: dict[str, Any]) -> Window:
    hours = Hours(time.fromisoformat(raw["from"]), time.fromisoformat(raw["to"]), raw["to_included"])
    return Window(Days(raw["days"]), hours)


def _caps(raw: dict[str, int]) -> tuple[Cap, ...]:
    return tuple(Cap(*_SPANS[span], raw[span]) for span in _SPANS if span in raw)


def read_row(raw: dict[str, Any]) -> Row:
    """Read one row of the policy file; ValueError or KeyError where it is not one."""
    return Row(
        id=raw["id"],
        jurisdiction=ANY if raw["jurisdiction"] == ANY else Jurisdiction(raw["jurisdiction"]),
        regime=raw["regime"],
        kind=Kind(raw["kind"]),
        standing=Standing(raw["standing"]),
        purposes=frozenset(map(Purpose, raw["purposes"])),
        channels=frozenset(map(Channel, raw["channels"])),
        windows=tuple(_window(window) for window in raw.get("windows", [])),
        caps={Channel(channel): _caps(caps) for channel, caps in raw.get("caps", {}).items()},
        per_debt=raw.get("per_debt", False),
        after_conversation_days=raw.get("after_conversation_days", 0),
        single_channel_days=raw.get("single_channel_days", 0),
        valid_from=date.fromisoformat(raw["valid_from"]) if "valid_from" in raw else date.min,
        valid_to=date.fromisoformat(raw["valid_to"]) if "valid_to" in raw else date.max,
        remark="; ".join(raw[part] for part in ("condition", "extra", "notes") if part in raw),
        source=raw["source"],
        confidence=raw["confidence"],
    )


def read_policy(raw: dict[str, Any]) -> Policy:
    """Read a policy file's content; ValueError or KeyError where it is not one."""
    return Policy(date.fromisoformat(raw["as_of"]), tuple(read_row(row) for row in raw["rows"]))


@lru_cache(maxsize=1)
def shipped_policy() -> Policy:
    """Give the policy this edition of the program is shipped with."""
    text = files("advisor.domain.outreach").joinpath("policy.json").read_text(encoding="utf-8")
    policy: dict[str, Any] = json.loads(text)
    return read_policy(policy)
