"""One-time messages ("Saved.") travel to the next page in a signed cookie: no second row is written for them."""

from flask import Flask, Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE = "advisor-said"
MOST, LONGEST = 5, 400
"""Messages, and characters of each: a cookie holds four thousand."""
GOOD_FOR_S = 300

Sayings = list[tuple[str, str]]
"""Category and text, as Flask's `flash` keeps them."""


def heard(app: Flask, request: Request) -> Sayings:
    """What the last answer said to this browser; nothing when the cookie is old, forged or absent."""
    sealed = request.cookies.get(COOKIE)
    if not sealed:
        return []
    try:
        return [(str(kind), str(text)) for kind, text in _seal(app).loads(sealed, max_age=GOOD_FOR_S)]
    except (BadSignature, TypeError, ValueError):
        return []


def say(app: Flask, response: Response, sayings: Sayings, *, secure: bool) -> None:
    """Give the browser what the next page shows, or take back what was shown."""
    if not sayings:
        response.delete_cookie(COOKIE, secure=secure, httponly=True, samesite="Lax")
        return
    kept = [(kind, str(text)[:LONGEST]) for kind, text in sayings[-MOST:]]
    response.set_cookie(
        COOKIE, _seal(app).dumps(kept), GOOD_FOR_S, secure=secure, httponly=True, samesite="Lax"
    )  # fmt: skip


def _seal(app: Flask) -> URLSafeTimedSerializer:
    keys = [*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer([str(key) for key in keys], salt="said")
