"""What a brought file really is: judged by its bytes, never by its name; refused or made harmless before it is kept.

Works on an open file in pieces, so that a large one never lies in memory.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from advisor.domain.errors import Invalid
from advisor.domain.words import N_
from advisor.services import files_office, files_pdf, files_picture

MOST_BYTES = 20 * 1024 * 1024
MOST_PAGES = files_pdf.MOST_PAGES
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
PIECE = 256 * 1024
ENDINGS = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", files_office.DOCX: ".docx",
    files_office.XLSX: ".xlsx",
}  # fmt: skip
"""Every type we keep, with the ending its name gets."""
REFUSALS: dict[str, str] = {
    "empty_file": N_("This file is empty."),
    "file_too_large": N_("This file is too large."),
    "file_type_not_accepted": N_("Only PDF, Word and Excel files and JPEG, PNG or HEIC pictures are accepted."),
    "file_protected": N_("This file is locked with a password. Save it without one and send it again."),
    "file_damaged": N_("This file is damaged and cannot be opened."),
    "too_many_pages": N_("This file has too many pages."),
    "too_many_files": N_("This case holds too many files already."),
    "harmful_file": N_("This file was refused because it looks harmful."),
    "file_has_macros": N_("This file contains macros. Save it without them, or as a PDF, and send it again."),
    "scanner_away": N_("The virus scanner does not answer, so no file can be taken. Try again later."),
}
"""Why a file is refused, in words."""
_STARTS = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"),
           (b"PK\x03\x04", "application/zip"))  # fmt: skip
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its type by content and its (perhaps cleaned) bytes, ready to be read from 0."""

    mime: str
    source: BinaryIO

    @property
    def content(self) -> bytes:
        """All bytes at once, for small files."""
        self.source.seek(0)
        return self.source.read()


def inspect(content: bytes | BinaryIO) -> Inspected:
    """The type of a file and its bytes without active parts or camera data. HEIC becomes JPEG.

    Raises Invalid('file', code) with a code of REFUSALS.
    """
    source = BytesIO(content) if isinstance(content, bytes) else content
    size = source.seek(0, os.SEEK_END)
    if not size:
        raise Invalid("file", "empty_file")
    if size > MOST_BYTES:
        raise Invalid("file", "file_too_large")
    if _holds(source, EICAR):
        raise Invalid("file", "harmful_file")
    source.seek(0)
    kind = kind_of(source.read(32))
    if kind not in _CLEANERS:
        raise Invalid("file", "file_type_not_accepted")
    source.seek(0)
    mime, cleaned = _CLEANERS[kind](source)
    cleaned.seek(0)
    return Inspected(mime, cleaned)


def kind_of(head: bytes) -> str:
    """The kind a file's first bytes tell; empty when it is none we know."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        return "image/heic"
    return next((kind for start, kind in _STARTS if head.startswith(start)), "")


def _holds(source: BinaryIO, mark: bytes) -> bool:
    """True when the mark stands anywhere in the file."""
    source.seek(0)
    tail = b""
    while piece := source.read(PIECE):
        if mark in tail + piece:
            return True
        tail = piece[-len(mark) :]
    return False


_CLEANERS: dict[str, Callable[[BinaryIO], tuple[str, BinaryIO]]] = {
    "application/pdf": files_pdf.clean,
    "application/zip": files_office.look,
    "image/jpeg": files_picture.clean_jpeg,
    "image/png": files_picture.clean_png,
    "image/heic": files_picture.clean_heic,
}
