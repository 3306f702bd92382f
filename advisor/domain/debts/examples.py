"""The worked cases shipped beside the packs, read once; every pack must reproduce its own."""

import json
from pathlib import Path

from advisor.domain.debts.pack import Example

_FOLDER = Path(__file__).with_name("cases")


def examples(name: str) -> tuple[Example, ...]:
    """The examples of `cases/<name>.json`, in the file's order."""
    rows = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return tuple(Example(row["id"], row["given"], row["expected"]) for row in rows)
