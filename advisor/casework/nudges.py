"""What the house says to clients by itself: due steps of the plans become a letter, a short message or a call to make.

Each one is looked at again when it rings: is the event still open, may the client be reached, by which channel. One
that cannot be made never holds up the others: a person is told instead.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency
from sqlalchemy import and_, or_, select

from advisor.domain.finance.money import from_minor
from advisor.domain.outreach.cadence import MORNING, moment_at, next_allowed
from advisor.domain.outreach.plans import TEXTS, Via, family
from advisor.domain.process import Status
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.outbox import Audience, Channel
from advisor.records.party import Party
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.staff import Staff, firm
from advisor.records.wording import wording_of
from advisor.services import followups, post
from advisor.services.context import Context
from advisor.services.language import spaced
from advisor.services.links import make_link
from advisor.services.stopping import stop_url
from advisor.services.wordings import Words, words_of
from advisor.stages.decision.records import contract_number
from advisor.stages.documents.asking.records import count_reminder, last_asked_at, to_remind
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.stages.monitoring.records import Duty

log = logging.getLogger("advisor.casework.nudges")
CANNOT_BE_MADE = N_("A message to the client could not be made: reach the client yourself")
NO_WAY = N_("The client has no phone and no e-mail: find a way to reach the client")
CALL = N_("Call the client")
CHANNELS = {Via.SMS: Channel.SMS, Via.MESSENGER: Channel.MESSENGER, Via.EMAIL: Channel.EMAIL}
OWN = {"phone": Via.PHONE, "sms": Via.SMS, "messenger": Via.MESSENGER, "email": Via.EMAIL}
PURPOSES = {"payment_due": "pre_due_reminder"}
ONE_IS_ENOUGH = timedelta(hours=20)
HELD, GONE = "on_hold", "closed"


@dataclass(frozen=True, slots=True)
class Nudge:
    """One due step with everybody it concerns."""

    reminder: Reminder
    case: Case
    client: Party
    owner: Staff | None


def ring_clients(ctx: Context, base_url: str, claimed: Collection[int]) -> None:
    """Turn claimed steps for clients into messages, each exactly once (`ringing.claim_due` holds their rows)."""
    query = (
        select(Reminder, Case, Party, Staff)
        .join(Case, Case.id == Reminder.case_id).join(Party, Party.id == Case.client_id)
        .outerjoin(Staff, Staff.id == Case.owner_id)
        .where(Reminder.id.in_(claimed)).order_by(Reminder.due_at, Reminder.id)
    )  # fmt: skip
    for row in ctx.session.execute(query).all():
        _ring(ctx, Nudge(row[0], row[1], row[2], row[3]), base_url)


def _ring(ctx: Context, nudge: Nudge, base_url: str) -> None:
    reminder, case, client = nudge.reminder, nudge.case, nudge.client
    if case.status is Status.CLOSED or client.do_not_contact or client.erased_at is not None:
        return _cancel(ctx, reminder, GONE if case.status is Status.CLOSED else "do_not_contact")
    about = _about(ctx, nudge)
    if about is None:
        return _cancel(ctx, reminder, "received")
    if _overtaken(ctx, reminder):
        return _cancel(ctx, reminder, "replaced")
    later = _later(ctx, nudge)
    if later is not None:
        reminder.due_at, reminder.held_why = later
        return None
    reminder.state = ReminderState.RUNG
    _reach(ctx, nudge, about, base_url)
    reminder.rung_at = ctx.now  # until here it says when the step rang by a channel that failed
    return None


def _reach(ctx: Context, nudge: Nudge, about: dict[str, Any], base_url: str) -> None:
    """By the first channel that is left, or by a person."""
    ways = _ways(nudge)
    if not ways:
        return _tell(ctx, nudge, NO_WAY)
    if ways[0] is Via.PHONE:
        return _tell(ctx, nudge, TEXTS.get(family(nudge.reminder.plan), (CALL, CALL))[0])
    try:
        _write(ctx, nudge, about, ways, base_url)
    except Exception as error:  # whatever a template or an address does, the others go on and a person is told
        log.error("the message of reminder %s cannot be made: %s", nudge.reminder.id, type(error).__name__)
        _tell(ctx, nudge, CANNOT_BE_MADE)
    return None


def _overtaken(ctx: Context, reminder: Reminder) -> bool:
    """Whether the next step of the same plan comes within the day: after our own downtime one message is enough."""
    later = or_(
        Reminder.due_at > reminder.due_at, and_(Reminder.due_at == reminder.due_at, Reminder.nth > reminder.nth)
    )
    query = select(Reminder.id).where(
        Reminder.case_id == reminder.case_id, Reminder.plan == reminder.plan, Reminder.audience == Audience.CLIENT,
        Reminder.state == ReminderState.PLANNED, later, Reminder.due_at <= ctx.now + ONE_IS_ENOUGH,
    )  # fmt: skip
    return ctx.session.scalar(query.limit(1)) is not None


def _write(ctx: Context, nudge: Nudge, about: dict[str, Any], ways: list[Via], base_url: str) -> None:
    reminder, case, client = nudge.reminder, nudge.case, nudge.client
    values = preview(ctx, nudge, about, base_url)
    if reminder.letter != "payment_due":
        link, values["url"] = make_link(ctx, case, client, base_url)
        values["until"] = format_date(link.expires_at, "long", locale=client.language)
    post.to_client(ctx, client, post.Draft(
        reminder.letter, reminder.message_id, values, case_id=case.id, reminder_id=reminder.id,
        message_id=reminder.message_id, purpose=PURPOSES.get(reminder.letter, "service"),
        unsubscribe=stop_url(ctx.session, client, base_url), fallback=",".join(ways[1:]),
    ), CHANNELS[ways[0]])  # fmt: skip
    count_reminder(about.get("items", []), ctx.now, reminder.rung_at)
    ctx.record("reminder.sent", "reminder", reminder.id, case_id=case.id, channel=str(ways[0]), plan=reminder.plan)


def words_now(ctx: Context, nudge: Nudge, base_url: str) -> Words | None:
    """The words in which a step would go out now, without a live link; None where it would be a call or nothing."""
    about, ways = _about(ctx, nudge), _ways(nudge)
    if about is None or not ways or ways[0] is Via.PHONE:
        return None
    values = {"reader": nudge.client.name} | preview(ctx, nudge, about, base_url)
    language = nudge.client.language
    found = words_of(nudge.reminder.letter, language, values, wording_of(ctx.session, nudge.reminder.letter, language))
    return found if ways[0] is Via.EMAIL else Words("", found.short)


def preview(ctx: Context, nudge: Nudge, about: dict[str, Any], base_url: str) -> dict[str, Any]:
    """The values of a letter without a live link: what the page "Next 7 days" shows."""
    values = {name: value for name, value in about.items() if name != "items"}
    return values | {
        "number": nudge.case.number, "firm": firm(ctx.session).name, "url": f"{base_url}/c/…", "until": "…",
        "advisor": nudge.owner.name if nudge.owner else firm(ctx.session).name,
    }  # fmt: skip


def _about(ctx: Context, nudge: Nudge) -> dict[str, Any] | None:
    """What the letter speaks of; None when the event is over."""
    find = ABOUT.get(nudge.reminder.letter)
    return find(ctx, nudge) if find else {}


def _missing(ctx: Context, nudge: Nudge) -> dict[str, Any] | None:
    items = to_remind(ctx.session, nudge.case.id, nudge.reminder.rung_at)
    return _papers(items, nudge) if items else None


def _expiring(ctx: Context, nudge: Nudge) -> dict[str, Any] | None:
    day = (
        nudge.reminder.anchor_at.astimezone(ZoneInfo(nudge.reminder.zone)).date() if nudge.reminder.anchor_at else None
    )
    held = [
        i for i in items_of(ctx.session, nudge.case.id) if i.state is ItemState.ACCEPTED and i.valid_until_on == day
    ]
    return _papers(held, nudge) | {"day": format_date(day, "long", locale=nudge.client.language)} if held else None


def _payment(ctx: Context, nudge: Nudge) -> dict[str, Any] | None:
    at = nudge.reminder.anchor_at
    day = at.astimezone(ZoneInfo(nudge.reminder.zone)).date() if at else ctx.today
    about = nudge.reminder.plan.rpartition(".")[2]
    duty = ctx.session.get(Duty, int(about)) if about.isdigit() else None
    return {
        "day": format_date(day, "long", locale=nudge.client.language), "amount": _amount(duty, nudge),
        "contract": contract_number(ctx.session, nudge.case.id),
    }  # fmt: skip


def _amount(duty: Duty | None, nudge: Nudge) -> str:
    """The exact sum of the row the reminder is about, as the client writes it (ES-10); nothing where none was noted."""
    if duty is None or duty.case_id != nudge.case.id or duty.amount is None:
        return ""
    amount = from_minor(duty.amount, duty.currency).amount
    return spaced(format_currency(amount, duty.currency, locale=nudge.client.language))


def _papers(items: list[ChecklistItem], nudge: Nudge) -> dict[str, Any]:
    return {"papers": [item.name(nudge.client.language) for item in items], "items": items}


ABOUT: dict[str, Callable[[Context, Nudge], dict[str, Any] | None]] = {
    "documents_missing": _missing, "document_expires": _expiring, "payment_due": _payment,
}  # fmt: skip


def _ways(nudge: Nudge) -> list[Via]:
    """The channels that reach this client, in the step's order; the client's own one in the place of OWN."""
    client, found = nudge.client, []
    for name in nudge.reminder.channels.split(","):
        via = OWN.get(client.preferred_channel, Via.PHONE) if name == Via.OWN else Via(name) if name else None
        reach = client.email if via is Via.EMAIL else client.phone
        if via is not None and via not in found and reach:
            found.append(via)
    return found


def _later(ctx: Context, nudge: Nudge) -> tuple[datetime, str] | None:
    """Until when a step waits: the case is on hold, the client was asked for papers today, or it is night there."""
    client, case = nudge.client, nudge.case
    zone = ZoneInfo(client.time_zone)
    if case.status is Status.ON_HOLD and case.held_until_on is not None:
        start = moment_at(case.held_until_on, MORNING, zone)
        return next_allowed(max(start, ctx.now), zone, client.country), HELD
    asked_at = last_asked_at(ctx.session, case.id) if nudge.reminder.letter == "documents_missing" else None
    if asked_at is not None and asked_at > ctx.now - ONE_IS_ENOUGH:
        return next_allowed(asked_at + timedelta(days=1), zone, client.country), "asked_today"
    quiet = next_allowed(ctx.now, zone, client.country)
    return (quiet, "quiet_hours") if quiet > ctx.now else None


def _tell(ctx: Context, nudge: Nudge, text: str) -> None:
    """Give the step to a person: a call to make, now."""
    plan = followups.Plan(f"call.{nudge.reminder.id}", text, 0)
    reminder = followups.schedule(ctx, nudge.case, plan)
    reminder.due_at = ctx.now


def _cancel(ctx: Context, reminder: Reminder, why: str) -> None:
    reminder.state, reminder.cancelled_at, reminder.cancelled_why = ReminderState.CANCELLED, ctx.now, why
    ctx.record("reminder.cancelled", "reminder", reminder.id, case_id=reminder.case_id, why=why)
