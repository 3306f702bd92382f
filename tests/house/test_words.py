"""Fitness: every code has a title, and every title is said in every shipped language (DONE 8)."""

import ast
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import Environment

from advisor.domain.catalogue import CLIENT_TYPE_TITLES
from advisor.domain.process import ORDER, OUTCOME_TITLES, PHASE_TITLES, PROFILE_TITLES, STATUS_TITLES
from advisor.services.verification import ERASED
from advisor.services.words import CODE_TITLES, INVALID_TITLES
from advisor.stages.plan import BY_KEY, FINDING_TITLES
from advisor.web.kit.enum_words import TITLES
from advisor.web.kit.show import CODES, VERBS
from advisor.web.value_words import CODES as LEDGER_CODES

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("pl", "ru")
GETTEXT = {"_", "_l", "N_", "NN_", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext"}
CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)+|[a-z0-9]+(?:[_.][a-z0-9]+)+")
"""A key in a message's place, as in _(TITLES["some_key"]): `./run translate` drops it, too."""


def catalogue(language: str) -> dict[str, Message]:
    path = ROOT / f"advisor/translations/{language}/LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        return {str(m.id if isinstance(m.id, str) else m.id[0]): m for m in read_po(file, locale=language) if m.id}


def test_every_finding_a_gate_can_make_has_words() -> None:
    """Codes are found in the gates' source, so that a new one cannot be forgotten."""
    made = set()
    for path in (ROOT / "advisor/stages").glob("*/gate.py"):
        made |= set(re.findall(r'Finding\(\s*"([a-z_.]+)"', path.read_text()))
    assert made
    assert not made - set(FINDING_TITLES)


def test_every_verb_of_the_trail_has_words() -> None:
    said = {ERASED}
    for path in (ROOT / "advisor").rglob("*.py"):
        said |= _recorded(ast.parse(path.read_text(encoding="utf-8")))
    assert len(said) > 100
    assert not said - set(VERBS)


def test_a_code_has_one_meaning() -> None:
    """A finding and a verb may share a code (they are looked up apart); two tables of one look-up may not."""
    tables = (FINDING_TITLES, CLIENT_TYPE_TITLES, INVALID_TITLES, CODE_TITLES)
    for code in set().union(*tables):
        assert len({table[code] for table in tables if code in table}) == 1, code
        assert CODES[code] in {table[code] for table in tables if code in table}


def _recorded(tree: ast.AST) -> set[str]:
    """The verbs written out in the first argument of ctx.record(...), also both sides of a choice."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    said = set()
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "record":
            first = call.args[0]
            sides = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
            said |= {side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)}
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_missing_or_fuzzy(language: str) -> None:
    template = ROOT / "advisor/translations/messages.pot"
    with template.open("rb") as file:
        wanted = {str(m.id if isinstance(m.id, str) else m.id[0]) for m in read_po(file) if m.id}
    have = catalogue(language)
    missing = sorted(w for w in wanted if w not in have or not _full(have[w]))
    assert not missing, missing[:20]


def test_every_message_of_the_sources_is_in_the_template() -> None:
    """Found by reading the sources ourselves: pybabel passes over a message inside another's call."""
    with (ROOT / "advisor/translations/messages.pot").open("rb") as file:
        known = {str(m.id if isinstance(m.id, str) else m.id[0]) for m in read_po(file) if m.id}
    said = set()
    for path in (ROOT / "advisor").rglob("*.py"):
        said |= _messages(ast.parse(path.read_text(encoding="utf-8")))
    drawing = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, autoescape=True)
    for path in (*(ROOT / "templates").rglob("*.*"), *(ROOT / "reports").rglob("*.html")):
        found = drawing.extract_translations(path.read_text(encoding="utf-8"))
        said |= {text if isinstance(text, str) else text[0] for _line, _function, text in found if text}
    assert len(said) > 3000
    assert not sorted(text for text in said - known - {None} if text and not CODE.fullmatch(text))[:20]


def _messages(tree: ast.AST) -> set[str]:
    """The texts written out in calls of gettext and of what marks them."""
    said = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        first = call.args[0]
        if name in GETTEXT and isinstance(first, ast.Constant) and isinstance(first.value, str):
            said.add(first.value)
    return said


def _full(message: Message) -> bool:
    return all(_texts(message.string)) and bool(message.string)


def _texts(words: str | Sequence[str] | None) -> tuple[str, ...]:
    """One form or several, as a tuple."""
    return (words,) if isinstance(words, str) else tuple(words or ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    places = re.compile(r"%\((\w+)\)")
    for message in catalogue(language).values():
        allowed = set().union(*(places.findall(text) for text in _texts(message.id)))
        for text in filter(None, _texts(message.string)):
            assert set(places.findall(text)) <= allowed, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_stages_statuses_and_findings_are_translated(language: str) -> None:
    titles = {BY_KEY[key].stage.title for key in ORDER} | {BY_KEY[key].stage.short for key in ORDER}
    tables: list[Mapping[Any, str]] = [OUTCOME_TITLES, PHASE_TITLES, PROFILE_TITLES, STATUS_TITLES, FINDING_TITLES]
    for table in (*tables, *TITLES.values(), *LEDGER_CODES.values()):
        titles |= set(table.values())
    have = catalogue(language)
    assert not sorted(t for t in titles if t not in have or not _full(have[t]))[:20]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_passes_babels_own_checks(language: str) -> None:
    """What `pybabel compile` would refuse: another number of plural forms, another kind of placeholder."""
    found = {str(m.id): [str(error) for error in m.check(None)] for m in catalogue(language).values()}
    assert not {text: errors for text, errors in found.items() if errors}
    assert all(len(_texts(m.string)) == 3 for m in catalogue(language).values() if isinstance(m.id, tuple))


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_names_of_stages_fit_the_rail_and_differ(language: str) -> None:
    """UI 6: at most 13 letters, and Contact is not Contract."""
    have = catalogue(language)
    shorts = [_texts(have[BY_KEY[key].stage.short].string)[0] for key in ORDER]
    assert len(set(shorts)) == len(ORDER)
    assert not [short for short in shorts if len(short) > 13]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_lone_percent_sign(language: str) -> None:
    """In a template _("...") fills places even where none are given: a lone % would end in a failed page."""
    lone = re.compile(r"%(?!%|\(\w+\)[sd])")
    for message in catalogue(language).values():
        texts = [*_texts(message.id), *_texts(message.string)]
        assert not [text for text in texts if lone.search(text.replace("%%", ""))]
