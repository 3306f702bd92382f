"""How a person wants to be told, and the address of the own calendar feed: a secret that can be drawn anew."""

import secrets
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.records.staff import Staff
from advisor.records.wish import PostWish
from advisor.services.context import Context


def wish_of(session: Session, staff_id: int) -> PostWish:
    """A person's wishes; the defaults when none were said."""
    return session.get(PostWish, staff_id) or PostWish(staff_id=staff_id)


def wish(ctx: Context, *, at_once: bool, digest_at: str) -> PostWish:
    """Say how one wants to be told. `digest_at` is an hour of one's own clock, "" for no daily letter."""
    if digest_at:
        try:
            time.fromisoformat(digest_at)
        except ValueError as error:
            raise Invalid("digest_at", "not_a_time") from error
    row = _own(ctx)
    row.at_once, row.digest_at = at_once, digest_at
    ctx.record("staff.taste", "staff", ctx.actor.id)
    return row


def new_feed(ctx: Context, base_url: str) -> str:
    """A fresh address of the calendar feed; the one before is dead. The address is kept nowhere."""
    token = secrets.token_urlsafe(24)
    row = _own(ctx)
    row.feed_hash, row.feed_made_at = _hash(token), ctx.now
    ctx.record("staff.feed_made", "staff", ctx.actor.id)
    return f"{base_url}/calendar/{token}.ics"


def end_feed(ctx: Context) -> None:
    """No address opens the calendar any more."""
    row = _own(ctx)
    row.feed_hash = row.feed_made_at = None
    ctx.record("staff.feed_ended", "staff", ctx.actor.id)


def feed_owner(session: Session, token: str) -> Staff:
    """Whose calendar an address shows; NotFound for an unknown or revoked one, and for people who left."""
    query = select(Staff).join(PostWish, PostWish.staff_id == Staff.id)
    staff = session.scalar(query.where(PostWish.feed_hash == _hash(token), Staff.disabled_at.is_(None)))
    if staff is None:
        raise NotFound
    return staff


def digests_due(session: Session, now: datetime) -> list[tuple[PostWish, Staff]]:
    """Whose daily letter is to be written now: the hour has come on their clock, and today's was not written yet.

    A letter that was missed for more than six hours is left out: it would speak of a day that is over.
    """
    query = (
        select(PostWish, Staff).join(Staff, Staff.id == PostWish.staff_id)
        .where(PostWish.digest_at != "", Staff.disabled_at.is_(None)).with_for_update(of=PostWish, skip_locked=True)
    )  # fmt: skip
    found = []
    for row, staff in session.execute(query):
        here = now.astimezone(ZoneInfo(staff.time_zone))
        due = here.replace(hour=int(row.digest_at[:2]), minute=int(row.digest_at[3:]), second=0, microsecond=0)
        if row.digest_on != here.date() and due <= here < due + timedelta(hours=6):
            found.append((row, staff))
    return found


def _own(ctx: Context) -> PostWish:
    if ctx.actor.id is None:
        raise NotFound
    row = ctx.session.get(PostWish, ctx.actor.id)
    if row is None:
        row = PostWish(staff_id=ctx.actor.id)
        ctx.session.add(row)
    return row


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
