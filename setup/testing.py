"""What ./run test can run on this machine: asked beforehand and said aloud."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from setup.console import say

ALL = "TEST_EVERYTHING"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def announce(*, everything: bool) -> None:
    """Say which tests will be skipped, why, and how to get them; nothing when all can run."""
    for what, why, cure in missing():
        verdict = "WILL FAIL" if everything else "will be skipped"
        say(f"!  {what} {verdict}: {why}. To get them: {cure}")


def missing() -> Iterator[tuple[str, str, str]]:
    """Yield (which tests, why not, how to get them) for each thing this machine lacks."""
    if not initdb():
        yield "PostgreSQL tests", "no initdb on the path or under /usr/lib/postgresql", "apt-get install postgresql"
    elif hasattr(os, "geteuid") and os.geteuid() == 0 and not _is_user("postgres"):
        yield "PostgreSQL tests", "initdb refuses root and there is no user postgres", "adduser --system postgres"
    if not any(map(shutil.which, BROWSERS)):
        yield "Browser tests", "no Chromium on the path", "apt-get install chromium"
    if not (shutil.which("pdftotext") and shutil.which("pdftoppm")):
        yield "PDF text and pixel tests", "no pdftotext or pdftoppm on the path", "apt-get install poppler-utils"


def initdb() -> Path | None:
    """The newest initdb of this machine, also where Debian hides it."""
    if found := shutil.which("initdb"):
        return Path(found)
    hidden = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max(hidden, key=lambda path: int(path.parts[4]), default=None)


def arguments(given: list[str], *, everything: bool) -> tuple[list[str], dict[str, str]]:
    """Return pytest's arguments and environment. Two processes unless single tests or -n were asked for."""
    chosen = any(argument == "-n" or argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in given)
    workers = [] if chosen else ["-n", "2"]
    paths = {"PATH": f"{os.environ.get('PATH', '')}:{found.parent}"} if (found := initdb()) else {}
    environment = {**paths, ALL: "1" if everything else ""}
    return ["-p", "tests.house.skips", *workers, *given], environment


def _is_user(name: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
