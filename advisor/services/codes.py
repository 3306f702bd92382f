"""One-time codes for clients: six digits by mail, ten minutes, five tries, kept only as a keyed hash."""

import hmac
import secrets
from datetime import timedelta

from advisor.domain.errors import Invalid, TooManyTries
from advisor.records.link import Link
from advisor.records.party import Party
from advisor.records.sealed import blind_index
from advisor.services.context import Context
from advisor.services.post import Draft, to_client

LIFE = timedelta(minutes=10)
TRIES = 5
PAUSE = timedelta(minutes=1)


def send_code(ctx: Context, link: Link, client: Party, firm: str) -> None:
    """Send a fresh code to the client of a link; an older one is dead. TooManyTries within a minute of the last."""
    if link.code_expires_at is not None and link.code_expires_at - LIFE + PAUSE > ctx.now:
        raise TooManyTries(int((link.code_expires_at - LIFE + PAUSE - ctx.now).total_seconds()) + 1)
    code = f"{secrets.randbelow(10**6):06d}"
    link.code_hash, link.code_expires_at, link.code_tries = _hash(ctx, link, code), ctx.now + LIFE, 0
    to_client(ctx, client, Draft("code", f"code.{link.id}.{secrets.token_hex(6)}", {"code": code, "firm": firm},
                                 case_id=link.case_id))  # fmt: skip
    ctx.record("code.sent", "link", link.id, case_id=link.case_id, party_id=link.party_id)


def code_fits(ctx: Context, link: Link, code: str) -> bool:
    """Try a code: every try counts, whether it fits or not; the right one is used up. The caller commits a False too.

    Raises Invalid('code', 'over') when no code is out or its time or tries are up.
    """
    if not link.code_hash or link.code_expires_at is None or link.code_expires_at < ctx.now:
        raise Invalid("code", "code_over")
    if link.code_tries >= TRIES:
        raise Invalid("code", "code_over")
    link.code_tries += 1
    if not hmac.compare_digest(link.code_hash, _hash(ctx, link, "".join(code.split()))):
        return False
    link.code_hash, link.code_expires_at = "", None
    return True


def _hash(ctx: Context, link: Link, code: str) -> str:
    return blind_index(ctx.session, f"code {link.id}", code).hex()
