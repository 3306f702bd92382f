"""`advisor reminders`: add a free reminder to a case, list reminders."""

import json
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from advisor.house import with_house

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from advisor.records.case import Case


@click.group()
def reminders() -> None:
    """Add and list reminders."""


@reminders.command()
@click.option("--case", "number", required=True, help="Case number (2026-000123) or id.")
@click.option("--at", "local", required=True, help="Local day and time, e.g. 2026-12-03T10:00.")
@click.option("--zone", required=True, help="Time zone, e.g. Europe/Warsaw.")
@click.option("--text", required=True, help="What to be reminded of.")
@with_house
def add(number: str, local: str, zone: str, text: str) -> None:
    """Plan a free reminder; it rings for the owner of the case."""
    from advisor.domain.roles import COMMAND
    from advisor.services import followups
    from advisor.transaction import transaction

    moment = _moment(local)
    _zone(zone)
    with transaction(COMMAND) as ctx:
        made = followups.remind_at(ctx, _case(ctx.session, number), moment, zone, text).id
    click.echo(made)


@reminders.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.option("--case", "number", default="", help="Only this case: number or id.")
@with_house
def list_(as_json: bool, number: str) -> None:
    """List reminders: id, due_at (UTC), state, attempts, message_id."""
    from sqlalchemy import func, select

    from advisor.extensions import db
    from advisor.records.case import Case
    from advisor.records.outbox import Letter
    from advisor.records.reminder import Reminder

    query = (
        select(Reminder.id, Reminder.due_at, Reminder.state, func.coalesce(Letter.attempts, 0), Reminder.message_id,
               Case.number, Letter.state)
        .join(Case, Case.id == Reminder.case_id)
        .outerjoin(Letter, Letter.message_id == Reminder.message_id)
        .order_by(Reminder.due_at, Reminder.id)
    )  # fmt: skip
    rows = db.session.execute(query.where(Case.id == _case(db.session(), number).id) if number else query).all()
    found = [
        {"id": r[0], "due_at": r[1].isoformat(), "state": _state(r[2], r[6]), "attempts": r[3], "message_id": r[4],
         "case": r[5]}
        for r in rows
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(found))
        return
    for row in found:
        click.echo(f"{row['id']}\t{row['due_at']}\t{row['state']}\t{row['attempts']}\t{row['message_id']}")


def _case(session: "Session", number: str) -> "Case":
    """The case of this number or id; refused in a sentence when there is none."""
    from sqlalchemy import or_, select

    from advisor.records.case import Case

    as_id = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    case = session.scalar(select(Case).where(or_(Case.number == number, Case.id == as_id)))
    if case is None:
        raise click.ClickException(f"There is no case {number}.")
    return case


def _state(reminder: str, letter: str | None) -> str:
    """planned, done or cancelled; once rung, the state of its letter (waiting, leased, sent, failed)."""
    return str(letter) if reminder == "rung" and letter else str(reminder)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"--at {text!r} is not a day and time like 2026-12-03T10:00.") from error
    if moment.tzinfo is not None:
        raise click.UsageError("--at is a local time; say the zone with --zone.")
    return moment


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise click.UsageError(f"--zone {name!r} is not a time zone like Europe/Warsaw.") from error
