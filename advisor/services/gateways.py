"""Gateways for SMS and messenger: one small interface, three ways. HTTP for real, a folder of files, the console.

The HTTP way posts JSON {"id", "to", "text", "from"} with the letter's id as Idempotency-Key, so a repeat after a crash
is recognisable. 2xx is accepted, 408, 425, 429 and 5xx are tried again, other 4xx are final.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from advisor.records.outbox import Letter
from advisor.services.delivery import Answer, Report

TIMEOUT = 20
"""Seconds."""
LATER = frozenset({408, 425, 429})


class Gateway(Protocol):
    """Takes one short message; never raises for what a network or a provider does."""

    def send(self, letter: Letter) -> Report:
        """Hand the message over and say what became of it."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Lays every message as a file into a folder: the default, for trying out and for tests."""

    folder: Path

    def send(self, letter: Letter) -> Report:
        """One file per letter; a repeat overwrites itself."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            name = "".join(c for c in letter.message_id if c.isalnum())[:80]
            draft = self.folder / f".{name}.part"
            draft.write_text(json.dumps(_body(letter, ""), ensure_ascii=False), encoding="utf-8")
            draft.replace(self.folder / f"{name}.json")
        except OSError as error:
            return Report(Answer.LATER, type(error).__name__)
        return Report(Answer.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Console:
    """Writes every message to the standard output of the worker."""

    def send(self, letter: Letter) -> Report:
        """One line."""
        sys.stdout.write(json.dumps(_body(letter, ""), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        return Report(Answer.ACCEPTED)


class _NoRedirect(HTTPRedirectHandler):
    """A provider does not redirect; whoever does might be somebody else."""

    def redirect_request(self, *_args: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Http:
    """Posts every message to a provider."""

    url: str
    token_file: str = ""
    sender: str = ""

    def send(self, letter: Letter) -> Report:
        """Post it; the provider's status decides."""
        try:
            with build_opener(_NoRedirect).open(self._request(letter), timeout=TIMEOUT) as answer:
                delivered = b'"delivered"' in answer.read(4096)
        except HTTPError as error:
            with error:
                final = 400 <= error.code < 500 and error.code not in LATER
            return Report(Answer.NEVER if final else Answer.LATER, f"HTTP {error.code}")
        except (URLError, OSError, ValueError) as error:
            return Report(Answer.LATER, type(error).__name__)
        return Report(Answer.DELIVERED if delivered else Answer.ACCEPTED)

    def _request(self, letter: Letter) -> Request:
        body = json.dumps(_body(letter, self.sender)).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": letter.message_id.strip("<>")}
        if self.token_file:
            headers["Authorization"] = "Bearer " + Path(self.token_file).read_text(encoding="utf-8").strip()
        return Request(self.url, body, headers)  # noqa: S310 - config checks that it is http or https


def gateway(address: str, folder: Path, token_file: str = "", sender: str = "") -> Gateway:
    """The gateway an address names: "" the folder, "console", or an http(s) address."""
    if not address:
        return Folder(folder)
    return Console() if address == "console" else Http(address, token_file, sender)


def _body(letter: Letter, sender: str) -> dict[str, str]:
    body = {"id": letter.message_id.strip("<>"), "to": letter.to_address, "text": letter.text}
    return body | ({"from": sender} if sender else {})
