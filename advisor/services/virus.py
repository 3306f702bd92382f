"""The virus scanner: ClamAV by its socket (INSTREAM), when the firm has one. Without it files are still made harmless.

ADVISOR_CLAMAV_SOCKET names a Unix socket or tcp://host:port. Once named, no file is taken while it does not answer.
"""

import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid
from advisor.domain.words import N_

PIECE = 64 * 1024
PATIENCE_S = 30.0


class ScannerState(StrEnum):
    """OFF: none is named; READY: it answers; AWAY: it is named and does not answer."""

    OFF = "off"
    READY = "ready"
    AWAY = "away"


SCANNER_TITLES: dict[ScannerState, str] = {
    ScannerState.OFF: N_("Off: no scanner is named. Files are judged by content and made harmless all the same."),
    ScannerState.READY: N_("Ready: every file is scanned before it is kept."),
    ScannerState.AWAY: N_("Does not answer: no file is taken until it does."),
}


@dataclass(frozen=True, slots=True)
class Scanner:
    """A clamd at an address: a path, or tcp://host:port."""

    address: str

    def state(self) -> ScannerState:
        """Does it answer? Asks it."""
        try:
            return ScannerState.READY if self._ask(b"zPING\0") == b"PONG" else ScannerState.AWAY
        except OSError:
            return ScannerState.AWAY

    def found(self, source: BinaryIO) -> str:
        """The name of what it found in the file, or an empty text. OSError when it does not answer properly."""
        source.seek(0)
        said = self._ask(b"zINSTREAM\0", source).decode("utf-8", "replace")
        if said.endswith(" FOUND"):
            return said.removesuffix(" FOUND").partition(": ")[2] or said
        if said.endswith(": OK"):
            return ""
        raise OSError(f"the scanner says {said[:80]!r}")

    def _ask(self, order: bytes, source: BinaryIO | None = None) -> bytes:
        with self._open() as line:
            line.sendall(order)
            if source is not None:
                self._stream(line, source)
            answer = b""
            while not answer.endswith(b"\0") and (piece := line.recv(4096)):
                answer += piece
            return answer.rstrip(b"\0\n")

    def _stream(self, line: socket.socket, source: BinaryIO) -> None:
        """The file in pieces with their lengths; a scanner that hangs up early has its reason in its answer."""
        try:
            while piece := source.read(PIECE):
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            return

    def _open(self) -> socket.socket:
        if self.address.startswith("tcp://"):
            host, _, port = self.address.removeprefix("tcp://").rpartition(":")
            return socket.create_connection((host.strip("[]"), int(port)), PATIENCE_S)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE_S)
        try:
            line.connect(self.address)
        except OSError:
            line.close()
            raise
        return line


def scanner_of(session: Session) -> Scanner | None:
    """The scanner of the house, when one is named."""
    address = session.info.get("clamav", "")
    return Scanner(address) if address else None


def must_be_clean(session: Session, source: BinaryIO) -> None:
    """Invalid('file', 'harmful_file') when the scanner finds something, 'scanner_away' when it does not answer."""
    scanner = scanner_of(session)
    if scanner is None:
        return
    try:
        found = scanner.found(source)
    except OSError as error:
        raise Invalid("file", "scanner_away") from error
    if found:
        raise Invalid("file", "harmful_file")
