"""Call today: the queue of an advisor, walked by J and K; Enter opens the call panel, saving leads to the next line."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request, session
from flask_babel import gettext, ngettext

from advisor.casework.calls import EACH, Book, Line, Why, call_list
from advisor.domain.doors import STAFF, allow
from advisor.domain.outreach.contact import Purpose
from advisor.domain.outreach.words import PURPOSE_TITLES
from advisor.extensions import db
from advisor.services.access import owners_stood_in_for
from advisor.web.kit import show as words
from advisor.web.kit.now import now, the_firm, today
from advisor.web.kit.page import page
from advisor.web.kit.phrases import say
from advisor.web.kit.rulings import Told, told
from advisor.web.kit.who import actor

bp = Blueprint("calls", __name__)

PLACE = "calls_at"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue in words; `then` is the case of the line after it."""

    line: Line
    why: tuple[str, ...]
    purpose: str  # where it is more than service
    ruling: Told
    then: int | None
    here: bool


@bp.get("/calls")
@allow(STAFF)
def show() -> tuple[str, int]:
    """Whom to call today, for me and for whom I stand in; the place in the list is remembered."""
    owners = (actor().id or 0, *owners_stood_in_for(db.session(), actor(), today()))
    firm = the_firm()
    lines = call_list(db.session(), Book(owners, now(), today(), ZoneInfo(firm.time_zone), firm.silence_days or 10))
    asked = request.args.get("at", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 15 and session.get(PLACE) != int(asked):
        session[PLACE] = int(asked)
    more = max(Counter(reason for line in lines for reason in line.why).values(), default=0) >= EACH
    return page("web/calls/calls.html", rows=_rows(lines, session.get(PLACE)), more=more,
                ready=sum(line.ruling.allowed for line in lines))  # fmt: skip


def _rows(lines: tuple[Line, ...], place: Any) -> list[Row]:
    after = [line.case.id for line in lines[1:]] + [None]
    return [
        Row(line, tuple(_why(reason, line) for reason in line.why), _purpose(line), told(line.ruling), then,
            line.case.id == place)
        for line, then in zip(lines, after, strict=True)
    ] if lines else []  # fmt: skip


def _purpose(line: Line) -> str:
    return "" if line.meant.purpose is Purpose.SERVICE else gettext(PURPOSE_TITLES[line.meant.purpose])


def _why(reason: Why, line: Line) -> str:
    if reason is Why.OUR_PROMISE and line.promise:
        return gettext("We promised by %(day)s: %(text)s", day=words.day(line.promise.due_on), text=line.promise.text)
    if reason is Why.PROMISE and line.promise:
        return gettext("Promised by %(day)s: %(text)s", day=words.day(line.promise.due_on), text=line.promise.text)
    if reason is Why.DUE:
        return gettext("Due %(when)s: %(text)s", when=words.moment(line.case.next_action_at),
                       text=say(line.case.next_action))  # fmt: skip
    return ngettext("Silent for %(num)s working day", "Silent for %(num)s working days", line.silent_days)
