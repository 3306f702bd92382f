"""Translations: out of the sources, into the catalogues, into the form the program reads (.mo)."""

import re
from pathlib import Path

from setup.console import ROOT, Stop, loudly
from setup.environment import BIN

HOME = ROOT / "advisor" / "translations"
TEMPLATE = HOME / "messages.pot"
LANGUAGES = ("pl", "ru")  # English is the language of the sources
PYBABEL = BIN / "pybabel"
KEYWORDS = ("_l", "N_", "NN_:1,2", "pgettext:1c,2", "npgettext:1c,2,3", "lazy_ngettext:1,2")
CODE = re.compile(r'^msgid "(?:[A-Z]+(?:_[A-Z]+)+|[a-z0-9]+(?:[_.][a-z0-9]+)+)"$', re.MULTILINE)
"""A message that is a key: the extractor looks into _(TITLES["some_key"]) and takes the key for words."""


def extract() -> None:
    """Collect every message of the sources into messages.pot; the same sources give the same file."""
    HOME.mkdir(exist_ok=True)
    marks = [f"--keyword={keyword}" for keyword in KEYWORDS]
    form = ["--no-location", "--sort-output", "--project=Advisor", "--copyright-holder=Advisor contributors"]
    _pybabel("extract", "-F", "pyproject.toml", *marks, *form, "-o", TEMPLATE, ".")
    blocks = TEMPLATE.read_text(encoding="utf-8").split("\n\n")
    text = "\n\n".join(block for block in blocks if not CODE.search(block)).rstrip("\n") + "\n"
    TEMPLATE.write_text(re.sub(r'^"POT-Creation-Date.*\n', "", text, flags=re.MULTILINE), encoding="utf-8")


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
