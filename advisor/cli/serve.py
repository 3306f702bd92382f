"""`advisor serve`: the web pages in the foreground, by gunicorn, or waitress where there is none."""

import importlib.util
import os
import socket
import sys

import click

from advisor.config import Settings, make_folders
from advisor.house import settings

THREADS = 32
"""Per process: enough that slow clients cannot hold all of them (RELIABILITY finding 8)."""
LEAN = {"MALLOC_MMAP_THRESHOLD_": "1048576"}
"""glibc gives large blocks back at once: a password check takes 19 MiB, which each process would keep for good."""


@click.command()
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes (gunicorn).")
def serve(workers: int) -> None:
    """Serve until stopped. Refused (exit code 4) while database or keys are not fit; see advisor migrate and check."""
    chosen = settings()
    make_folders(chosen)
    must_be_free(chosen)
    os.execve(sys.executable, server(chosen, workers), LEAN | os.environ)  # noqa: S606 - our own interpreter


def must_be_free(chosen: Settings) -> None:
    """Refuse in one sentence an address nobody can listen on; the web server would try for seconds."""
    with socket.socket(socket.AF_INET6 if ":" in chosen.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "not a name of a machine"
            text = f"Cannot listen on {chosen.host} port {chosen.port}: {why}. See ADVISOR_HOST and ADVISOR_PORT."
            raise click.ClickException(text) from error


def server(chosen: Settings, workers: int) -> list[str]:
    """The command line of the web server. It is `advisor.wsgi` that looks at the ground, once, before the first page.

    Looking here as well would load the ledger twice, a second of every start.
    """
    place = f"[{chosen.host}]:{chosen.port}" if ":" in chosen.host else f"{chosen.host}:{chosen.port}"
    if importlib.util.find_spec("gunicorn") is not None:
        return [
            sys.executable, "-m", "gunicorn", "--config", "python:advisor.cli.web_server", "--bind", place,
            "--workers", str(workers), "--threads", str(THREADS), "--timeout", "60",
            "--no-control-socket", "advisor.wsgi:app",
        ]  # fmt: skip
    return [
        sys.executable, "-m", "waitress", f"--listen={place}", f"--threads={THREADS}",
        "--connection-limit=1000", "advisor.wsgi:app",
    ]  # fmt: skip
