"""The child's side of the press: read an order, print it, answer, until the parent closes the pipe."""

import os
import signal
import sys
from typing import IO

from advisor.papers import press, wire
from advisor.papers.errors import PressUnavailable

MEMORY_LIMIT_MB = 512


def limit_memory() -> None:
    """Bind this process to MEMORY_LIMIT_MB of own memory, where the system can."""
    try:
        import resource
    except ImportError:  # no such limit on Windows
        return
    limit = MEMORY_LIMIT_MB * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def claim_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The two pipes to the parent; from here on anything printed by a library goes to the log instead."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, replies


def serve(packed: bytes) -> bytes:
    """The reply to one order. Out of memory is not answered: the process ends and a fresh one takes over."""
    try:
        return wire.PRINTED + press.impress(wire.Order.unpack(packed))
    except PressUnavailable as error:
        return wire.UNAVAILABLE + str(error).encode()
    except MemoryError:
        sys.exit("The press is out of memory on this page.")
    except Exception as error:  # the parent must hear of anything, or it would wait
        return wire.FAILED + f"No PDF: {type(error).__name__}: {error}".encode("utf-8", "replace")


def main() -> None:
    """Work until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who closes the pipe
    limit_memory()
    orders, replies = claim_pipes()
    while True:
        try:
            order = wire.receive(orders)
        except EOFError:
            return
        wire.send(replies, serve(order))


if __name__ == "__main__":
    main()
