"""The press's own fonts and its own fontconfig file, so that no paper depends on what a machine has installed.

WeasyPrint ends the whole process (segmentation fault) when fontconfig finds no font, therefore the files are
counted before a child is started. One complete file per family and weight: subset files print garbage.
"""

from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from advisor.config import PACKAGE, house_path
from advisor.papers.errors import PressUnavailable

FONTS = PACKAGE / "papers" / "fonts"
FACES = (
    "IBMPlexSans-Regular.ttf",
    "IBMPlexSans-SemiBold.ttf",
    "IBMPlexSans-Bold.ttf",
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold.ttf",
)


def require_fonts(folder: Path = FONTS) -> None:
    """Raise PressUnavailable, naming each font file that is absent or empty."""
    absent = [face for face in FACES if not (folder / face).is_file() or not (folder / face).stat().st_size]
    if absent:
        raise PressUnavailable(
            f"No PDF: font files are missing in {folder}: {', '.join(absent)}. Run the set-up again."
        )


def write_fontconfig(workbench: Path, fonts: Path = FONTS) -> Path:
    """Write fonts.conf for these fonts into `workbench` (with its cache beside it) and return its path."""
    draft = Template((house_path("reports") / "shared" / "fonts.conf").read_text(encoding="utf-8"))
    concrete = workbench / "fonts.conf"
    text = draft.substitute(fonts=escape(str(fonts)), cache=escape(str(workbench / "cache")))
    concrete.write_text(text, encoding="utf-8")
    return concrete
