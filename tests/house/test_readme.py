"""The README says everything an operator may set and type, and nothing that does not exist."""

import re
from pathlib import Path

from advisor.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_settings_is_whole() -> None:
    known = set(re.findall(r"ADVISOR_[A-Z_]*[A-Z]", (ROOT / "advisor/config.py").read_text(encoding="utf-8")))
    rows = "\n".join(line for line in README.splitlines() if line.startswith("| `ADVISOR_"))
    assert set(re.findall(r"ADVISOR_[A-Z_]+", rows)) == known


def test_every_command_of_the_program_is_listed() -> None:
    rows = "\n".join(line.split(" | ")[0] for line in README.splitlines() if line.startswith("| `advisor "))
    assert set(re.findall(r"`advisor ([a-z-]+)", rows)) == set(COMMANDS)
