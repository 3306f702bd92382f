"""`advisor serve`: the web pages in the foreground, by gunicorn, or waitress where there is none."""

import importlib.util
import os
import sys

import click

from advisor.config import Settings
from advisor.house import settings

THREADS = 32
"""Per process: enough that slow clients cannot hold all of them (RELIABILITY finding 8)."""
LEAN = {"MALLOC_MMAP_THRESHOLD_": "1048576"}
"""glibc gives large blocks back at once: a password check takes 19 MiB, which each process would keep for good."""


@click.command()
@click.option("--workers", default=2, show_default=True, help="Web processes (gunicorn).")
def serve(workers: int) -> None:
    """Serve until stopped. Refused (exit code 4) while database or keys are not fit; see advisor migrate and check."""
    chosen = settings()
    os.execve(sys.executable, server(chosen, workers), LEAN | os.environ)  # noqa: S606 - our own interpreter


def server(chosen: Settings, workers: int) -> list[str]:
    """The command line of the web server. It is `advisor.wsgi` that looks at the ground, once, before the first page.

    Looking here as well would load the ledger twice, a second of every start.
    """
    if importlib.util.find_spec("gunicorn") is not None:
        return [
            sys.executable, "-m", "gunicorn", "--config", "python:advisor.cli.web_server", "--bind",
            f"{chosen.host}:{chosen.port}", "--workers", str(workers), "--threads", str(THREADS), "--timeout", "60",
            "--no-control-socket", "advisor.wsgi:app",
        ]  # fmt: skip
    return [
        sys.executable, "-m", "waitress", f"--listen={chosen.host}:{chosen.port}", f"--threads={THREADS}",
        "--connection-limit=1000", "advisor.wsgi:app",
    ]  # fmt: skip
