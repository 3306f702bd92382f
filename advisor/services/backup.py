"""Back up and restore: database, files and anchors as one verified whole, while people write (R7, F13).

Order matters. Anchors are copied first (each is of a committed entry), then the database, then the files its rows
name, so that in the copy no anchor lacks its entry and no row its file. Keys are only named: whoever holds a backup
alone can read no sealed value.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from advisor.domain.errors import AdvisorError
from advisor.records.keyring import KeyFileError, KeyRing, sync_folder
from advisor.records.trail import ENTRIES
from advisor.services.anchors import ANCHORS
from advisor.services.dumps import copy_in, copy_out, damage, database_file, is_empty
from advisor.services.store import FILES, file_uids
from advisor.services.verification import verify

MANIFEST = "manifest.json"
DATABASE = {"sqlite": "advisor.db", "postgresql": "advisor.dump"}
TRIES = 5


class BackupRefused(AdvisorError):
    """The backup or restore is refused; the message says why and what to do."""

    code = "backup_refused"


@dataclass(frozen=True, slots=True)
class House:
    """Where the house lives: its database, its data folder and its keys."""

    engine: Engine
    data_dir: Path
    ring: KeyRing


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: every file with its SHA-256 and length, and the names of the keys it needs."""

    made_at: str
    engine: str
    keys: list[str]
    last_seq: int
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    version: int = 1


def back_up(house: House, target: Path, now: datetime) -> Manifest:
    """Copy the house into a new folder. The manifest is written last: a folder without one is no backup."""
    if target.exists() and any(target.iterdir()):
        raise BackupRefused(f"{target} is not empty. Name a new folder for each backup.")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    _copy_anchors(house.data_dir / ANCHORS, target / ANCHORS)
    last_seq = _copy_rows_and_files(house, target)
    files = {name: _facts(target / name) for name in _names(target)}
    manifest = Manifest(now.isoformat(), house.engine.dialect.name, [k.name for k in house.ring.keys], last_seq, files)
    os.sync()  # one for all files: thousands of single ones would take minutes
    with (target / MANIFEST).open("x") as file:
        json.dump(asdict(manifest), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(target)
    return manifest


def restore(house: House, source: Path, now: datetime, *, force: bool = False) -> Manifest:
    """Put a backup in place of an empty house, verified before and after. With `force`, what is there is set aside.

    Raises BackupRefused with the reason; nothing has been touched when the backup itself is not whole.
    """
    manifest = read_manifest(source)
    _check_backup(manifest, source, house)
    files, anchors = house.data_dir / FILES, house.data_dir / ANCHORS
    taken = [str(path) for path in (files, anchors) if path.exists() and (path.is_file() or any(path.iterdir()))]
    if not is_empty(house.engine):
        taken.insert(0, "the database")
    if taken and not force:
        raise BackupRefused(f"There is something already: {', '.join(taken)}. Stop the program and use --force.")
    house.engine.dispose()
    _set_aside(house, now)
    copy_in(house.engine, source / DATABASE[manifest.engine])
    if (source / FILES).is_dir():
        shutil.copytree(source / FILES, files)
    shutil.copyfile(source / ANCHORS, anchors)
    os.sync()
    _check_restored(house, manifest)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """The manifest of a backup folder; BackupRefused when it is none."""
    try:
        manifest = Manifest(**json.loads((source / MANIFEST).read_text("utf-8")))
        if manifest.version != 1 or manifest.engine not in DATABASE or not isinstance(manifest.files, dict):
            raise ValueError
    except FileNotFoundError as error:
        raise BackupRefused(f"{source} is no complete backup: it has no {MANIFEST}.") from error
    except (OSError, ValueError, TypeError) as error:
        raise BackupRefused(f"{source / MANIFEST} cannot be read.") from error
    return manifest


def _copy_anchors(source: Path, target: Path) -> None:
    whole = source.read_bytes() if source.exists() else b""
    target.write_bytes(whole[: whole.rfind(b"\n") + 1])


def _copy_rows_and_files(house: House, target: Path) -> int:
    """Copy the database, then the files it names; again from a newer state when one was deleted in between."""
    database = target / DATABASE[house.engine.dialect.name]
    for _ in range(TRIES):
        database.unlink(missing_ok=True)
        with copy_out(house.engine, database) as session:
            uids = set(file_uids(session))
            last_seq = session.scalar(select(ENTRIES.c.seq).order_by(ENTRIES.c.seq.desc()).limit(1)) or 0
        missing = [uid for uid in uids if not _copy_file(house.data_dir / FILES, target / FILES, uid)]
        if not missing:
            _drop_unnamed(target / FILES, uids)
            return last_seq
    raise BackupRefused(f"{len(missing)} files that rows name are not there, first {missing[0]}. Run: advisor check")


def _copy_file(source: Path, target: Path, uid: str) -> bool:
    kept = target / uid[:2] / uid
    if kept.exists():
        return True
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source / uid[:2] / uid, kept)
    except FileNotFoundError:
        return False
    return True


def _drop_unnamed(folder: Path, uids: set[str]) -> None:
    for path in folder.glob("??/*"):
        if path.name not in uids:
            path.unlink()


def _names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _facts(path: Path) -> dict[str, Any]:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return {"sha256": digest.hexdigest(), "size": path.stat().st_size}


def _check_backup(manifest: Manifest, source: Path, house: House) -> None:
    """Refuse a backup that is not whole, of another engine, or made with keys we do not hold."""
    if manifest.engine != house.engine.dialect.name:
        raise BackupRefused(
            f"This backup is of {manifest.engine}; ADVISOR_DATABASE_URL names {house.engine.dialect.name}."
        )
    for name in manifest.keys:
        try:
            house.ring.get(name)
        except KeyFileError as error:
            raise BackupRefused(str(error)) from error
    found = {name for name in _names(source) if name != MANIFEST}
    wrong = sorted(found ^ manifest.files.keys())
    wrong += [name for name in sorted(found & manifest.files.keys()) if _facts(source / name) != manifest.files[name]]
    if wrong:
        raise BackupRefused(f"The backup is damaged: {len(wrong)} files differ from its manifest, first {wrong[0]}.")


def _set_aside(house: House, now: datetime) -> None:
    """Rename what is in the way; nothing is deleted. PostgreSQL's tables are replaced in one transaction."""
    stamp = now.strftime("before-%Y%m%d-%H%M%S")
    house.data_dir.mkdir(parents=True, exist_ok=True)
    ways = [(house.data_dir / name, f"{name}.{stamp}") for name in (FILES, ANCHORS)]
    if house.engine.dialect.name == "sqlite":
        base = database_file(house.engine.url)
        base.parent.mkdir(parents=True, exist_ok=True)
        ways += [(base.with_name(base.name + end), f"{base.name}.{stamp}{end}") for end in ("", "-wal", "-shm")]
    for path, name in ways:
        if path.exists():
            path.rename(path.with_name(name))


def _check_restored(house: House, manifest: Manifest) -> None:
    found = damage(house.engine)
    with Session(house.engine, info={"keyring": house.ring, "data_dir": house.data_dir}) as session:
        report = verify(session, house.data_dir / ANCHORS)
    found += [broken.text for broken in report.breaks]
    if report.last_seq != manifest.last_seq:
        found.append(f"The trail ends at {report.last_seq}, not at {manifest.last_seq}.")
    if found:
        raise BackupRefused(f"Restored, but {len(found)} things do not hold, first: {found[0]}")
