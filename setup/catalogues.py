"""Translations: out of the sources, into the catalogues, into the form the program reads (.mo)."""

from pathlib import Path

from setup.console import CACHE, ROOT, Stop, loudly
from setup.environment import BIN

HOME = ROOT / "advisor" / "translations"
TEMPLATE = CACHE / "messages.pot"
LANGUAGES = ("pl", "ru")  # English is the language of the sources
PYBABEL = BIN / "pybabel"
KEYWORDS = ("_l", "N_", "pgettext:1c,2", "npgettext:1c,2,3", "lazy_ngettext:1,2")


def extract() -> None:
    """Collect every message of the sources into .cache/messages.pot."""
    CACHE.mkdir(exist_ok=True)
    marks = [f"--keyword={keyword}" for keyword in KEYWORDS]
    form = ["--no-location", "--sort-output", "--project=Advisor", "--copyright-holder=Advisor contributors"]
    _pybabel("extract", "-F", "pyproject.toml", *marks, *form, "-o", TEMPLATE, ".")


def update() -> None:
    """Bring the catalogues up to date with the sources; a message without translation stays empty, never guessed."""
    extract()
    for language in LANGUAGES:
        known = (HOME / language / "LC_MESSAGES" / "messages.po").exists()
        place: list[str | Path] = ["-i", TEMPLATE, "-d", HOME, "-l", language]
        if known:
            _pybabel(
                "update",
                *place,
                "--no-fuzzy-matching",
                "--ignore-obsolete",
                "--ignore-pot-creation-date",
                "--width=120",
            )
        else:
            _pybabel("init", *place, "--width=120")


def compile_all() -> None:
    """Compile every catalogue."""
    if any(HOME.glob("*/LC_MESSAGES/*.po")):
        _pybabel("compile", "-d", HOME)


def ensure() -> None:
    """Compile the catalogues that changed since the last time."""
    if any(_stale(source) for source in HOME.glob("*/LC_MESSAGES/*.po")):
        compile_all()


def _stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _pybabel(*arguments: str | Path) -> None:
    if loudly([PYBABEL, "--quiet", *arguments]):
        raise Stop(f"pybabel {arguments[0]} failed")
