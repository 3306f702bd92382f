"""Verify the trail link by link, in batches, naming every break and going on after each (SPEC 8.3, R8)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, select, type_coerce
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from advisor.domain.errors import AdvisorError
from advisor.records.keyring import KeyFileError, KeyRing
from advisor.records.sealed import Shredded, keyring, load_party_keys, unseal
from advisor.records.trail import ENTRIES, GENESIS, SIGNED, VALUES
from advisor.services import anchors
from advisor.services.anchors import Anchor
from advisor.services.trail import commitment, sign

BATCH = 5_000
ERASED = "erased"
"""Verb of the entry that says a party's personal values were erased; after it, missing values are no break."""


class Break(NamedTuple):
    """One place where the trail does not hold. `code` is stable, `text` tells a person."""

    seq: int | None
    code: str
    text: str


@dataclass(slots=True)
class Report:
    """What was checked and every break found. `erased` counts values that rightly can no longer be read."""

    from_seq: int
    last_seq: int = 0
    entries: int = 0
    values: int = 0
    erased: int = 0
    anchors: int = 0
    torn_anchor_lines: int = 0
    breaks: list[Break] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when every link, value and anchor holds."""
        return not self.breaks


def verify(session: Session, anchors_path: Path | None, from_seq: int = 1) -> Report:
    """Check chain, personal values and anchors from an entry on. Reads only; memory does not grow with the trail.

    An anchor must be a prefix of the chain, not its head: anchors are written after the commit and may lag.
    """
    noted = anchors_path.stat().st_size if anchors_path is not None and anchors_path.exists() else None
    report = Report(max(from_seq, 1))
    _check_chain(session, report)
    if anchors_path is not None:
        if noted is None:
            report.breaks.append(Break(None, "anchors_missing", f"The anchor file {anchors_path} does not exist."))
        else:
            _check_anchors(session, report, anchors.read(anchors_path, noted))
    return report


def _check_chain(session: Session, report: Report) -> None:
    ring, seen = keyring(session), report.from_seq - 1
    previous: str | None = GENESIS
    if seen:
        previous = session.scalar(select(ENTRIES.c.hash).where(ENTRIES.c.seq == seen))
        if previous is None:
            report.breaks.append(Break(seen, "gap", f"Entry {seen} is missing."))
    erased = _erased_parties(session)
    while batch := _read_batch(session, report, seen):
        for entry in batch:
            seq = entry["seq"]
            previous = _check_entry(ring, report, entry, None if seq != seen + 1 else previous, seen)
            seen = seq
        _check_values(session, report, batch, erased)
        report.entries += len(batch)
        report.last_seq = seen
    for seq in session.scalars(select(VALUES.c.seq).where(VALUES.c.seq > seen)):
        report.breaks.append(Break(seq, "value_unexpected", f"There are personal values for {seq}, but no entry."))


def holds(ring: KeyRing, entry: dict[str, Any]) -> bool:
    """True when an entry is as it was written. Raises when its key is not in the key file or it cannot be signed."""
    return sign(ring.get(entry["key_id"]).chain, entry) == str(entry["hash"])


def _check_entry(ring: KeyRing, report: Report, entry: dict[str, Any], previous: str | None, seen: int) -> str:
    """Check one entry against its predecessor (None: there is none to compare with) and its own hash."""
    seq = entry["seq"]
    if seq > seen + 1:
        missing = f"Entry {seen + 1} is" if seq == seen + 2 else f"Entries {seen + 1} to {seq - 1} are"
        report.breaks.append(Break(seen + 1, "gap", f"{missing} missing."))
    elif previous is not None and entry["prev_hash"] != previous:
        report.breaks.append(Break(seq, "link", f"Entry {seq} does not follow from the entry before it."))
    try:
        if not holds(ring, entry):
            report.breaks.append(Break(seq, "changed", f"Entry {seq} is not as it was written."))
    except (KeyFileError, TypeError, ValueError):
        report.breaks.append(Break(seq, "unsigned", f"Entry {seq} is not signed by a key of the key file."))
    return str(entry["hash"])


def _erased_parties(session: Session) -> set[int | None]:
    query = select(ENTRIES.c.subject_id).where(ENTRIES.c.verb == ERASED, ENTRIES.c.subject == "party")
    return set(session.scalars(query))


def _check_values(session: Session, report: Report, batch: list[dict[str, Any]], erased: set[int | None]) -> None:
    """Open the personal values of a batch and compare them with the commitments in the chain."""
    query = select(VALUES).where(VALUES.c.seq.between(batch[0]["seq"], batch[-1]["seq"]))
    values = {row.seq: row for row in session.execute(query)}
    try:
        uids = load_party_keys(session, {e["party_id"] for e in batch if e["seq"] in values} - {None})
    except (KeyFileError, AdvisorError) as error:
        report.breaks.append(Break(batch[0]["seq"], "keys", f"Personal values cannot be opened: {error}"))
        return
    for entry in batch:
        value = values.pop(entry["seq"], None)
        if value is None and entry["commitment"] and entry["party_id"] not in erased:
            text = f"The personal values of entry {entry['seq']} are missing and were not erased."
            report.breaks.append(Break(entry["seq"], "value_missing", text))
        elif value is None:
            report.erased += bool(entry["commitment"])
        else:
            _check_value(session, report, entry, value, uids.get(entry["party_id"]))
    for seq in values:
        report.breaks.append(Break(seq, "value_unexpected", f"There are personal values for {seq}, but no entry."))


def _check_value(session: Session, report: Report, entry: dict[str, Any], value: Any, uid: str | None) -> None:
    report.values += 1
    try:
        text = unseal(session, uid, VALUES.name, value.salt.hex(), "sealed", value.sealed)
        if commitment(value.salt, text) == entry["commitment"] and value.party_id == entry["party_id"]:
            return
    except Shredded:
        report.erased += 1
        return
    except (AdvisorError, KeyFileError, AttributeError, TypeError, ValueError):
        pass  # whatever is wrong with it, it is not what was committed to
    report.breaks.append(
        Break(entry["seq"], "value_changed", f"The personal values of entry {entry['seq']} are not as written.")
    )


def _check_anchors(session: Session, report: Report, lines: Iterable[Anchor | int]) -> None:
    """Every anchor must be found in the chain as it was noted."""
    stream = iter(lines)
    while batch := list(islice(stream, BATCH)):
        noted = [line for line in batch if isinstance(line, Anchor)]
        report.torn_anchor_lines += len(batch) - len(noted)
        noted = [anchor for anchor in noted if anchor.seq >= report.from_seq]
        query = select(ENTRIES.c.seq, ENTRIES.c.hash).where(ENTRIES.c.seq.in_([anchor.seq for anchor in noted]))
        found = {row.seq: row.hash for row in session.execute(query)} if noted else {}
        for anchor in noted:
            report.anchors += 1
            if anchor.seq not in found:
                text = f"Entry {anchor.seq} was anchored (line {anchor.line}) and is gone."
                report.breaks.append(Break(anchor.seq, "cut", text))
            elif found[anchor.seq] != anchor.hash:
                text = f"Entry {anchor.seq} differs from what was anchored (line {anchor.line})."
                report.breaks.append(Break(anchor.seq, "anchor", text))


# `at` is read as it stands: a forged text would otherwise stop the reader instead of being named
_COLUMNS = [type_coerce(ENTRIES.c.at, String).label("at") if c == "at" else ENTRIES.c[c] for c in (*SIGNED, "hash")]


def _read_batch(session: Session, report: Report, seen: int) -> list[dict[str, Any]]:
    """The next entries after `seen` in order; entries that cannot even be read are reported and left out."""
    try:
        return list(fetch(session, ENTRIES.c.seq > seen))
    except (SQLAlchemyError, ValueError, UnicodeDecodeError):
        return list(_fetch_one_by_one(session, report, seen))


def fetch(session: Session, condition: ColumnElement[bool]) -> Iterator[dict[str, Any]]:
    """The first BATCH entries under a condition in order, with everything their hash covers."""
    query = select(*_COLUMNS).where(condition).order_by(ENTRIES.c.seq).limit(BATCH)
    for row in session.execute(query).mappings():
        yield {**row, "at": _moment(row["at"])}


def _fetch_one_by_one(session: Session, report: Report, seen: int) -> Iterator[dict[str, Any]]:
    numbers = select(ENTRIES.c.seq).where(ENTRIES.c.seq > seen).order_by(ENTRIES.c.seq).limit(BATCH)
    for seq in list(session.scalars(numbers)):
        try:
            yield from list(fetch(session, ENTRIES.c.seq == seq))
        except (SQLAlchemyError, ValueError, UnicodeDecodeError):
            report.breaks.append(Break(seq, "changed", f"Entry {seq} cannot be read."))


def _moment(value: Any) -> Any:
    """The moment as both engines keep it (naive UTC); anything else comes back as it is and fails the hash."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
