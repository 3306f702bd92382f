"""Client links: a random token in an address, kept only as a hash, for one person, for two weeks, revocable."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from advisor.domain.errors import NotFound
from advisor.records.case import Case, CaseParty
from advisor.records.client_device import ClientDevice
from advisor.records.link import Link, LinkPurpose, link_by_hash
from advisor.records.party import Party
from advisor.services.context import Context

LIFETIME = timedelta(days=14)
TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Opened:
    """What a token opened: its link, the person it is for (after a merge: who survived), and that person's cases."""

    link: Link
    party: Party
    cases: tuple[Case, ...]


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
    link = link_of_token(session, token)
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise NotFound
    return link


def link_of_token(session: Session, token: str) -> Link | None:
    """The client link of a token whatever its state; None when there never was one."""
    if not 16 <= len(token) <= 64 or not token.isascii():
        return None
    return link_by_hash(session, token_hash(token), LinkPurpose.CLIENT_PAGE)


def open_page(session: Session, token: str, now: datetime) -> Opened:
    """The link, its person and the cases that person may see; NotFound when there is nothing to open.

    A person sees the cases he is the client of, and the link's own case while he takes part in it.
    """
    link = open_link(session, token, now)
    party = session.get(Party, link.party_id) if link.party_id else None
    while party is not None and party.merged_into_id is not None:
        party = session.get(Party, party.merged_into_id)
    if party is None or party.erased_at is not None:
        raise NotFound
    takes_part = select(CaseParty.case_id).where(
        CaseParty.case_id == link.case_id, CaseParty.party_id == party.id, CaseParty.to_on.is_(None)
    )
    mine = or_(Case.client_id == party.id, and_(Case.id == link.case_id, Case.id.in_(takes_part)))
    cases = tuple(session.scalars(select(Case).where(mine).order_by(Case.id.desc())))
    if not cases:
        raise NotFound
    return Opened(link, party, cases)


def revoke_link(ctx: Context, case: Case, link_id: int) -> Link:
    """End a link of this case, and whoever came in through it, at once; NotFound when it is not of this case."""
    link = ctx.session.get(Link, link_id)
    if link is None or link.case_id != case.id or link.purpose is not LinkPurpose.CLIENT_PAGE:
        raise NotFound
    if link.revoked_at is None:
        link.revoked_at = ctx.now
        running = select(ClientDevice).where(ClientDevice.link_id == link.id, ClientDevice.ended_at.is_(None))
        for device in ctx.session.scalars(running):
            device.ended_at = ctx.now
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
