"""The virtual environment: hashed requirements, a stamp so that the second start installs nothing."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from setup.console import CACHE, ROOT, Stop, quietly, say, step

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
STAMP = VENV / "advisor-stamp.json"
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"


def ensure(*, development: bool) -> None:
    """Make .venv and install the locked packages, the project itself included; nothing when all is in place."""
    wanted = _fingerprint(development=development)
    if PYTHON.exists() and wanted.items() <= _stamped().items():
        return
    if not _works():
        _create()
    _install(DEVELOPMENT if development else RUNTIME)
    with step("Linking the project into the environment"):
        quietly([PYTHON, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--quiet", "-e", "."])
    STAMP.write_text(json.dumps({**_stamped(), **wanted}, indent=1), encoding="utf-8")


@contextmanager
def alone() -> Iterator[None]:
    """Hold the set-up lock: two ./run in one checkout set up one after the other."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "setup.lock").open("w") as lock:
        try:
            import fcntl
        except ImportError:  # not on Windows, where nobody starts two
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("-> Waiting for another ./run that is setting up")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint(*, development: bool) -> dict[str, str]:
    """What the stamp must say: which Python, which lists, which declaration of the project."""
    files = {"project": ROOT / "pyproject.toml", "runtime": RUNTIME}
    if development:
        files["development"] = DEVELOPMENT
    return {
        "python": sys.version.split()[0],
        "place": str(VENV),
        **{name: _digest(path) for name, path in files.items()},
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stamped() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _works() -> bool:
    """Is there an environment with pip, made at this place by this minor version of Python?"""
    if _stamped().get("place", str(VENV)) != str(VENV):
        return False
    same = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return PYTHON.exists() and (os.name == "nt" or (VENV / "lib" / same / "site-packages" / "pip").is_dir())


def _create() -> None:
    if VENV.exists():
        say("-> The environment does not fit this Python or this folder; making it anew")
        shutil.rmtree(VENV)
    with step(f"Making .venv with Python {sys.version.split()[0]}"):
        try:
            quietly([sys.executable, "-m", "venv", VENV])
        except Stop as stop:
            shutil.rmtree(VENV, ignore_errors=True)
            raise Stop(f"{stop}\n   On Debian this is one line: apt-get install python3-venv") from None


def _install(listed: Path) -> None:
    """Install a hashed list; says where it is every 20 packages."""
    total = sum("==" in line for line in listed.read_text(encoding="utf-8").splitlines())
    seen = 0

    def count(line: str) -> None:
        nonlocal seen
        if line.startswith(("Collecting", "Requirement already satisfied")):
            seen += 1
            if seen % 20 == 0:
                say(f"   {seen} of {total}")

    with step(f"Installing {total} Python packages of {listed.name} (about a minute the first time)"):
        quietly([PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", listed], on_line=count)
