"""`advisor demo`: a believable firm on this machine with one command: database, cases, web pages and worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

from advisor.cli.demo_data.staff import PASSWORD, STAFF
from advisor.cli.serve import LEAN, must_be_free, server
from advisor.config import Settings, house_path
from advisor.house import settings, with_house

MARKER = "demo-unfinished"
"""Stands in the data folder while the demo firm is written; left behind by an interrupted start."""

READY = "demo-ready"
"""Names the newest migration this demo firm was seen with: the next start need not load the ledger to know."""

PATIENCE = 30
"""Seconds the pages may take to answer for the first time, and to end."""


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the web pages (default: ADVISOR_PORT, or 8000).")
@click.option("--host", help="Address to listen on (default: ADVISOR_HOST, or 127.0.0.1).")
@click.option("--no-serve", is_flag=True, help="Only set up the demo firm; start nothing.")
def demo(port: int | None, host: str | None, no_serve: bool) -> None:
    """Set up a demo firm on first use, start web pages and worker, print address and log-ins. Ctrl-C ends both."""
    chosen = _surroundings(port, host)
    if not no_serve:
        must_be_free(chosen)
    _start_over_if_unfinished(chosen)
    if not _is_ready(chosen):
        set_up()
        (chosen.data_dir / READY).write_text(_newest(chosen))
    if not no_serve:
        raise SystemExit(_serve(chosen))


@with_house
def set_up() -> None:
    """Bring the database to the newest form and write the demo firm where nobody works yet.

    Refuses a database that holds another firm.
    """
    from sqlalchemy import func, select

    from advisor.extensions import db
    from advisor.records.staff import Staff
    from advisor.services import schema

    chosen = settings()
    if schema.standing(db.engine) != schema.newest(house_path("migrations")):
        click.echo("-> bringing the database to the newest form")
        schema.upgrade(house_path("migrations"), chosen.database_url)
    people = db.session.scalar(select(func.count()).select_from(Staff))
    if people:
        ours = db.session.scalar(select(Staff.id).where(Staff.email == STAFF[0].email))
        if ours is None:
            raise click.ClickException("This database holds a real firm. Point ADVISOR_DATA_DIR at an empty folder.")
        return
    from advisor.cli.demo_data.client_pages import open_pages
    from advisor.cli.demo_firm import seed  # loads every room

    marker = chosen.data_dir / MARKER
    marker.touch()
    click.echo("-> writing the demo firm (once, about a quarter of a minute)")
    cases = seed(datetime.now(UTC), click.echo)
    open_pages(datetime.now(UTC), chosen.base_url, chosen.data_dir)
    marker.unlink()
    click.echo(f"-> {cases} cases are ready")


def _surroundings(port: int | None, host: str | None) -> Settings:
    """Put the options where the web pages and the worker will look for them, too."""
    if port is not None:
        os.environ["ADVISOR_PORT"] = str(port)
    if host is not None:
        os.environ["ADVISOR_HOST"] = host
    chosen = settings()
    os.environ["ADVISOR_DATA_DIR"] = str(chosen.data_dir)
    shown = "127.0.0.1" if chosen.host in ("0.0.0.0", "::") else chosen.host  # noqa: S104 - compared, not bound
    shown = f"[{shown}]" if ":" in shown else shown
    os.environ.setdefault("ADVISOR_BASE_URL", f"http://{shown}:{chosen.port}")
    return settings()


def _newest(chosen: Settings) -> str:
    """The newest migration and the database it was run on."""
    versions = house_path("migrations") / "versions"
    return f"{max(path.stem for path in versions.glob('[0-9]*.py'))} {chosen.database_url}"


def _is_ready(chosen: Settings) -> bool:
    """True when the last start left this very database complete and nothing new has to be migrated."""
    note, own = chosen.data_dir / READY, chosen.data_dir / "advisor.db"
    is_own = chosen.database_url == f"sqlite:///{own}"
    return is_own and own.exists() and note.exists() and note.read_text() == _newest(chosen)


def _start_over_if_unfinished(chosen: Settings) -> None:
    """A demo firm that was written only in part is written anew; only the demo's own SQLite file is removed."""
    marker = chosen.data_dir / MARKER
    if not marker.exists():
        return
    own = chosen.data_dir / "advisor.db"
    if chosen.database_url != f"sqlite:///{own}":
        raise click.ClickException("The last start was interrupted: empty the database and start again.")
    click.echo("-> the last start was interrupted; the demo firm is written anew")
    for path in (own, *(Path(f"{own}{tail}") for tail in ("-wal", "-shm")), *chosen.data_dir.glob("anchors*")):
        path.unlink(missing_ok=True)


def _serve(chosen: Settings) -> int:
    """Run web pages and worker until one ends or we are told to; returns the exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    children = [subprocess.Popen(server(chosen, workers=1), env=LEAN | os.environ)]
    try:
        _wait_for_pages(chosen, children[0])  # the worker would only slow them down: both load the same house
        children.append(subprocess.Popen([sys.executable, "-c", "from advisor.cli.main import main; main(['worker'])"]))
        _tell(chosen)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        return next(child.returncode for child in children if child.returncode is not None) or 1
    except KeyboardInterrupt:
        return 0
    finally:
        _end(children)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_for_pages(chosen: Settings, web: subprocess.Popen[bytes]) -> None:
    host = "127.0.0.1" if chosen.host in ("0.0.0.0", "::") else chosen.host  # noqa: S104 - compared, not bound
    for _ in range(PATIENCE * 20):
        with suppress(OSError), socket.create_connection((host, chosen.port), timeout=1):
            return
        if web.poll() is not None:
            return
        time.sleep(0.05)


def _tell(chosen: Settings) -> None:
    click.echo(f"\nAdvisor runs at {os.environ['ADVISOR_BASE_URL']}\n")
    click.echo(f"Log-ins of the demo firm, all with the password {PASSWORD}:")
    for one in STAFF:
        click.echo(f"   {one.email:<24} {one.role.value:<12} {one.name} ({one.language})")
    links = chosen.data_dir / "client-links.txt"
    if links.exists():
        code = chosen.data_dir / "mail"
        click.echo(f"\nPages of clients (each asks for a one-time code; it stands in the newest .eml file in {code}):")
        click.echo("".join(f"   {line}\n" for line in links.read_text(encoding="utf-8").splitlines()).rstrip())
    click.echo(f"\nData: {chosen.data_dir}   Letters: {chosen.data_dir / 'mail'}   End with Ctrl-C.")


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask both to end, and make sure that they did."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
