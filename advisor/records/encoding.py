"""One unambiguous way to turn values into bytes: typed and length-prefixed. What we sign or bind uses it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

Plain = str | bytes | int | datetime | None
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def encode(*values: Plain) -> bytes:
    """The values as bytes, each with its type and length: two different lists never give the same bytes."""
    parts: list[bytes] = []
    for value in values:
        tag, body = _typed(value)
        parts += (tag, len(body).to_bytes(8, "big"), body)
    return b"".join(parts)


def _typed(value: Plain) -> tuple[bytes, bytes]:
    if value is None:
        return b"n", b""
    if isinstance(value, str):
        return b"s", value.encode("utf-8", "surrogatepass")
    if isinstance(value, bytes):
        return b"b", value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return b"t", str((value - EPOCH) // timedelta(microseconds=1)).encode()
    if isinstance(value, bool):
        raise TypeError("a truth value has no canonical form here")
    return b"i", str(value).encode()


def canonical(value: Any) -> str:
    """JSON text with sorted keys and no spaces: the same value always gives the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
