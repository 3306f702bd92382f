"""Pango, the one system library of the PDF press: found, installed as root, or unpacked beside the project.

Without it everything but PDF works, so nothing here stops the start.
"""

import ctypes
import os
import shutil
import sys
from pathlib import Path

from setup.console import CACHE, Stop, quietly, step, warn

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
SYSROOT = CACHE / "sysroot"
BY_HAND = {
    "darwin": "brew install pango",
    "linux": f"apt-get install --no-install-recommends {' '.join(PACKAGES)}  (or your system's package of Pango)",
}


def ensure(*, yes: bool = False) -> None:
    """Make Pango available when that is possible; say what to do by hand when it is not."""
    if _loads("") or _own_folder():
        return
    try:
        _bring(yes=yes)
    except Stop as stop:
        warn(str(stop))
    if not (_loads("") or _own_folder()):
        hint = BY_HAND.get(sys.platform, "run Advisor under Linux, for example in WSL")
        warn(f"Pango is missing: Advisor runs, but makes no PDF. To get it: {hint}")


def environment() -> dict[str, str]:
    """What a program of ours needs in its environment to find Pango: nothing where the machine has it."""
    folder = None if _loads("") else _own_folder()
    if not folder:
        return {}
    paths = [str(folder), os.environ.get("LD_LIBRARY_PATH", "")]
    return {"LD_LIBRARY_PATH": os.pathsep.join(filter(None, paths))}


def _loads(folder: str) -> bool:
    """Do the libraries load? On other systems than Linux the PDF press finds out itself."""
    if sys.platform != "linux":
        return True
    try:
        for library in LIBRARIES:
            ctypes.CDLL(os.path.join(folder, library))
    except OSError:
        return False
    return True


def _own_folder() -> Path | None:
    return next((path.parent for path in SYSROOT.glob(f"usr/lib/*/{LIBRARIES[0]}")), None)


def _bring(*, yes: bool) -> None:
    if not shutil.which("apt-get"):
        return
    if os.geteuid():
        with step("Fetching Pango (no root: unpacked into .cache/sysroot, 9 MB)"):
            unpack()
    elif yes or _agreed():
        with step("Installing Pango with apt-get"):
            quiet = {"DEBIAN_FRONTEND": "noninteractive"}
            quietly(["apt-get", "update"], env=quiet)
            quietly(["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES], env=quiet)


def _agreed() -> bool:
    """Ask a person before changing the system; where nobody sits, the start itself is the order."""
    if not sys.stdin.isatty():
        return True
    return input(f"Install {', '.join(PACKAGES)} with apt-get (for PDF)? [Y/n] ").strip().lower() in {"", "y", "yes"}


def unpack(packages: tuple[str, ...] = PACKAGES) -> None:
    """Download packages and what they lack on this machine, and unpack them into .cache/sysroot. Needs no root."""
    own = CACHE / "apt"
    for folder in (own / "lists" / "partial", own / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    apt = ["apt-get", "-o", f"Dir::State::Lists={own / 'lists'}", "-o", f"Dir::Cache={own}"]
    quietly([*apt, "update"])
    only = ["--download-only", "-o", "Debug::NoLocking=1", "--no-install-recommends"]
    quietly([*apt, "install", "-y", *only, *packages])
    for archive in sorted((own / "archives").glob("*.deb")):
        quietly(["dpkg", "-x", archive, SYSROOT])
