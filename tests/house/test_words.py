"""Fitness: every code has a title, and every title is said in every shipped language (DONE 8)."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from advisor.domain.process import ORDER, OUTCOME_TITLES, PHASE_TITLES, PROFILE_TITLES, STATUS_TITLES
from advisor.services.words import VERB_TITLES
from advisor.stages.plan import BY_KEY, FINDING_TITLES
from advisor.web.kit.show import CODES, TITLES

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("pl", "ru")


def catalogue(language: str) -> dict[str, object]:
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
    said = set()
    for path in (ROOT / "advisor").rglob("*.py"):
        said |= set(re.findall(r'\.record\(\s*"([a-z_.]+)"', path.read_text()))
    assert len(said) > 20
    assert not {verb for verb in said if verb not in CODES and verb not in VERB_TITLES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_missing_or_fuzzy(language: str) -> None:
    template = ROOT / "advisor/translations/messages.pot"
    with template.open("rb") as file:
        wanted = {str(m.id if isinstance(m.id, str) else m.id[0]) for m in read_po(file) if m.id}
    have = catalogue(language)
    missing = sorted(w for w in wanted if w not in have or not _full(have[w]))
    assert not missing, missing[:20]


def _full(message: object) -> bool:
    text = message.string  # type: ignore[attr-defined]
    return all(text) if isinstance(text, tuple) else bool(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    places = re.compile(r"%\((\w+)\)")
    for message in catalogue(language).values():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)  # type: ignore[attr-defined]
        texts = message.string if isinstance(message.string, tuple) else (message.string,)  # type: ignore[attr-defined]
        allowed = set().union(*(places.findall(i) for i in ids))
        for text in filter(None, texts):
            assert set(places.findall(text)) <= allowed, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_stages_statuses_and_findings_are_translated(language: str) -> None:
    titles = {BY_KEY[key].stage.title for key in ORDER} | {BY_KEY[key].stage.short for key in ORDER}
    for table in (OUTCOME_TITLES, PHASE_TITLES, PROFILE_TITLES, STATUS_TITLES, FINDING_TITLES, *TITLES.values()):
        titles |= set(table.values())
    have = catalogue(language)
    assert not sorted(t for t in titles if t not in have or not _full(have[t]))[:20]
