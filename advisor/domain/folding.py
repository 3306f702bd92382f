"""Folding of names and numbers so that a part of a name finds the person in any spelling (STACK.md, search)."""

import unicodedata

_MARKS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ё": "е", "й": "и", "ı": "i"})


def fold(text: str) -> str:
    """Lower-case, without accents or doubled spaces: 'Łódź' becomes 'lodz', 'Семён' becomes 'семен'."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_MARKS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join(plain.translate(_MARKS).split())


def digits(text: str) -> str:
    """Only the ASCII digits of a text."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isascii() and c.isdigit())


def phone_tail(text: str) -> str:
    """The digits of a number that stay the same in every spelling: 8 (916) ..., +7 916 ... and 0048 600 ... agree.

    Trunk and country prefixes differ, so only the last nine digits count; a shorter part is taken as it is.
    """
    return digits(text).lstrip("0")[-9:]


def hostile(text: str) -> bool:
    """True for a text with control characters or marks that turn the reading direction: nobody types those."""
    return any(
        (ord(c) < 32 and c not in "\n\r\t") or c == "\x7f" or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"
        for c in text
    )


def search_text(*parts: str) -> str:
    """The folded line a party is searched by: names and addresses folded, phone numbers as bare digits."""
    return " ".join(filter(None, (digits(p) if p.startswith("+") else fold(p) for p in parts)))


def like(term: str) -> str:
    """A LIKE pattern that finds the term anywhere; its own wildcards are escaped with a backslash."""
    escaped = term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def patterns(text: str, least: int = 5) -> tuple[str, ...]:
    """The LIKE patterns that find what somebody typed in search lines: its words, or the phone number it may be.

    Nothing but digits (`least` of them) is asked for as a number only, which finds whatever the words would.
    """
    folded, number, tail = fold(text), digits(text), phone_tail(text)
    if len(tail) < least:
        return (like(folded),)
    return (like(tail),) if folded == number else (like(folded), like(tail))
