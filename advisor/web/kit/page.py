"""Render staff pages: what every page needs beside its own data."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import current_app, get_flashed_messages, render_template, request, url_for
from flask_babel import get_locale, gettext
from flask_login import current_user

from advisor.domain.roles import Actor, Role
from advisor.domain.words import N_
from advisor.extensions import db
from advisor.services.health import Health, clock_health
from advisor.web.kit import show
from advisor.web.kit.now import now
from advisor.web.kit.rules import rule_of
from advisor.web.kit.sessions import this_session


@dataclass(frozen=True, slots=True)
class Nav:
    """One item of the main navigation."""

    href: str
    icon: str
    label: str
    current: bool
    count: int = 0


WORK = frozenset({Role.OPERATOR, Role.ADVISOR, Role.MANAGER})

ITEMS: tuple[tuple[str, str, str, frozenset[Role]], ...] = (
    ("today.show", "home", N_("Today"), frozenset()),
    ("board.show", "layout-kanban", N_("Board"), frozenset()),
    ("case_list.index", "briefcase", N_("Cases"), frozenset()),
    ("outgoing.show", "send", N_("Messages"), frozenset()),
    ("institutions.index", "building-bank", N_("Institutions"), WORK),
    ("queue.index", "scale", N_("Doubts"), frozenset({Role.UNDERWRITER, Role.EDITOR})),
    ("reports.show", "trending-up", N_("Reports"), frozenset()),
    ("rules.index", "scale", N_("Rules"), frozenset({Role.EDITOR, Role.MANAGER, Role.AUDITOR, Role.ADMIN})),
    ("audit.show", "shield-check", N_("Audit"), frozenset()),
    ("settings.show", "settings", N_("Settings"), frozenset()),
)
"""Endpoint, icon, word, and who has a use for it where that is fewer than its route admits."""


LINKS = {
    "home": "today.show", "bell": "bell.show", "search": "search.show", "live": "search.live",
    "settings": "account.show", "sign_out": "sign_in.end",
}  # fmt: skip


def page(template: str, status: int = 200, **values: Any) -> tuple[str, int]:
    """A whole page from a template. Values are frozen rows and plain values; templates never touch the session."""
    return render_template(template, **values), status


def fragment(template: str, **values: Any) -> str:
    """A part of a page from a template that uses nothing but its values: no navigation is put together for it."""
    return current_app.jinja_env.get_template(template).render(values)


def nav() -> list[Nav]:
    """The main navigation for the reader's roles; what a route does not admit or this app does not have is left out."""
    if not current_user.is_authenticated:
        return []
    actor = current_user.actor()
    blueprint = request.blueprint
    return [
        Nav(url_for(endpoint), icon, gettext(label), endpoint.split(".")[0] == blueprint)
        for endpoint, icon, label, roles in ITEMS
        if _open_to(endpoint, actor) and (not roles or actor.has(*roles))
    ]


def _open_to(endpoint: str, actor: Actor) -> bool:
    """The route's own rule: the menu offers nothing that answers 403."""
    rule = rule_of(endpoint)
    return rule is not None and rule.admits(actor)


def surroundings() -> dict[str, Any]:
    """What the layouts use on every page."""
    me = current_user if current_user.is_authenticated else None
    locale, clock = get_locale(), _clock()
    return {
        "me": me,
        "nav": nav(),
        "lang": str(locale).split("_")[0] if locale else "en",
        "theme": _theme(me.theme if me else "system"),
        "flashes": [_flash(*found) for found in get_flashed_messages(with_categories=True)],
        "health": _late(clock),
        "clock": clock,
        "bell": this_session().news if me else None,
        "links": {name: url_for(to) for name, to in LINKS.items() if to in current_app.view_functions},
        "may_open": bool(me and me.actor().has(*WORK)),
        "Role": Role,
    }


def _clock() -> Health | None:
    """The scheduler's state for administrators; one statement, for them only."""
    if not (current_user.is_authenticated and current_user.actor().has(Role.ADMIN)):
        return None
    return clock_health(db.session(), now())


def _late(found: Health | None) -> str | None:
    """The banner while the scheduler is late."""
    if found is None or found.well:
        return None
    late = found.late_reminders + found.late_letters
    return gettext("The scheduler is late: %(late)s messages wait. Is “advisor worker” running?", late=late)


def here(endpoint: str = "", **changes: object) -> str:
    """The address of this page, or of a sister of it, with this page's query and some of its values changed.

    The query never goes through `url_for`, which would take some of its names for orders.
    """
    query = request.args.to_dict() | {name: str(value) for name, value in changes.items()}
    return f"{url_for(endpoint) if endpoint else request.path}?{urlencode(query)}"


def page_number() -> int:
    """Which page of a list the address asks for; the first where it asks for nonsense."""
    asked = request.args.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked[:6]) <= 10_000 else 1


def _theme(stored: str) -> str:
    """The theme of this browser (a cookie set by the switch) before the stored one."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in ("light", "dark") else stored


def static(path: str) -> str:
    """Address of a static file with its content's fingerprint, so that browsers may keep it for a year."""
    return _static(request.script_root, path)


@lru_cache(maxsize=256)
def _static(root: str, path: str) -> str:
    """One address per file and mount point: a page of cards shows the icons' file hundreds of times."""
    return url_for("static", filename=path, v=_fingerprint(path))


@lru_cache(maxsize=256)
def _fingerprint(path: str) -> str:
    file = Path(current_app.static_folder or "") / path
    return sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "0"


def _flash(category: str, message: Any) -> tuple[str, str, str | None]:
    if isinstance(message, (list, tuple)):
        return category, str(message[0]), message[1]
    return category, str(message), None


FILTERS = {name: getattr(show, name) for name in show.FILTERS}
