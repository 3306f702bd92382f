"""Which encoding a text file was written in: by its mark, by UTF-8's strictness, else by how its words look."""

import re

ENCODINGS = ("utf-8", "cp1250", "cp1251", "iso8859-2", "koi8-r", "gb18030", "utf-16")
"""What a person may choose when the guess is wrong."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[^\W\d_][a-zà-öø-ÿāăąćċčďđēęěğģīįķĺļľłńņňōőŕŗřśşšťţūůűųźżžșț]*")
_CYRILLIC = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_USUAL = frozenset("\u00a0€„”“’–—§°№«»…")
_SAMPLE = 200_000


def encoding_of(content: bytes) -> str | None:
    """The likeliest encoding of a table's bytes; None when they are no text at all (pictures, programs, archives)."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name if _decodes(content, name) else None
    if b"\0" in content[:_SAMPLE]:
        return _unmarked_utf16(content)
    if _decodes(content, "utf-8"):
        return "utf-8"
    sample = content[:_SAMPLE]
    sample = sample[: sample.rfind(b"\n") + 1] or sample  # whole lines: no character cut in two
    scores = {name: _looks(sample, name) for name in ENCODINGS[1:-1] if _decodes(content, name)}
    if not scores or _share_of_control_bytes(sample) > 0.02:
        return None
    return max(scores, key=lambda name: scores[name])


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without its mark has its zero bytes nearly all on one side; anything else with zeros is no text."""
    sample = content[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    one_sided = min(even, odd) * 20 < max(even, odd) and max(even, odd) * 4 > len(sample) // 2
    return name if one_sided and _decodes(content, name) else None


def _share_of_control_bytes(sample: bytes) -> float:
    return sum(byte < 32 and byte not in b"\t\n\r" for byte in sample) / max(1, len(sample))


def _looks(sample: bytes, encoding: str) -> int:
    """How many letters stand in words as people write them, minus those in words nobody writes."""
    text = sample.decode(encoding, errors="replace")
    score = -sum(not c.isalnum() and not c.isascii() and c not in _USUAL for c in text)
    for word in _WORD.findall(text):
        foreign = [c for c in word if not c.isascii()]
        if foreign:
            score += _word(word, foreign)
    return score


def _word(word: str, foreign: list[str]) -> int:
    if any("\u4e00" <= c <= "\u9fff" for c in foreign):
        return sum(1 if _common_hanzi(c) else -3 for c in foreign)
    if _CYRILLIC.fullmatch(word):
        return len(word)
    latin = word.isupper() or _LATIN.fullmatch(word) is not None
    if latin and (len(foreign) * 3 <= len(word) * 2 or len(word) == 1):
        return 2 * sum(c in _POLISH for c in foreign) + 1
    return -len(foreign)


def _common_hanzi(character: str) -> bool:
    """True for the 3 755 everyday characters of GB 2312, level one; misread Cyrillic falls outside them."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
