"""The clock of the web door: the only place there that reads it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask import g
from flask_login import current_user

from advisor.extensions import db
from advisor.records.staff import Firm, firm, firm_day


def now() -> datetime:
    """This request's moment, the same for everything it does (UTC)."""
    moment: datetime | None = g.get("now")
    if moment is None:
        moment = g.now = datetime.now(UTC)
    return moment


def today() -> date:
    """Today at the firm's place, as `Context.today` has it: a page promises nothing that a gate then refuses."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """The calendar day of a moment at the firm's place."""
    the_firm()  # stays at hand, so that the day and the page's head come of one read
    return firm_day(db.session(), at)


def month_began() -> datetime:
    """The moment this month began at the firm's place."""
    return datetime.combine(today().replace(day=1), time(), ZoneInfo(the_firm().time_zone))


def zone() -> ZoneInfo:
    """The reader's time zone, asked for by every moment on the page."""
    found: ZoneInfo | None = g.get("zone")
    if found is None:
        user = current_user
        found = g.zone = ZoneInfo(user.time_zone if user and user.is_authenticated else "UTC")
    return found


def the_firm() -> Firm:
    """The firm's settings, read once per request."""
    if "firm" not in g:
        g.firm = firm(db.session())
    row: Firm = g.firm
    return row
