"""One-time codes for clients: six digits in a letter, ten minutes, five tries, kept only as a keyed hash.

A person gets at most six codes an hour; ten wrong ones in a quarter of an hour close the door for as long.
"""

import hmac
import secrets
from datetime import timedelta

from advisor.domain.errors import Invalid, TooManyTries
from advisor.records.link import Link
from advisor.records.outbox import Channel
from advisor.records.party import Party
from advisor.records.sealed import blind_index
from advisor.services import brakes
from advisor.services.context import Context
from advisor.services.post import Draft, to_client

LIFE = timedelta(minutes=10)
TRIES = 5
PAUSE = timedelta(minutes=1)
SENT = brakes.Limit(6, timedelta(hours=1), timedelta(hours=1))
WRONG = brakes.Limit(10)


def send_code(ctx: Context, link: Link, client: Party, firm: str, *, by_email: bool = False) -> None:
    """Send a fresh code to the client of a link; an older one is dead. `by_email`: not by SMS this time.

    TooManyTries within a minute of the last, after six in an hour and after too many wrong ones.
    """
    if link.code_expires_at is not None and link.code_expires_at - LIFE + PAUSE > ctx.now:
        raise TooManyTries(int((link.code_expires_at - LIFE + PAUSE - ctx.now).total_seconds()) + 1)
    sent, wrong = f"codes:{link.party_id}", f"code:{link.party_id}"
    brakes.check(ctx.session, ctx.now, sent, wrong)
    code = f"{secrets.randbelow(10**6):06d}"
    link.code_hash, link.code_expires_at, link.code_tries = _hash(ctx, link, code), ctx.now + LIFE, 0
    channel = Channel.EMAIL if by_email and client.email else channel_of(client)
    to_client(ctx, client, Draft("code", f"code.{link.id}.{secrets.token_hex(6)}", {"code": code, "firm": firm},
                                 case_id=link.case_id), channel)  # fmt: skip
    brakes.wrong_try(ctx.session, ctx.now, sent, SENT)
    ctx.record("code.sent", "link", link.id, case_id=link.case_id, party_id=link.party_id)


def channel_of(client: Party) -> Channel:
    """How codes reach a person: by SMS where that is the wish or there is no e-mail address, else by e-mail."""
    by_phone = client.preferred_channel == "sms" or not client.email
    return Channel.SMS if by_phone and client.phone else Channel.EMAIL


def where_to(client: Party) -> str:
    """The address codes go to, hidden but for what its owner recognises; empty when there is none."""
    if channel_of(client) is Channel.SMS:
        return f"••• ••• {client.phone[-3:]}"
    name, _at, host = client.email.partition("@")
    return f"{name[:1]}•••@{host}" if host else ""


def code_fits(ctx: Context, link: Link, code: str) -> bool:
    """Try a code: every try counts, whether it fits or not; the right one is used up. The caller commits a False too.

    Raises Invalid('code', 'over') when no code is out or its time or tries are up, TooManyTries while the brake holds.
    """
    key = f"code:{link.party_id}"
    brakes.check(ctx.session, ctx.now, key)
    if not link.code_hash or link.code_expires_at is None or link.code_expires_at < ctx.now:
        raise Invalid("code", "code_over")
    if link.code_tries >= TRIES:
        raise Invalid("code", "code_over")
    link.code_tries += 1
    if not hmac.compare_digest(link.code_hash, _hash(ctx, link, "".join(code.split()))):
        brakes.wrong_try(ctx.session, ctx.now, key, WRONG)
        ctx.record("code.wrong", "link", link.id, case_id=link.case_id, party_id=link.party_id, tries=link.code_tries)
        return False
    link.code_hash, link.code_expires_at = "", None
    brakes.release(ctx.session, key)
    return True


def _hash(ctx: Context, link: Link, code: str) -> str:
    return blind_index(ctx.session, f"code {link.id}", code).hex()
