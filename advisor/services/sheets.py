"""Cells of spreadsheets we write: what a spreadsheet program would run as a formula is shown as text (ASVS 1.2.10)."""

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", ";")


def safe_cell(value: object) -> str:
    """The text of a cell, with a leading quote where it could start a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_RISKY) else text
