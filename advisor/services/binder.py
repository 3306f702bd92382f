"""Binds pictures into one PDF: each on a page of its own, small enough that the whole stays within what we keep."""

from io import BytesIO
from typing import Any

MOST_BYTES = 18 * 1024 * 1024
LONGEST = 2000
"""Pixels of the longer side: 170 dots an inch on A4, well readable; twelve megapixels decode at half size."""
QUALITIES = (80, 70, 60, 45, 30)
A4 = (595.28, 841.89)


class Binder:
    """A PDF that grows page by page; memory holds the packed pages only, never the pixels of more than one."""

    def __init__(self, pages: int) -> None:
        import pikepdf

        self._pdf, self._room = pikepdf.new(), MOST_BYTES // max(1, pages)

    def add(self, picture: bytes) -> None:
        """Put a picture (JPEG or PNG) on a page of its own. OSError or ValueError when it cannot be read."""
        import pikepdf

        packed, width, height = self._pack(picture)
        across, down = A4 if width <= height else (A4[1], A4[0])
        scale = min(across / width, down / height)
        page = self._pdf.add_blank_page(page_size=(across, down))
        image = pikepdf.Stream(self._pdf, packed, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
                               Width=width, Height=height, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
                               Filter=pikepdf.Name.DCTDecode)  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
        left, low = (across - width * scale) / 2, (down - height * scale) / 2
        draw = f"q {width * scale:.2f} 0 0 {height * scale:.2f} {left:.2f} {low:.2f} cm /P Do Q"
        page.Contents = pikepdf.Stream(self._pdf, draw.encode())

    def finish(self) -> bytes:
        """The bound document."""
        out = BytesIO()
        self._pdf.save(out)
        self._pdf.close()
        return out.getvalue()

    def _pack(self, picture: bytes) -> tuple[bytes, int, int]:
        """The picture as a plain RGB JPEG of at most its share of the room."""
        from PIL import Image

        with Image.open(BytesIO(picture), formats=["JPEG", "PNG"]) as opened:
            opened.draft("RGB", (LONGEST, LONGEST))
            plain: Any = opened.convert("RGB")
        plain.thumbnail((LONGEST, LONGEST))
        packed = b""
        for quality in QUALITIES:
            out = BytesIO()
            plain.save(out, "JPEG", quality=quality)
            packed = out.getvalue()
            if len(packed) <= self._room:
                break
        return packed, plain.width, plain.height
