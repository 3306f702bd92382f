"""What a brought file really is: judged by its bytes, never by its name; refused or made harmless before it is kept."""

from dataclasses import dataclass
from io import BytesIO

from advisor.domain.errors import Invalid
from advisor.domain.words import N_

MOST_BYTES = 20 * 1024 * 1024
MOST_PAGES = 500
MOST_PIXELS = 60_000_000
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
_STARTS = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
REFUSALS: dict[str, str] = {
    "empty_file": N_("This file is empty."),
    "file_too_large": N_("This file is too large."),
    "file_type_not_accepted": N_("Only PDF files and JPEG or PNG pictures are accepted."),
    "file_protected": N_("This file is locked with a password. Save it without one and send it again."),
    "file_damaged": N_("This file is damaged and cannot be opened."),
    "too_many_pages": N_("This file has too many pages."),
    "too_many_files": N_("This case holds too many files already."),
    "harmful_file": N_("This file was refused because it looks harmful."),
}
"""Why a file is refused, in words."""
_PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its type by content and its (perhaps cleaned) bytes."""

    mime: str
    content: bytes


def inspect(content: bytes) -> Inspected:
    """The type of a file and its bytes without active parts or camera data.

    Raises Invalid('file', code) with a code of REFUSALS.
    """
    if not content:
        raise Invalid("file", "empty_file")
    if len(content) > MOST_BYTES:
        raise Invalid("file", "file_too_large")
    if EICAR in content:
        raise Invalid("file", "harmful_file")
    mime = next((kind for start, kind in _STARTS if content.startswith(start)), "")
    if not mime:
        raise Invalid("file", "file_type_not_accepted")
    return Inspected(mime, _clean_pdf(content) if mime == "application/pdf" else _clean_picture(content, mime))


def _clean_pdf(content: bytes) -> bytes:
    """The PDF as it came when it is plain, else without scripts, launches and carried files. Nothing is rendered."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Invalid("file", "file_protected")
            if len(pdf.pages) > MOST_PAGES:
                raise Invalid("file", "too_many_pages")
            if not pdf.pages:
                raise Invalid("file", "file_damaged")
            if not _disarm(pdf):
                return content
            out = BytesIO()
            pdf.save(out)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise Invalid("file", "file_protected") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError) as error:
        raise Invalid("file", "file_damaged") from error


def _disarm(pdf: object) -> bool:
    """Take out what could act: document and page actions, scripts, attachments. True when something was there."""
    root, found = pdf.Root, False  # type: ignore[attr-defined]
    for place, keys in ((root, ("/OpenAction", "/AA")), (root.get("/Names"), ("/JavaScript", "/EmbeddedFiles"))):
        for key in keys:
            if place is not None and key in place:
                del place[key]
                found = True
    for page in pdf.pages:  # type: ignore[attr-defined]
        if "/AA" in page:
            del page["/AA"]
            found = True
        for note in page.get("/Annots") or ():
            if {"/A", "/AA"} & set(note.keys()) and _acts(note):
                for key in ("/A", "/AA"):
                    if key in note:
                        del note[key]
                found = True
    return found


def _acts(note: object) -> bool:
    """True when an annotation does more than jump inside the file or to a web address."""
    action = note.get("/A")  # type: ignore[attr-defined]
    return "/AA" in note or (action is not None and str(action.get("/S")) not in ("/GoTo", "/URI"))  # type: ignore[operator]


def _clean_picture(content: bytes, mime: str) -> bytes:
    """The picture decoded and written anew: turned upright, without camera data, and without anything behind it."""
    import warnings

    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[_PICTURES[mime]]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Invalid("file", "file_too_large")
                upright = ImageOps.exif_transpose(picture)
                out = BytesIO()
                plain = upright.convert("RGB") if mime == "image/jpeg" else upright
                plain.info = {}
                plain.save(out, _PICTURES[mime], **({"quality": 90} if mime == "image/jpeg" else {}))
                return out.getvalue()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Invalid("file", "file_too_large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Invalid("file", "file_damaged") from error
