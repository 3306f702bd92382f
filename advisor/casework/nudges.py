"""What the house says to clients by itself: due steps of the plans become a letter, a short message or a call to make.

Each one is looked at again when it rings: is the event still open, may the client be reached, by which channel. One
that cannot be made never holds up the others: a person is told instead.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select

from advisor.casework.nudge_facts import Nudge, about_of
from advisor.domain.outreach.cadence import MORNING, moment_at, next_allowed
from advisor.domain.outreach.contact import Channel as Way
from advisor.domain.outreach.contact import Purpose
from advisor.domain.outreach.plans import TEXTS, Via, family
from advisor.domain.process import Status
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.outbox import Audience, Channel
from advisor.records.party import Party
from advisor.records.reminder import Reminder, ReminderState
from advisor.records.staff import Staff, firm
from advisor.records.wording import wording_of
from advisor.services import followups, guard, post
from advisor.services.context import Context
from advisor.services.language import written_day
from advisor.services.links import make_link
from advisor.services.stopping import stop_url
from advisor.services.wordings import Words, words_of
from advisor.stages.documents.asking.records import count_reminder, last_asked_at

log = logging.getLogger("advisor.casework.nudges")
CANNOT_BE_MADE = N_("A message to the client could not be made: reach the client yourself")
NO_WAY = N_("The client has no phone and no e-mail: find a way to reach the client")
CALL = N_("Call the client")
CALLS = (Via.PHONE, Via.CALL_AND_SMS)
CHANNELS = {
    Via.CALL_AND_SMS: Channel.SMS, Via.SMS: Channel.SMS, Via.MESSENGER: Channel.MESSENGER, Via.EMAIL: Channel.EMAIL,
}  # fmt: skip
OWN = {"phone": Via.PHONE, "sms": Via.SMS, "messenger": Via.MESSENGER, "email": Via.EMAIL}
PURPOSES = {"payment_due": "pre_due_reminder"}
ONE_IS_ENOUGH = timedelta(hours=20)
HELD, GONE = "on_hold", "closed"


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
    about = about_of(ctx, nudge)
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
    """By the first channel that is left, or by a person; call and SMS are both made (CN-28)."""
    ways = _ways(nudge)
    if ways and ways[0] in CALLS:
        called = _call(ctx, nudge)
        if called and ways[0] is Via.PHONE:
            return None
        ways = ways if ways[0] is Via.CALL_AND_SMS else ways[1:]  # who may not be called is written to
    if not ways:
        return _tell(ctx, nudge, NO_WAY)
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
        values["until"] = written_day(link.expires_at, "long", client.language)
    post.to_client(ctx, client, post.Draft(
        reminder.letter, reminder.message_id, values, case_id=case.id, reminder_id=reminder.id,
        message_id=reminder.message_id, purpose=PURPOSES.get(reminder.letter, "service"),
        unsubscribe=stop_url(ctx.session, client, base_url), fallback=",".join(ways[1:]),
    ), CHANNELS[ways[0]])  # fmt: skip
    count_reminder(about.get("items", []), ctx.now, reminder.rung_at)
    ctx.record("reminder.sent", "reminder", reminder.id, case_id=case.id, channel=str(ways[0]), plan=reminder.plan)


def words_now(ctx: Context, nudge: Nudge, base_url: str) -> Words | None:
    """The words in which a step would go out now, without a live link; None where it would be a call or nothing."""
    about, ways = about_of(ctx, nudge), _ways(nudge)
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


def _ways(nudge: Nudge) -> list[Via]:
    """The channels that reach this client, in the step's order; the client's own one in the place of OWN."""
    client, found = nudge.client, []
    for name in nudge.reminder.channels.split(","):
        via = OWN.get(client.preferred_channel, Via.PHONE) if name == Via.OWN else Via(name) if name else None
        if via is Via.PHONE and Via.CALL_AND_SMS in nudge.reminder.channels.split(","):
            via = Via.CALL_AND_SMS
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


def _call(ctx: Context, nudge: Nudge) -> bool:
    """Give a person the call to make, from the next lawful minute on; False where the client may not be called."""
    purpose = Purpose(PURPOSES.get(nudge.reminder.letter, "service"))
    at = guard.next_lawful(ctx.session, nudge.client, Way.CALL, purpose, ctx.now)
    if at is not None:
        _tell(ctx, nudge, TEXTS.get(family(nudge.reminder.plan), (CALL, CALL))[0], at)
    return at is not None


def _tell(ctx: Context, nudge: Nudge, text: str, at: datetime | None = None) -> None:
    """Give the step to a person, now or at a moment."""
    plan = followups.Plan(f"call.{nudge.reminder.id}", text, 0)
    reminder = followups.schedule(ctx, nudge.case, plan)
    reminder.due_at = at or ctx.now
    followups.refresh_next_action(ctx, nudge.case)


def _cancel(ctx: Context, reminder: Reminder, why: str) -> None:
    reminder.state, reminder.cancelled_at, reminder.cancelled_why = ReminderState.CANCELLED, ctx.now, why
    ctx.record("reminder.cancelled", "reminder", reminder.id, case_id=reminder.case_id, why=why)
