"""Reminders per second: rows become letters, letters leave into a folder; one worker process and four at once."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from advisor.records.engine import open_engine
from advisor.records.outbox import Letter, LetterState
from advisor.records.reminder import STILL_OPEN, Reminder, ReminderState
from tests.bench.book import Book
from tests.bench.sample import Sample
from tests.bench.server import ROOT, environment


def measure(book: Book, wanted: int) -> Iterator[tuple[str, Sample]]:
    """Yield milliseconds per reminder: rung (its letter is in the outbox), and rung and posted into the folder.

    Raises RuntimeError when a reminder was lost or rang twice.
    """
    for work, words in (("ring", "reminders rung"), ("post", "reminders rung and posted")):
        for workers in (1, 4):
            seconds, count = _round(book, wanted, workers, work)
            yield f"{words}, {workers} worker{'s' if workers > 1 else ''}", Sample(seconds / count * 1000, 0)


def _round(book: Book, wanted: int, workers: int, work: str) -> tuple[float, int]:
    count = _make_due(book, wanted)
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.ringer", work], text=True, env=environment(book), cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(workers)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()  # ready
    start = time.perf_counter()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        if process.wait(600):
            raise RuntimeError("a worker failed; its reason stands above")
    seconds = time.perf_counter() - start
    for process in processes:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.stdout.close()
    _all_once(book, count, posted=work == "post")
    return seconds, count


def _make_due(book: Book, wanted: int) -> int:
    """Let exactly `wanted` planned reminders be due (fewer when the book is small), and empty the outbox."""
    engine = open_engine(book.url)
    past, later = datetime.now(UTC) - timedelta(minutes=1), datetime.now(UTC) + timedelta(days=30)
    with Session(engine) as session:
        session.execute(text("DELETE FROM outbox_letter"))
        noted = {"noted": True}
        session.execute(
            update(Reminder).where(STILL_OPEN).values(due_at=later, state=ReminderState.PLANNED, rung_at=None),
            execution_options=noted,
        )
        ids = list(session.scalars(select(Reminder.id).where(STILL_OPEN).order_by(Reminder.id).limit(wanted)))
        for first in range(0, len(ids), 500):
            chunk = update(Reminder).where(Reminder.id.in_(ids[first : first + 500])).values(due_at=past)
            session.execute(chunk, execution_options=noted)
        session.commit()
    engine.dispose()
    for letter in (book.data_dir / "mail").glob("*"):
        letter.unlink()
    return len(ids)


def _all_once(book: Book, count: int, *, posted: bool) -> None:
    """Every one rang exactly once, and left exactly once."""
    engine = open_engine(book.url)
    with Session(engine) as session:
        rung = session.scalar(select(func.count()).select_from(Letter))
        sent = session.scalar(select(func.count()).where(Letter.state == LetterState.SENT))
        tried = session.scalar(select(func.coalesce(func.sum(Letter.attempts), 0)))
    engine.dispose()
    files = sum(1 for _ in (book.data_dir / "mail").glob("*.eml"))
    wanted = count if posted else 0
    if (rung, sent, tried, files) != (count, wanted, wanted, wanted):
        raise RuntimeError(f"of {count} reminders {rung} rang, {sent} left in {tried} tries, {files} files are there")
