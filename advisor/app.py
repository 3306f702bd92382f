"""Put the house together: ledger, languages, sign-in, doors, error answers."""

from typing import Any

from babel import Locale
from flask import Flask, Response, g, request
from flask_babel import get_locale
from flask_login import current_user
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter

from advisor import logs, portal, web
from advisor.config import PACKAGE, Settings, house_path
from advisor.extensions import babel, csrf, db, login, open_ledger
from advisor.house import open_keys
from advisor.records.keyring import KeyRing
from advisor.records.staff import Staff
from advisor.services.language import LANGUAGES
from advisor.web.kit import addresses, errors, page, phrases, rules
from advisor.web.kit.sessions import RowSessions, this_session

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "frame-src 'self'"
)


class RowNumber(IntegerConverter):
    """A row's number in an address: nine digits at most, for what no ledger can hold is simply not found (R12)."""

    regex = r"\d{1,9}"


def create_app(settings: Settings, **config: Any) -> Flask:
    """Build the web application. Data folder and key file are made on first use; see `house.open_keys`."""
    app = Flask(
        "advisor", root_path=str(PACKAGE), template_folder=str(house_path("templates")), static_folder="web/static"
    )
    app.url_map.converters["int"] = RowNumber
    settle(app, settings, **config)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=_locale)
    phrases.register(app)
    addresses.register(app)
    _sign_in(app)
    _pages(app)
    logs.watch(app)
    app.before_request(rules.enforce)
    app.after_request(_headers)
    errors.register(app)
    for blueprint in (*web.blueprints(), *portal.blueprints()):
        app.register_blueprint(blueprint)
    return app


def settle(app: Flask, settings: Settings, **config: Any) -> None:
    """Give the application what depends on its settings: configuration, keys, ledger, sessions."""
    ring = open_keys(settings)
    app.config.update(_configuration(settings, ring) | config)
    open_ledger(app, settings, ring)
    app.session_interface = RowSessions(settings.secure_cookies)


def _configuration(settings: Settings, ring: KeyRing) -> dict[str, Any]:
    return {
        "SECRET_KEY": ring.current.token,
        "SECRET_KEY_FALLBACKS": [key.token for key in ring.keys if key.name != ring.current.name],
        "MAX_CONTENT_LENGTH": 32 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": 0,
        "BABEL_TRANSLATION_DIRECTORIES": str(PACKAGE / "translations"),
        "SETTINGS": settings,
    }


def _pages(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(page.FILTERS)
    app.jinja_env.globals.update(static=page.static)
    app.context_processor(page.surroundings)


def _sign_in(app: Flask) -> None:
    login.init_app(app)
    login.login_view = "sign_in.show"
    login.session_protection = None  # the server-side row decides
    login.login_message = None

    @login.user_loader
    def load(user_id: str) -> Staff | None:
        """The member of staff read together with the session row; nobody once disabled (A11)."""
        staff = this_session().staff
        if staff is None or str(staff.id) != user_id:
            staff = db.session.get(Staff, int(user_id))
        return None if staff is None or staff.disabled_at is not None else staff


def _locale() -> Locale:
    if "language" in g:
        return phrases.locale_of(str(g.language))  # the client door knows its reader
    if current_user and current_user.is_authenticated:
        return phrases.locale_of(str(current_user.language))
    return phrases.locale_of(request.accept_languages.best_match(LANGUAGES) or "en")


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static":
        fixed = "v" in request.args  # the address carries the content's fingerprint
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fixed else "no-cache"
    else:
        response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Content-Language", str(get_locale() or "en"))
    return response
