"""Real server processes on a free loopback port: gunicorn with 2 workers of 4 threads, as PERFORMANCE.md measures."""

import http.client
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from advisor.cli.serve import LEAN
from tests.bench.book import Book

ROOT = Path(__file__).resolve().parents[2]
WORKERS, THREADS = 2, 4


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port and the id of its first process."""

    port: int
    pid: int


def environment(book: Book) -> dict[str, str]:
    """Settings that point the product at a book."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("ADVISOR_")}
    return LEAN | ours | {
        "ADVISOR_DATA_DIR": str(book.data_dir), "ADVISOR_DATABASE_URL": book.url,
        "ADVISOR_KEY_FILE": str(book.key_file), "PYTHONPATH": str(ROOT),
    }  # fmt: skip


@contextmanager
def serve(book: Book, app: str, threads: int = THREADS) -> Iterator[Server]:
    """Serve `app` (module:name) on a book until the block ends."""
    port = free_port()
    hooks = () if app.startswith("tests.bench.floor") else ("--config", "python:advisor.cli.web_server")
    command = [
        sys.executable, "-m", "gunicorn", *hooks, "--bind",
        f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", str(threads), "--worker-class", "gthread",
        "--no-control-socket", "--keep-alive", "75", "--timeout", "120", "--log-level", "error", app,
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment(book), cwd=ROOT)
    try:
        _wait(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, process: "subprocess.Popen[bytes]", patience_s: float = 60) -> None:
    pause = threading.Event()
    for _ in range(int(patience_s * 10)):
        if process.poll() is not None:
            raise RuntimeError("The server did not start; its reason stands above.")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/static/none")
            connection.getresponse().read()
            connection.close()
            return
        except OSError:
            pause.wait(0.1)
    raise RuntimeError("The server did not answer within a minute.")
