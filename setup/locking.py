"""./run lock: write the locks anew after a dependency was changed in pyproject.toml or package.json."""

import shutil
import tempfile
from pathlib import Path

from setup import frontend, node
from setup.console import ROOT, quietly, step
from setup.environment import BIN

UV: list[str | Path] = [
    BIN / "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
]
# no address of any index may land in a lock: it follows whatever index the machine is set to
SILENT = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "./run lock"]


def run(*, upgrade: bool = False) -> int:
    """Lock Python packages, front-end packages and the files made of them. Keeps versions that still fit."""
    newer = ["--upgrade"] if upgrade else []
    with step("Locking Python packages"):
        _compile("pyproject.toml", "--group", "setup", "-o", "requirements.txt", *newer)
        _compile("pyproject.toml", "--group", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt", *newer)
        _compile("setup/requirements-node.in", "-o", "setup/requirements-node.txt", *newer)
    with step("Locking front-end packages and files"):
        _lock_npm()
        node.install()
        frontend.make()
        frontend.accept()
    return 0


def _compile(*arguments: str) -> None:
    quietly([*UV, *SILENT, *arguments])


def _lock_npm() -> None:
    """In a folder of its own: beside an installed node_modules npm would copy addresses into the lock."""
    with tempfile.TemporaryDirectory() as name:
        for file in ("package.json", "package-lock.json"):
            if (ROOT / file).exists():
                shutil.copy(ROOT / file, name)
        node.npm("install", "--package-lock-only", "--omit-lockfile-registry-resolved", folder=Path(name))
        shutil.copy(Path(name, "package-lock.json"), ROOT)
