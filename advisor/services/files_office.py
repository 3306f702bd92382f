"""Word and Excel files: looked at from outside, never unpacked to the disk; macros and bombs are refused."""

from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from advisor.domain.errors import Invalid

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PARTS = 5000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_TIMES = 300
"""How many times larger than packed one part may say it is."""
MOST_TYPES = 2 * 1024 * 1024
_MAIN = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
_ACTIVE = ("vbaproject.bin", "vbadata.xml", "/activex/", "/oleobject", "/macrosheets/", "customui/")


def look(source: BinaryIO) -> tuple[str, BinaryIO]:
    """The type of the file; its bytes stay as they are. Raises Invalid('file', ...)."""
    try:
        with ZipFile(source) as packed:
            parts = packed.infolist()
            _bounded(parts)
            names = {part.filename for part in parts}
            mime = next((mime for main, mime in _MAIN if main in names), "")
            if not mime or "[Content_Types].xml" not in names:
                raise Invalid("file", "file_type_not_accepted")
            with packed.open("[Content_Types].xml") as types:
                declared = types.read(MOST_TYPES).lower()
    except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Invalid("file", "file_damaged") from error
    if b"macroenabled" in declared or any(mark in name.lower() for name in names for mark in _ACTIVE):
        raise Invalid("file", "file_has_macros")
    return mime, source


def _bounded(parts: list[ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Invalid("file", "file_too_large")
    for part in parts:
        if part.flag_bits & 0x1:
            raise Invalid("file", "file_protected")
        if part.filename.startswith(("/", "\\")) or ".." in part.filename.replace("\\", "/").split("/"):
            raise Invalid("file", "harmful_file")
        if part.file_size > 10 * 1024 * 1024 and part.file_size > MOST_TIMES * max(1, part.compress_size):
            raise Invalid("file", "file_too_large")
