"""What deploy/ and docs/operations.md tell an operator to type exists."""

import re
from pathlib import Path

import pytest

from advisor.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(path for path in (ROOT / "deploy").iterdir()), ROOT / "docs" / "operations.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_named_to_operators_are_settings(page):
    known = set(re.findall(r"ADVISOR_[A-Z_]+", (ROOT / "advisor" / "config.py").read_text(encoding="utf-8")))
    assert set(re.findall(r"ADVISOR_[A-Z_]+", page.read_text(encoding="utf-8"))) <= known


def test_commands_named_to_operators_exist():
    services = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "deploy").glob("*.service"))
    started = set(re.findall(r"^Exec\w+=/opt/advisor/bin/advisor ([a-z-]+)", services, re.MULTILINE))
    composed = set(
        re.findall(r"command: \[([a-z-]+)\]", (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    )
    described = set(re.findall(r"`advisor ([a-z-]+)", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")))
    assert started == {"migrate", "serve", "worker"} == composed
    assert {"backup", "restore", "audit", "check"} <= described
    assert described <= set(COMMANDS)
