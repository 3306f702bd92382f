"""The client's page as the firm sees it: is there a way in, when was it last used, what waits for an answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from advisor.records.base import Instant
from advisor.records.case import Case
from advisor.records.client_device import ClientDevice
from advisor.records.contact import Message
from advisor.records.link import Link, LinkPurpose
from advisor.records.together import CASE
from advisor.services.context import Context
from advisor.services.links import revoke_link, running_links


@dataclass(frozen=True, slots=True)
class DoorState:
    """Until when the newest link works (None: none does), the last look through the door, questions nobody read."""

    until_at: datetime | None
    seen_at: datetime | None
    unread: int


_MINE = (Link.case_id == CASE, Link.purpose == LinkPurpose.CLIENT_PAGE)
_UNTIL = select(func.max(Link.expires_at)).where(
    *_MINE, Link.revoked_at.is_(None), Link.expires_at > bindparam("now", type_=Instant)
)
_SEEN = select(func.max(ClientDevice.seen_at)).join(Link, Link.id == ClientDevice.link_id).where(*_MINE)
_UNREAD = select(func.count()).where(Message.case_id == CASE, Message.from_client.is_(True), Message.read_at.is_(None))
_STATE = select(_UNTIL.scalar_subquery(), _SEEN.scalar_subquery(), _UNREAD.scalar_subquery())


def door_state(session: Session, case_id: int, now: datetime) -> DoorState:
    """One statement."""
    until_at, seen_at, unread = session.execute(_STATE, {"case_id": case_id, "now": now}).one()
    return DoorState(until_at, seen_at, unread or 0)


def close_door(ctx: Context, case: Case) -> int:
    """Revoke every running link of a case; whoever came in through them is out. Gives how many."""
    links = running_links(ctx.session, case.id, ctx.now)
    for link in links:
        revoke_link(ctx, case, link.id)
    return len(links)
