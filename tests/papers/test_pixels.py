"""One line in five languages as a picture: fonts that print garbage still read well as text (STACK finding 4).

The stored picture was looked at by a person. Replace it (TEST_NEW_PICTURE=1) only after looking again.
"""

import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from advisor.papers import press

STORED = Path(__file__).with_name("five_languages.png")
LINES = (
    "Offer: 1,234,567.89 € → ✓",
    "Zażółć gęślą jaźń: 1 234 567,89 zł",
    "Съешь ещё этих булок: 1 234 567,89 ₽",
    "¿Qué año? Ñandú, pingüino, № 5 ≤ 7",
    "合同 贷款 还款计划 文件清单",
)
WEIGHTS = (400, 600, 700)
PAGE = """<html lang="en"><style>@page {{ size: 100mm 92mm; margin: 4mm }}
body {{ font: 10pt/1.5 "IBM Plex Sans", "Noto Sans SC", sans-serif; margin: 0 }}
p {{ margin: 0 }}</style><body>{lines}</body></html>"""
# Grey levels over blocks of 4 x 4 pixels, in the worst of 16 bands: another renderer moves edges, not letters.
BLOCK, BANDS, LIMIT = 4, 16, 8.0


def picture(lines: tuple[str, ...], folder: Path) -> Image.Image:
    """The lines in every weight, printed by the press and drawn by poppler at 100 dots per inch."""
    html = PAGE.format(lines="".join(f'<p style="font-weight:{w}">{line}</p>' for line in lines for w in WEIGHTS))
    (folder / "page.pdf").write_bytes(press.render(html, "T", "en"))
    command = ["pdftoppm", "-r", "100", "-gray", "-png", "-singlefile", "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    with Image.open(folder / "page.png") as drawn:
        return drawn.convert("L")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference in grey levels (0 to 255) of the blurred pictures' worst band; 255 when the sizes differ."""
    if one.size != other.size:
        return 255.0
    size = (one.width // BLOCK, one.height // BLOCK)
    blurred = [each.resize(size, Image.Resampling.BOX) for each in (one, other)]
    apart = ImageChops.difference(*blurred)
    edges = [round(apart.height * band / BANDS) for band in range(BANDS + 1)]
    bands = [apart.crop((0, top, apart.width, bottom)) for top, bottom in pairwise(edges)]
    return max(float(ImageStat.Stat(band).mean[0]) for band in bands)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no pdftoppm on the path (poppler-utils)")
def test_five_languages_look_as_stored(tmp_path: Path) -> None:
    drawn = picture(LINES, tmp_path)
    if os.environ.get("TEST_NEW_PICTURE") == "1":
        drawn.convert("P", colors=16).save(STORED, optimize=True)
    with Image.open(STORED) as stored:
        expected = stored.convert("L")
    assert difference(drawn, expected) < LIMIT
    # the comparison is sharp enough to see one line of five turned into other letters
    for number, line in enumerate(LINES):
        spoiled = (*LINES[:number], line[::-1], *LINES[number + 1 :])
        assert difference(picture(spoiled, tmp_path), expected) > LIMIT, line


def test_the_stored_picture_is_small() -> None:
    assert STORED.stat().st_size < 60_000
