"""Numbered rows of a form: which row a posted name belongs to."""

from collections.abc import Iterator
from typing import Any

from wtforms import FieldList


def row_number(name: str, rows: str) -> int | None:
    """The row a posted name belongs to: 7 for `debts-7-kind` among the rows called debts; None for other names."""
    head, _, tail = name.partition("-")
    number = tail.partition("-")[0]
    return int(number) if head == rows and number.isascii() and number.isdigit() and len(number) < 10 else None


class NumberedRows(FieldList):  # type: ignore[type-arg]
    """Rows of a form. WTForms takes "²" for a digit and stumbles over it; here such a name belongs to no row."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        return (number for name in formdata if (number := row_number(name, prefix)) is not None)
