"""Papers as plain JSON values and back, so that a paper can wait in the ledger until the press prints it.

Decimals and dates travel as text: a figure never passes through a float.
"""

import types
from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

P = TypeVar("P")


def to_plain(paper: object) -> dict[str, Any]:
    """The paper as JSON values (dictionaries, lists, text, whole numbers, truth values)."""
    return {name: _flat(value) for name, value in asdict(paper).items()}  # type: ignore[call-overload]


def from_plain(kind: type[P], values: dict[str, Any]) -> P:
    """The paper that `to_plain` wrote. Raises ValueError for a missing, unknown or unreadable value."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    if strangers := values.keys() - known.keys():
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(strangers))}.")
    needed = {name for name, field in known.items() if field.default is MISSING and field.default_factory is MISSING}
    if absent := needed - values.keys():
        raise ValueError(f"{kind.__name__} lacks {', '.join(sorted(absent))}.")
    hints = get_type_hints(kind)
    return kind(**{name: _read(hints[name], value) for name, value in values.items()})


def _flat(value: object) -> object:
    if isinstance(value, dict):
        return {name: _flat(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_flat(each) for each in value]
    return str(value) if isinstance(value, Decimal | date) else value


def _read(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (types.UnionType, Union):
        (hint,) = (each for each in get_args(hint) if each is not type(None))
        return None if value is None else _read(hint, value)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], each) for each in value)
    if is_dataclass(hint):
        return from_plain(hint, value)  # type: ignore[arg-type]
    if hint is date:
        return date.fromisoformat(value)
    if hint is Decimal:
        return _decimal(value)
    if type(value) is not hint:
        raise ValueError(f"{value!r} is not {hint.__name__}.")
    return value


def _decimal(value: object) -> Decimal:
    number = Decimal(value) if isinstance(value, str) else None
    if number is None or not number.is_finite():
        raise ValueError(f"{value!r} is not a decimal number in text.")
    return number
