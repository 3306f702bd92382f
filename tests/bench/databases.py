"""Where books go: a SQLite file in the book's folder, or a throw-away PostgreSQL with its durable settings on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines import start_postgres, stop_postgres

Urls = Callable[[Path, int], str]


@contextmanager
def database(engine: str) -> Iterator[tuple[Urls, int | None]]:
    """Gives the address of an empty database for a folder and a size, and the process id of the server, if any."""
    if engine == "sqlite":
        yield (lambda folder, size: f"sqlite:///{folder / 'advisor.db'}"), None
        return
    server = start_postgres()
    try:

        def fresh(_folder: Path, size: int) -> str:
            server.run(f"CREATE DATABASE bench_{size}")
            return server.url(f"bench_{size}")

        yield fresh, int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    finally:
        stop_postgres(server)
