"""Work the client's page makes for the advisor: one follow-up each, in the morning where it came at night (ZA-06)."""

from datetime import time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from advisor.domain.outreach.working_days import is_working_day
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.reminder import OPEN, Reminder
from advisor.services import followups
from advisor.services.context import Context
from advisor.services.followups import Plan

MORNING, EVENING = time(9), time(17)


def give_task(ctx: Context, case: Case, key: str, text: str) -> Reminder:
    """Plan it for now within working hours, else for the next working morning at the client's place.

    While a task of the same key is open it is kept, with the newer words: ten files are one task.
    """
    query = select(Reminder).where(Reminder.case_id == case.id, Reminder.plan == key, Reminder.state.in_(OPEN))
    known = ctx.session.scalar(query.limit(1))
    if known is not None:
        known.text = text
        followups.refresh_next_action(ctx, case)
        return known
    client = ctx.session.get_one(Party, case.client_id)
    here = ctx.now.astimezone(ZoneInfo(client.time_zone))
    works = is_working_day(here.date(), client.country) and here.time() < EVENING
    at = max(MORNING, here.time().replace(second=0, microsecond=0)) if works else MORNING
    return followups.schedule(ctx, case, Plan(key, text, 0 if works else 1, at))
