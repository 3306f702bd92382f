"""Anchors: after a commit the end of the chain is noted in a file outside the database, so a cut tail shows."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from advisor.services.trail import Head

ANCHORS = "anchors.log"
"""Name of the file in the data folder; one line `seq hash at` per transaction, in any order, lagging is fine."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the file: somebody noted that entry `seq` has this hash."""

    line: int
    seq: int
    hash: str


def append(path: Path, head: Head) -> None:
    """Note the end of the chain. The commit is done: a full disk here is logged, never told as a failure."""
    text = f"{head.seq} {head.hash} {head.at.isoformat()}\n".encode()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, text)
        finally:
            os.close(handle)
    except OSError as error:
        log.error("anchor not written", path=str(path), seq=head.seq, error=error.strerror)


def read(path: Path, size: int) -> Iterator[Anchor | int]:
    """The anchors in the first `size` bytes, line by line; a line torn by a power cut comes as its bare number."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            size -= len(line)
            if size < 0:
                return
            yield _parse(number, line)


def _parse(number: int, line: bytes) -> Anchor | int:
    parts = line.split()
    well = len(parts) == 3 and parts[0].isdigit() and len(parts[0]) < 19 and len(parts[1]) == 64
    return Anchor(number, int(parts[0]), parts[1].decode("ascii", "replace")) if well else number
