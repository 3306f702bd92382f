"""One-time messages ("Saved.") travel to the next page in a signed cookie: no second row is written for them."""

from typing import Any

from flask import Flask, Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE = "advisor-said"
MOST, LONGEST = 5, 400
"""Messages, and characters of each: a cookie holds four thousand."""
GOOD_FOR_S = 300

Sayings = list[tuple[str, Any]]
"""Category and message, as Flask's `flash` keeps them: a text, or a text and the address that takes it back."""


def heard(app: Flask, request: Request) -> Sayings:
    """What the last answer said to this browser; nothing when the cookie is old, forged or absent."""
    sealed = request.cookies.get(COOKIE)
    if not sealed:
        return []
    try:
        found = _seal(app).loads(sealed, max_age=GOOD_FOR_S)
        return [(str(kind), tuple(said) if isinstance(said, list) else said) for kind, said in found]
    except (BadSignature, TypeError, ValueError):
        return []


def say(app: Flask, response: Response, sayings: Sayings, *, secure: bool) -> None:
    """Give the browser what the next page shows, or take back what was shown."""
    if not sayings:
        response.delete_cookie(COOKIE, secure=secure, httponly=True, samesite="Lax")
        return
    kept = [(kind, _short(said)) for kind, said in sayings[-MOST:]]
    response.set_cookie(
        COOKIE, _seal(app).dumps(kept), GOOD_FOR_S, secure=secure, httponly=True, samesite="Lax"
    )  # fmt: skip


def _short(said: Any) -> Any:
    return [str(part)[:LONGEST] for part in said] if isinstance(said, tuple) else str(said)[:LONGEST]


def _seal(app: Flask) -> URLSafeTimedSerializer:
    keys = [*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer([str(key) for key in keys], salt="said")
