"""Third-party files for the browser and for the PDF press: from npm by hash, copied, never committed.

`package-lock.json` names each package by version and integrity hash; `front-end.sha256` beside this module names each
file that we make of them. So a wrong file is noticed whatever way it came.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from setup import node, webfont
from setup.console import ROOT, Stop, step

MODULES = ROOT / "node_modules"
WEB = Path("advisor/web/static/vendor")
PAPERS = Path("advisor/papers/fonts")
EXPECTED = Path(__file__).with_name("front-end.sha256")
ICONS = Path("setup/icons.txt")
AXE = MODULES / "axe-core" / "axe.min.js"

PLEX = "@ibm/plex-sans/fonts/complete/{kind}/IBMPlexSans-{weight}.{kind}"
NOTO = "@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-{weight}-normal.{kind}"
PLEX_LICENCE = "@ibm/plex-sans/LICENSE.txt"
NOTO_LICENCE = "@fontsource/noto-sans-sc/LICENSE"

COPIES = {
    WEB / "htmx.min.js": "htmx.org/dist/htmx.min.js",
    WEB / "Sortable.min.js": "sortablejs/Sortable.min.js",
    WEB / "fonts/IBMPlexSans-Regular.woff2": PLEX.format(kind="woff2", weight="Regular"),
    WEB / "fonts/IBMPlexSans-Medium.woff2": PLEX.format(kind="woff2", weight="Medium"),
    WEB / "fonts/IBMPlexSans-SemiBold.woff2": PLEX.format(kind="woff2", weight="SemiBold"),
    WEB / "fonts/NotoSansSC-400.woff2": NOTO.format(kind="woff2", weight="400"),
    WEB / "licences/htmx.txt": "htmx.org/LICENSE",
    WEB / "licences/sortablejs.txt": "sortablejs/LICENSE",
    WEB / "licences/tabler-icons.txt": "@tabler/icons/LICENSE",
    WEB / "licences/ibm-plex-sans.txt": PLEX_LICENCE,
    WEB / "licences/noto-sans-sc.txt": NOTO_LICENCE,
    PAPERS / "licences/ibm-plex-sans.txt": PLEX_LICENCE,
    PAPERS / "licences/noto-sans-sc.txt": NOTO_LICENCE,
}
# One complete file per family and weight: fonts split by script print garbage in PDFs.
CONVERSIONS = {
    PAPERS / "IBMPlexSans-Regular.ttf": PLEX.format(kind="woff", weight="Regular"),
    PAPERS / "IBMPlexSans-SemiBold.ttf": PLEX.format(kind="woff", weight="SemiBold"),
    PAPERS / "IBMPlexSans-Bold.ttf": PLEX.format(kind="woff", weight="Bold"),
    PAPERS / "NotoSansSC-Regular.ttf": NOTO.format(kind="woff", weight="400"),
    PAPERS / "NotoSansSC-Bold.ttf": NOTO.format(kind="woff", weight="700"),
}
SPRITE = WEB / "icons.svg"


def ensure(*, tests: bool = False) -> None:
    """Bring the files to their places; nothing when they are there and right. With `tests`, axe-core too."""
    if not differences() and (AXE.is_file() or not tests):
        return
    with step("Fetching front-end files and fonts by package-lock.json (about 20 s the first time)"):
        node.install()
        make()
    if wrong := differences():
        raise Stop(f"front-end files differ from {EXPECTED.name}: {', '.join(wrong)}.\n   {_ADVICE}")


_ADVICE = "Was package-lock.json or icons.txt changed on purpose? Then: ./run lock"


def differences() -> list[str]:
    """Say which files are absent or not the expected ones, strangers in our two folders included; empty = all right."""
    lines = (line.split("  ", 1) for line in EXPECTED.read_text(encoding="utf-8").splitlines())
    expected = {name: digest for digest, name in lines}
    actual = {str(path): _digest(path) for path in [*_inputs(), *_present()]}
    return sorted(name for name in expected.keys() | actual.keys() if expected.get(name) != actual.get(name))


def make() -> None:
    """Fill both folders anew from node_modules."""
    for folder in (WEB, PAPERS):
        shutil.rmtree(ROOT / folder, ignore_errors=True)
    for target, source in COPIES.items():
        _write(target, (MODULES / source).read_bytes())
    for target, source in CONVERSIONS.items():
        _write(target, webfont.to_ttf((MODULES / source).read_bytes()))
    _write(SPRITE, sprite().encode())


def accept() -> None:
    """Write down the files of today as the expected ones: after a deliberate change of the lock."""
    lines = [f"{_digest(path)}  {path}" for path in sorted([*_inputs(), *_present()], key=str)]
    EXPECTED.write_text("\n".join(lines) + "\n", encoding="utf-8")


def sprite() -> str:
    """Return one SVG with a symbol `i-NAME` for each name in icons.txt."""
    names = (ROOT / ICONS).read_text(encoding="utf-8").split()
    symbols = "\n".join(_symbol(name) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(name: str) -> str:
    source = (MODULES / f"@tabler/icons/icons/outline/{name}.svg").read_text(encoding="utf-8")
    shapes = re.findall(r"<(?!/?svg)[^>]+>", source)
    drawn = "".join(shape for shape in shapes if 'stroke="none"' not in shape)  # without the empty square behind
    pen = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="i-{name}" viewBox="0 0 24 24" {pen}>{drawn}</symbol>'


def _inputs() -> Iterator[Path]:
    """What the files are made of: a changed lock or list makes the expectation stale."""
    yield Path("package-lock.json")
    yield ICONS


def _present() -> Iterator[Path]:
    for folder in (WEB, PAPERS):
        yield from (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()


def _write(target: Path, content: bytes) -> None:
    path = ROOT / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
