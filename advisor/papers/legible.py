"""Text made safe to print: no control characters, no half characters, no characters that turn other text around.

Autoescaping keeps `<b>` literal; this keeps a name from reordering the line it stands in (RELIABILITY A27).
Letters of every script, right-to-left ones included, pass untouched.
"""

import re

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HALVES = "\ud800-\udfff"
_UNPRINTABLE = re.compile(f"[{_CONTROLS}{_BIDI}{_HALVES}\ufffe\uffff]")


def legible(value: object) -> object:
    """`value` without unprintable characters when it is text (markup stays markup); anything else as it is."""
    if isinstance(value, str) and _UNPRINTABLE.search(value):
        return type(value)(_UNPRINTABLE.sub("", value))
    return value


def clipped(value: str, length: int) -> str:
    """`value` on one line of at most `length` characters, with an ellipsis where it was cut."""
    line = " ".join(str(legible(value)).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
