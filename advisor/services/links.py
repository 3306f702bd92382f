"""Client links: a random token in an address, kept only as a hash, for one person, for two weeks, revocable."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain.errors import NotFound
from advisor.records.case import Case
from advisor.records.link import Link, LinkPurpose, link_by_hash
from advisor.records.party import Party
from advisor.services.context import Context

LIFETIME = timedelta(days=14)
TOKEN_BYTES = 16


def new_token() -> str:
    """A random 128-bit token for an address (22 characters)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def client_url(base_url: str, token: str) -> str:
    """The address a token belongs into."""
    return f"{base_url}/c/{token}"


def make_link(ctx: Context, case: Case, party: Party, base_url: str = "", token: str = "") -> tuple[Link, str]:
    """A new link to the client page of a case, and its address; the token itself is kept nowhere.

    A token that is already printed (a QR code) may be given; it must come from `new_token`.
    """
    token = token or new_token()
    link = Link(
        purpose=LinkPurpose.CLIENT_PAGE, token_hash=token_hash(token), case_id=case.id, party_id=party.id,
        created_by=ctx.actor.id, created_at=ctx.now, expires_at=ctx.now + LIFETIME,
    )  # fmt: skip
    ctx.session.add(link)
    ctx.session.flush()
    ctx.record("link.made", "link", link.id, case_id=case.id, party_id=party.id)
    return link, client_url(base_url, token)


def open_link(session: Session, token: str, now: datetime) -> Link:
    """The running link of a token; NotFound when it is unknown, expired or revoked: the three look the same."""
    if not 16 <= len(token) <= 64 or not token.isascii():
        raise NotFound
    link = link_by_hash(session, token_hash(token), LinkPurpose.CLIENT_PAGE)
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise NotFound
    return link


def revoke_link(ctx: Context, case: Case, link_id: int) -> Link:
    """End a link of this case at once; NotFound when it is not of this case."""
    link = ctx.session.get(Link, link_id)
    if link is None or link.case_id != case.id or link.purpose is not LinkPurpose.CLIENT_PAGE:
        raise NotFound
    if link.revoked_at is None:
        link.revoked_at = ctx.now
        ctx.record("link.revoked", "link", link.id, case_id=case.id, party_id=link.party_id)
    return link


def running_links(session: Session, case_id: int, now: datetime) -> list[Link]:
    """The links of a case that open today, newest first."""
    query = select(Link).where(
        Link.case_id == case_id, Link.purpose == LinkPurpose.CLIENT_PAGE, Link.revoked_at.is_(None),
        Link.expires_at > now,
    )  # fmt: skip
    return list(session.scalars(query.order_by(Link.id.desc())))


def token_hash(token: str) -> str:
    """What is kept of a token. It is random enough that a plain SHA-256 cannot be turned back."""
    return sha256(token.encode()).hexdigest()
