"""PDF files: kept to the byte when plain, else without scripts, launches and carried files. Nothing is rendered."""

from io import BytesIO
from typing import Any, BinaryIO, cast

from advisor.domain.errors import Invalid

MOST_PAGES = 500
MOST_OBJECTS = 400_000
MIME = "application/pdf"
DEPTH = 20
HARMLESS = ("/GoTo", "/URI", "/Named")
_NEVER = ("/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/EF", "/AF")


def clean(source: BinaryIO) -> tuple[str, BinaryIO]:
    """The type and the bytes to keep. Raises Invalid('file', ...) for a locked, damaged or endless file."""
    import pikepdf

    try:
        with pikepdf.open(cast("Any", source)) as pdf:
            if pdf.is_encrypted:
                raise Invalid("file", "file_protected")
            if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
                raise Invalid("file", "too_many_pages")
            if not pdf.pages:
                raise Invalid("file", "file_damaged")
            if not _disarm(pdf):
                return MIME, source
            out = BytesIO()
            pdf.save(out)
            return MIME, out
    except pikepdf.PasswordError as error:
        raise Invalid("file", "file_protected") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError, TypeError, KeyError) as error:
        raise Invalid("file", "file_damaged") from error


def _disarm(pdf: Any) -> bool:
    """Take out what could act, wherever it hangs. True when something was there."""
    found = False
    for thing in pdf.objects:
        found = _calm(thing, 0) or found
    return found


def _calm(thing: Any, depth: int) -> bool:
    """Calm a dictionary (a stream's own, too) and the dictionaries lying directly in it."""
    import pikepdf

    if isinstance(thing, pikepdf.Array):
        return any([_calm(each, depth + 1) for each in list(thing) if depth < DEPTH and not _is_far(each)])  # noqa: C419 - each one
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) or depth > DEPTH:
        return False
    found = False
    for key in list(thing.keys()):
        if key in _NEVER or (key in ("/A", "/OpenAction", "/Next") and _acts(thing[key])):
            del thing[key]
            found = True
        elif not _is_far(thing[key]):
            found = _calm(thing[key], depth + 1) or found
    if str(thing.get("/S", "")) in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"):
        del thing["/S"]
        found = True
    return found


def _is_far(value: Any) -> bool:
    """True for what is met on its own (indirect) or holds nothing (numbers, names, texts)."""
    import pikepdf

    return not isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) or bool(value.is_indirect)


def _acts(action: Any) -> bool:
    """True when an action does more than jump inside the file or to a web address."""
    import pikepdf

    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) not in HARMLESS
