"""When a business plan is complete enough to be printed."""

from collections.abc import Mapping

from advisor.stages.documents.forms.stage import NEEDED_SECTIONS


def open_sections(words: Mapping[str, str]) -> tuple[str, ...]:
    """The sections that must be there and are empty."""
    return tuple(key for key in NEEDED_SECTIONS if not words.get(key, "").strip())
