"""./run check: style, types, floors, the shape of the house, third-party files. Runs all, then says what failed."""

from setup import frontend
from setup.console import Command, loudly, say
from setup.environment import BIN, PYTHON

CHECKS: dict[str, Command] = {
    "ruff check": [BIN / "ruff", "check", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "."],
    "mypy --strict": [BIN / "mypy"],
    "import contracts": [BIN / "lint-imports"],
    "fitness tests": [PYTHON, "-m", "pytest", "tests/house", "-m", "not slow", "-q"],
}


def run() -> int:
    """Run every check, print a verdict per check at the end, return 0 when all hold."""
    failed = []
    for title, command in CHECKS.items():
        say(f"-> {title}")
        if loudly(command):
            failed.append(title)
    if wrong := frontend.differences():
        say(f"-> front-end files differ from setup/front-end.sha256: {', '.join(wrong)}")
        failed.append("front-end files")
    titles = [*CHECKS, "front-end files"]
    say("\n".join(f"{'FAILED' if title in failed else 'ok    '}  {title}" for title in titles))
    return 1 if failed else 0
