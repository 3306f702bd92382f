"""`advisor serve`: the web pages in the foreground, by gunicorn, or waitress where there is none."""

import importlib.util
import os
import sys

import click

from advisor.house import must_be_sound, settings, with_house

THREADS = 32
"""Per process: enough that slow clients cannot hold all of them (RELIABILITY finding 8)."""
LEAN = {"MALLOC_MMAP_THRESHOLD_": "1048576"}
"""glibc gives large blocks back at once: a password check takes 19 MiB, which each process would keep for good."""


@click.command()
@click.option("--workers", default=2, show_default=True, help="Web processes (gunicorn).")
def serve(workers: int) -> None:
    """Serve until stopped. Refused (exit code 1) while database or keys are not fit; see advisor migrate and check."""
    chosen = settings()
    with_house(must_be_sound, whole=False)()
    os.environ.update({key: os.environ.get(key, value) for key, value in LEAN.items()})
    if importlib.util.find_spec("gunicorn") is not None:
        os.execv(sys.executable, [  # noqa: S606 - our own interpreter, fixed arguments
            sys.executable, "-m", "gunicorn", "--config", "python:advisor.cli.web_server", "--bind",
            f"{chosen.host}:{chosen.port}", "--workers", str(workers), "--threads", str(THREADS), "--timeout", "60",
            "--no-control-socket", "advisor.wsgi:app",
        ])  # fmt: skip
    os.execv(sys.executable, [  # noqa: S606
        sys.executable, "-m", "waitress", f"--listen={chosen.host}:{chosen.port}", f"--threads={THREADS}",
        "--connection-limit=1000", "advisor.wsgi:app",
    ])  # fmt: skip
