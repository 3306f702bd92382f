"""A mail server that can be told to be slow, to refuse or to hang; it keeps what it was given."""

import socket
import threading
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

from tests.bench.server import free_port


class Sink:
    """Keeps every message. `before` blocks a message before it is taken, `after` once it is; `refuse` answers RCPT.

    `cut` takes the message and hangs up without an answer.
    """

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []  # Message-ID, text
        self.refuse = ""
        self.hold_before = self.hold_after = self.cut = False
        self.reached, self.release = threading.Event(), threading.Event()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def open(self) -> None:
        """Start to listen."""
        self._controller.start()

    def close(self) -> None:
        """Let everybody go and stop."""
        self.release.set()
        self._controller.stop()

    @property
    def ids(self) -> list[str]:
        """Message-IDs in the order they came, repeats included."""
        return [message_id for message_id, _ in self.messages]

    @property
    def settings(self) -> dict[str, str]:
        """What the product is told."""
        return {"ADVISOR_SMTP_HOST": "127.0.0.1", "ADVISOR_SMTP_PORT": str(self.port), "ADVISOR_SMTP_TLS": "none"}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse a recipient."""
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message; hold it where the test wants the worker to die."""
        if self.hold_before:
            await self._wait(server)
            return "451 too late"
        mail = message_from_bytes(envelope.content)
        plain = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
        self.messages.append((mail["Message-ID"], plain.get_payload(decode=True).decode()))  # type: ignore[union-attr]
        if self.cut:
            server.transport.abort()
        if self.hold_after:
            await self._wait(server)
        return "250 OK"

    async def _wait(self, server: Any) -> None:
        self.reached.set()
        await server.loop.run_in_executor(None, self.release.wait, 60)


def silent_server() -> socket.socket:
    """A server that takes connections and never says a word."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(50)
    return listener
