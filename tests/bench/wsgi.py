"""The product's own application for the bench's server; a header tells how many SQL statements an answer took."""

import threading
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, event

from advisor.wsgi import app as product

HEADER = "X-Statements"
_here = threading.local()


@event.listens_for(Engine, "before_cursor_execute")
def _count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    if not statement.startswith("BEGIN"):
        _here.statements = getattr(_here, "statements", 0) + 1


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as the product does; the count covers everything until the answer's headers go out."""
    _here.statements = 0

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, (HEADER, str(_here.statements))], *rest)

    answer: Iterable[bytes] = product(environ, start)
    return answer
