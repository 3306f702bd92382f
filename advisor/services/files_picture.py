"""Pictures: decoded and written anew, turned upright, without camera data and without anything behind them."""

import subprocess
import sys
import warnings
from io import BytesIO
from typing import BinaryIO

from advisor.domain.errors import Invalid

MOST_PIXELS = 60_000_000
LONGEST = 4000
"""Pixels of the longer side we keep: a page of A4 at 340 dots an inch."""
QUALITY = 88
PATIENCE_S = 60


def clean_jpeg(source: BinaryIO) -> tuple[str, BinaryIO]:
    """A JPEG without camera data. Raises Invalid('file', ...)."""
    return "image/jpeg", _clean(source, "JPEG", "JPEG")


def clean_png(source: BinaryIO) -> tuple[str, BinaryIO]:
    """A PNG without what was written beside it. Raises Invalid('file', ...)."""
    return "image/png", _clean(source, "PNG", "PNG")


def clean_heic(source: BinaryIO) -> tuple[str, BinaryIO]:
    """A phone's HEIC as JPEG, decoded by a child process: a decoder that crashes takes nobody along."""
    order = [sys.executable, "-m", "advisor.services.files_heic"]
    try:
        child = subprocess.run(order, input=source.read(), capture_output=True, check=False, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        raise Invalid("file", "file_damaged") from error
    if child.returncode or not child.stdout:
        raise Invalid("file", "file_damaged")
    return clean_jpeg(BytesIO(child.stdout))


def _clean(source: BinaryIO, kind: str, to: str) -> BinaryIO:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Invalid("file", "file_too_large")
                picture.draft("RGB", (LONGEST, LONGEST))  # JPEG decodes at half size when that is enough
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST, LONGEST))
                out = BytesIO()
                plain = upright.convert("RGB") if to == "JPEG" else upright
                plain.info = {}
                plain.save(out, to, **({"quality": QUALITY} if to == "JPEG" else {}))
                return out
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Invalid("file", "file_too_large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Invalid("file", "file_damaged") from error
