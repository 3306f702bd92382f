"""The daily letter: what is overdue and what is for today, at the hour the person chose, once a day."""

from zoneinfo import ZoneInfo

from advisor.casework.today import Due, today_list
from advisor.domain.words import N_
from advisor.records.staff import Staff
from advisor.services import post
from advisor.services.context import Context
from advisor.services.language import say, written_day
from advisor.services.wishes import digests_due

OVERDUE, TODAY = N_("Overdue"), N_("Today")


def write_digests(ctx: Context, base_url: str) -> int:
    """Write every daily letter whose hour has come; give how many. Nothing to tell is no letter, too."""
    written = 0
    for wish, staff in digests_due(ctx.session, ctx.now):
        zone = ZoneInfo(staff.time_zone)
        wish.digest_on = ctx.now.astimezone(zone).date()
        lines = _lines(ctx, staff, zone)
        if lines:
            day = written_day(wish.digest_on, "full", staff.language)
            values = {"day": day, "lines": lines, "url": f"{base_url}/today"}
            key = f"digest.{staff.id}.{wish.digest_on.isoformat()}"
            post.to_staff(ctx, staff, post.Draft("digest", key, values, unsubscribe=f"{base_url}/account"))
            written += 1
    return written


def _lines(ctx: Context, staff: Staff, zone: ZoneInfo) -> str:
    found = today_list(ctx.session, staff.actor(), ctx.now, zone)
    parts = []
    for title, rows in ((OVERDUE, found.overdue), (TODAY, found.today)):
        if rows:
            parts.append(say(staff.language, title) + "\n" + "\n".join(_line(row, staff, zone) for row in rows))
    return "\n\n".join(parts)


def _line(row: Due, staff: Staff, zone: ZoneInfo) -> str:
    text = row.text if row.plan == "free" else say(staff.language, row.text)
    return f"- {row.due_at.astimezone(zone):%H:%M} {row.name}, {row.number}: {text}"
