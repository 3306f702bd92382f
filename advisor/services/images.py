"""Pictures we accept: recognised by content, small, and free of surprises."""

from advisor.domain.errors import Invalid

LOGO_LIMIT = 300_000


def logo_type(content: bytes) -> str:
    """The media type of a logo; Invalid('logo', ...) when it is too large or neither PNG nor JPEG."""
    if len(content) > LOGO_LIMIT:
        raise Invalid("logo", "too_large")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    raise Invalid("logo", "not_a_picture")
