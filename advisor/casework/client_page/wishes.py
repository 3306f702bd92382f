"""What a client decides alone: how and when to be reached, which consents still hold, and to ask for a later date."""

import re
from dataclasses import dataclass
from datetime import date

from advisor.casework import withdrawing
from advisor.casework.client_page.tasks import give_task
from advisor.casework.client_page.thread import TASKS, first_time
from advisor.casework.client_page.view import language_of
from advisor.casework.client_page.words import CONSENT_GONE, LATER_DATE, LATER_WISH
from advisor.domain.errors import Invalid, NotFound
from advisor.records.case import Case
from advisor.records.party import Consent, ConsentPurpose, Party, one_person
from advisor.services.context import Context
from advisor.services.language import LANGUAGES, say, written_day
from advisor.services.messages import leave_message
from advisor.services.rows import coming_day
from advisor.services.rows import words as text_of

CHANNELS = ("phone", "email", "sms")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants to be reached: channel, language, and between which hours ("09:00"; empty: any)."""

    channel: str
    language: str
    reach_from: str = ""
    reach_to: str = ""


def change_wishes(ctx: Context, client: Party, wishes: Wishes) -> Party:
    """Keep the wishes on the person's card; the trail has before and after. Invalid for what is no hour or choice."""
    if wishes.channel not in CHANNELS:
        raise Invalid("channel", "unknown")
    if wishes.language not in LANGUAGES:
        raise Invalid("language", "unknown")
    for name in ("reach_from", "reach_to"):
        hour = getattr(wishes, name)
        if hour and not _HOUR.fullmatch(hour):
            raise Invalid(name, "out_of_range")
    if wishes.reach_from and wishes.reach_to and wishes.reach_from >= wishes.reach_to:
        raise Invalid("reach_to", "before_start")
    client.preferred_channel, client.language = wishes.channel, wishes.language
    client.reach_from, client.reach_to = wishes.reach_from, wishes.reach_to
    ctx.record("client.wishes", "party", client.id, party_id=client.id)
    return client


def withdraw(ctx: Context, case: Case, client: Party, consent_id: int) -> None:
    """Withdraw one of the person's own consents; the advisor gets a task. NotFound for anybody else's."""
    consent = ctx.session.get(Consent, consent_id)
    if consent is None or consent.party_id not in one_person(ctx.session, client.id):
        raise NotFound
    if consent.purpose is ConsentPurpose.PRIVACY_NOTICE:
        raise NotFound  # the notice was given; there is nothing to take back
    if consent.withdrawn_at is None:
        withdrawing.withdraw(ctx, consent, "portal")
        give_task(ctx, case, f"client.consent.{consent.id}", CONSENT_GONE)


def ask_later(ctx: Context, case: Case, client: Party, day: date, reason: str) -> None:
    """Ask for a later date: a message in the conversation and a task for the advisor in the morning (ZA-06)."""
    coming_day(ctx, "day", day)
    if (day - ctx.today).days > 366:
        raise Invalid("day", "too_far")
    language = language_of(client)
    wish = say(language, LATER_WISH, day=written_day(day, "long", language))
    text = f"{wish}\n{text_of('reason', reason, 2000, needed=False)}".strip()
    if first_time(ctx, f"later {client.id} {case.id}", text):
        leave_message(ctx, case, client, text, from_client=True)
        give_task(ctx, case, TASKS[1], LATER_DATE)
        ctx.record("client.asked_later", "case", case.id, case_id=case.id, party_id=client.id, day=day.isoformat())
