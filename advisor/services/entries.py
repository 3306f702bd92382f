"""Letting a client in: a device that gave the right one-time code stays in for half a day, until it leaves."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from advisor.records.client_device import ClientDevice, device_by_hash
from advisor.records.link import Link
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.links import token_hash

LIFE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)


def let_in(ctx: Context, link: Link, party: Party) -> str:
    """Let a device in for a person and give the token its cookie holds; the entry is in the trail."""
    token = secrets.token_urlsafe(32)
    device = ClientDevice(
        link_id=link.id, party_id=party.id, token_hash=token_hash(token), entered_at=ctx.now, seen_at=ctx.now,
        expires_at=ctx.now + LIFE,
    )  # fmt: skip
    ctx.session.add(device)
    ctx.record("client.entered", "link", link.id, case_id=link.case_id, party_id=party.id)
    return token


def device_of(session: Session, token: str, party_id: int, now: datetime) -> ClientDevice | None:
    """The device of a cookie, while it may still come in for this person."""
    if not 16 <= len(token) <= 64 or not token.isascii():
        return None
    device = device_by_hash(session, token_hash(token))
    if device is None or device.party_id != party_id or device.ended_at is not None or device.expires_at <= now:
        return None
    return device


def leave(ctx: Context, device_id: int) -> None:
    """End a device's stay: its cookie, and every copy of it, opens nothing any more."""
    device = ctx.session.get_one(ClientDevice, device_id)
    if device.ended_at is None:
        device.ended_at = ctx.now
        ctx.record("client.left", "link", device.link_id, party_id=device.party_id)
