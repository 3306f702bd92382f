"""`advisor contact-check`: ask the contact guard about lines of JSON, one answer a line."""

import sys
from datetime import datetime
from typing import BinaryIO

import click

from advisor.cli.json_lines import Answer, Unanswerable, answer_lines
from advisor.domain.errors import Invalid
from advisor.domain.outreach.contact import Channel, Contact, Jurisdiction, Purpose
from advisor.domain.outreach.guard import decide
from advisor.domain.outreach.notices import (
    CallResult,
    debt_purpose,
    fallback,
    first_overdue_call,
    pre_due_reminder_on,
    tracking_days,
)
from advisor.domain.outreach.reading import (
    Fields,
    read_circumstances,
    read_contact,
    read_day,
    read_history,
    read_local_time,
    read_object,
    read_text,
    read_word,
)

_COMPLAINTS = {
    "missing": "is missing",
    "not_a_text": "must be a text",
    "not_in_the_list": "is not a known word",
    "not_true_or_false": "must be true or false",
    "not_a_local_time": "must be a local time without offset, such as 2025-03-12T07:59",
    "not_a_day": "must be a day such as 2025-03-14",
    "not_an_object": "must be an object",
    "not_a_list": "must be a list",
}


def _fallback(given: Fields) -> Answer:
    """Answer what follows a call; without a time of the call only the rule itself is told."""
    result = read_word(given, "call_result", CallResult)
    if given.get("now") is None:
        reached = result is CallResult.ANSWERED
        return {"next": None if reached else Channel.MESSAGE.value, "same_day": not reached}
    place = read_word(given, "jurisdiction", Jurisdiction, Jurisdiction.HOUSE)
    told = fallback(
        result,
        Contact(
            place,
            read_word(given, "purpose", Purpose, debt_purpose(place)),
            Channel.MESSAGE,
            read_local_time(given, "now"),
            read_history(given),
            read_circumstances(given.get("flags")),
            calendar=read_text(given, "calendar", ""),
        ),
    )
    return {"next": told.next and told.next.value, "same_day": told.same_day}


def _told(at: datetime) -> str:
    return at.isoformat(timespec="auto" if at.second or at.microsecond else "minutes")


def _schedule(fields: Fields) -> Answer:
    """Answer one of the schedule rules."""
    rule, given = read_text(fields, "rule"), read_object(fields.get("input"), "input")
    if rule == "pre-due reminder":
        return {"date": pre_due_reminder_on(read_day(given, "due"), read_text(given, "calendar")).isoformat()}
    if rule == "tracking days":
        return {"dates": [day.isoformat() for day in tracking_days(read_day(given, "due"))]}
    if rule == "first overdue call":
        place = read_word(given, "jurisdiction", Jurisdiction)
        span = first_overdue_call(read_local_time(given, "defaulted_at"), place, read_text(given, "calendar", ""))
        return {
            "not_before": _told(span.not_before),
            "not_after": _told(span.not_after),
        }
    if rule == "fallback":
        return _fallback(given)
    raise Invalid("rule", "not_in_the_list")


def _answer(fields: Answer) -> Answer:
    try:
        if "rule" in fields:
            return _schedule(fields)
        decision = decide(read_contact(fields))
    except Invalid as refused:
        raise Unanswerable(f"{refused.field} {_COMPLAINTS[refused.code]}") from refused
    return {"allowed": decision.allowed, "reason": decision.reason.value if decision.reason else ""}


@click.command("contact-check")
@click.argument("source", metavar="[FILE|-]", type=click.File("rb"), default="-")
def contact_check(source: BinaryIO) -> None:
    """Decide for each contact described by a line of JSON whether it may be made.

    Reads FILE, or standard input, one JSON object a line: a contact (id, jurisdiction, purpose, channel, now,
    history, flags) or a schedule question (id, rule, input). Writes one JSON object a line: id, allowed, reason;
    the dates asked for; or id and error. Exit status 1 when any line was an error, otherwise 0.
    """
    sys.exit(0 if answer_lines(source, sys.stdout.buffer, _answer) else 1)
