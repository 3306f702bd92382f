"""What each measure may cost, and which floor it stands on: the table of the performance page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Most processor milliseconds, SQL statements, median milliseconds (per unit), MiB; None where none is set."""

    cpu: float | None = None
    statements: int | None = None
    median: float | None = None
    floor: str = "floor: query and 50-row page"


_SEARCH = Budget(cpu=10, statements=3)
_LIST = Budget(cpu=12, statements=6)
_ROOM = Budget(cpu=18, statements=12)
"""A room is a case page, and a client's page is no heavier: budgets are what was asked, not what was measured."""

BUDGETS: dict[str, Budget] = {
    "Today": _LIST,
    "board, my book": Budget(cpu=18, statements=6),
    "case list, one stage": _LIST,
    "case list, all I may see": _LIST,
    "case list, part of a name": _LIST,
    "case page": _ROOM,
    "case page, 50 events": _ROOM,
    "stage move": Budget(cpu=8, statements=14, floor="floor: one commit"),
    "interview keystroke": Budget(cpu=9.3, statements=6),
    "dry run, per live lead": Budget(median=0.6, floor=""),
    "search, common part": _SEARCH,
    "search, rare part": _SEARCH,
    "search, phone": _SEARCH,
    "search, case number": _SEARCH,
    "client page, 60 items": _ROOM,
    "client page, what to send, 60 items": _ROOM,
    "contract room, 50 changes": _ROOM,
    "analysis room, 60 figures": _ROOM,
    "call today": _LIST,
    "week calendar": _LIST,
    "promises": _LIST,
    "documents room, 60 items, 200 versions": _ROOM,
    "upload of 19 MiB": Budget(median=2000, floor=""),
    "memory kept after uploads of 19 MiB": Budget(median=10, floor=""),
    "50 photos to PDF, per photo": Budget(median=400, floor=""),
    "next 7 days, mine": Budget(statements=4, median=2000),
    "next 7 days, all I may see": Budget(statements=4, median=2000),
    "letters, mine": Budget(statements=4),
    "bell": Budget(statements=4),
    "storm: 10000 reminders rung, 4 workers": Budget(median=30_000, floor=""),
    "storm: 5000 reminders rung, 1 worker": Budget(median=30_000, floor=""),
    "stored PDF opened again": Budget(cpu=5, statements=4, floor="floor: bare answer"),
    "manager: board, my team": Budget(statements=6),
    "manager: case list": Budget(statements=6),
    "manager: reports": Budget(statements=12),
    "manager: audit": Budget(statements=12),
    "web memory": Budget(median=200, floor=""),
    "second start of ./run demo": Budget(median=3000, floor=""),
    "import of the command line": Budget(median=400, floor="floor: bare Python"),
    "checklist PDF": Budget(floor="floor: bare WeasyPrint, checklist PDF"),
    "offer PDF, 60 rows": Budget(floor="floor: bare WeasyPrint, offer PDF, 60 rows"),
    "contract PDF": Budget(floor="floor: bare WeasyPrint, contract PDF"),
    "trail verify, per entry": Budget(median=0.05, floor=""),
    "prequalify, per line": Budget(median=0.2, floor=""),
    "schedule of 420 rows and its rate": Budget(median=5, floor="floor: pyxirr, rate of 420 payments"),
    "calculate, per EU rate": Budget(median=0.5, floor="floor: pyxirr, effective rate of 60 payments"),
    "calculate, per line": Budget(median=0.5, floor=""),
    "contact guard, per decision": Budget(median=0.02, floor=""),
}
PAPERS_RATIO = 1.15
"""A paper may take this many times bare warm WeasyPrint."""

FLATNESS = 1.5
"""The largest book may cost this many times the smallest."""


def reminders(engine: str) -> Budget:
    """One worker: 1000 a second on SQLite, 500 on PostgreSQL."""
    return Budget(median=1.0 if engine == "sqlite" else 2.0, floor="floor: one commit")
