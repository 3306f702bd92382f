"""One believable paper of each kind, kept beside its page: for previews, measurements and the fitness tests."""

import json
from typing import Any

from advisor.config import house_path
from advisor.papers.kinds import page_of
from advisor.papers.pages import Page


def sample_values(kind: str) -> dict[str, Any]:
    """The plain values of reports/`kind`/sample.json."""
    values: dict[str, Any] = json.loads((house_path("reports") / kind / "sample.json").read_text(encoding="utf-8"))
    return values


def sample_page(kind: str, lang: str = "en") -> Page:
    """The sample of `kind` as a page in `lang` (its own data stays in English)."""
    return page_of(kind, {**sample_values(kind), "language": lang})
