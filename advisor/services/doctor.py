"""Is the ground firm? Says in clear sentences why the house must not start on this database or with these keys."""

import re

from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from advisor.records.keyring import KeyFileError, KeyRing
from advisor.records.sealed import keyring
from advisor.records.trail import POSTGRES_TRIGGERS, SQLITE_TRIGGERS, TrailEntry
from advisor.services.keys import usage

_OLDEST_POSTGRES = 130_000
_MUST_BE_ON = ("fsync", "synchronous_commit", "full_page_writes")
_SQLITE = {
    "journal_mode": ("wal", "The database cannot use write-ahead logging; put it on a local disk."),
    "synchronous": (2, "The database does not wait for the disk (synchronous is not FULL)."),
    "foreign_keys": (1, "The database does not check references (foreign_keys is off)."),
}
_SQLITE_GUARDS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail_entry'"
_POSTGRES_GUARDS = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'trail_entry'::regclass AND tgenabled <> 'D'"


def ailments(session: Session) -> list[str]:
    """Reasons not to start, each a sentence that says what to do; empty when all is well."""
    postgres = session.get_bind().dialect.name == "postgresql"
    return (_postgres(session) if postgres else _sqlite(session)) + _guards(session, postgres) + _keys(session)


def _postgres(session: Session) -> list[str]:
    """A committed row must survive a power cut (RELIABILITY finding 3)."""
    names = (*_MUST_BE_ON, "server_version_num", "server_encoding")
    query = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
    settings = {row.name: row.setting for row in session.execute(query, {"names": list(names)})}
    found = [
        f"PostgreSQL runs with {name} = off, so saved work can be lost; set it to on."
        for name in _MUST_BE_ON
        if settings[name] == "off"
    ]
    if int(settings["server_version_num"]) < _OLDEST_POSTGRES:
        found.append("PostgreSQL is older than 13; use a newer server.")
    if settings["server_encoding"] != "UTF8":
        found.append(f"The database keeps text as {settings['server_encoding']}; create it with ENCODING 'UTF8'.")
    return found


def _sqlite(session: Session) -> list[str]:
    return [told for name, (value, told) in _SQLITE.items() if session.scalar(text(f"PRAGMA {name}")) != value]


def _guards(session: Session, postgres: bool) -> list[str]:
    """The trail must refuse changes by itself: its triggers are there and switched on."""
    if not inspect(session.connection()).has_table("trail_entry"):
        return []
    there = _POSTGRES_GUARDS if postgres else _SQLITE_GUARDS
    missing = set(re.findall(r"CREATE TRIGGER (\w+)", " ".join(POSTGRES_TRIGGERS if postgres else SQLITE_TRIGGERS)))
    missing -= set(session.scalars(text(there)))
    return [f"The trail's guard {name} is missing; run: advisor migrate" for name in sorted(missing)]


def _keys(session: Session) -> list[str]:
    """A fresh key file beside an old database would leave every sealed value unreadable, and the trail unproven."""
    ring, found = keyring(session), []
    for name in sorted(usage(session)):
        try:
            usable = ring.get(name).seal is not None
        except KeyFileError:
            usable = False
        if not usable:
            found.append(f"The database was sealed with the key {name}, which the key file does not hold; restore it.")
    return found + _trail(session, ring)


def _trail(session: Session, ring: KeyRing) -> list[str]:
    """Without the keys that signed it the trail cannot be verified; a retired key still vouches for its time."""
    known = {key.name for key in ring.keys}
    return [
        f"The trail was signed with the key {name}, which the key file does not hold; restore it."
        for name in sorted(signing_keys(session) - known)
    ]


def signing_keys(session: Session) -> set[str]:
    """The keys that signed the trail. Keys change forward only, so a run with equal ends is not read row by row."""
    if not inspect(session.connection()).has_table("trail_entry"):
        return set()
    last, place, found = session.scalar(select(func.max(TrailEntry.seq))) or 0, 1, set()

    def key_at(seq: int) -> str | None:
        return session.scalar(select(TrailEntry.key_id).where(TrailEntry.seq == seq))

    while place <= last:
        here, low, high = key_at(place), place, last
        while low < high:  # to the last entry of this key's run
            middle = (low + high + 1) // 2
            low, high = (middle, high) if key_at(middle) == here else (low, middle - 1)
        found |= {here} if here is not None else set()
        place = low + 1
    return found
