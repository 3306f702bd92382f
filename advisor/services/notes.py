"""Sealed texts of a party: written and read through one pair of functions."""

from collections.abc import Iterator

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from advisor.records.party import Merge, Party
from advisor.records.sealed import SealBroken, Shredded, seal, unseal

ERASED = "…"
"""Shown where the person's data was erased."""
_KIN = "merged_uids"  # session.info: party uid -> uids of those ever merged with it


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_soft_rollback")
def _forget_kin(session: Session, _previous: object = None) -> None:
    """Who is one with whom is known for one transaction, as the keys are."""
    session.info.pop(_KIN, None)


def seal_text(session: Session, party_uid: str, place: tuple[str, str, str], text: str) -> bytes | None:
    """Seal a text for `place` = (table, row uid, column); None for an empty text."""
    return seal(session, party_uid, *place, text.strip()) if text.strip() else None


def read_text(session: Session, party_uid: str, place: tuple[str, str, str], envelope: bytes | None) -> str:
    """The text; empty when there is none, an ellipsis when the person's key was erased or the value is damaged.

    A case changes its client by a merge, what was sealed before it does not: such a text opens with the key of the
    party it was sealed for.
    """
    if not envelope:
        return ""
    try:
        return unseal(session, party_uid, *place, envelope)
    except SealBroken:
        return next(_opened(session, party_uid, place, envelope), ERASED)
    except (Shredded, LookupError):
        return ERASED


def _opened(session: Session, party_uid: str, place: tuple[str, str, str], envelope: bytes) -> Iterator[str]:
    """The text by the keys of those who were ever one with this party; nothing when none of them fits."""
    for uid in _once_one(session, party_uid):
        try:
            yield unseal(session, uid, *place, envelope)
        except (SealBroken, Shredded):
            continue


def _once_one(session: Session, party_uid: str) -> list[str]:
    """Uids of all parties ever merged with this one, directly or through others, the taken back merges included."""
    known: dict[str, list[str]] = session.info.setdefault(_KIN, {})
    if party_uid not in known:
        found, grown = {session.scalar(select(Party.id).where(Party.uid == party_uid))}, 0
        while len(found) != grown:
            grown = len(found)
            pairs = select(Merge.kept_id, Merge.gone_id).where(Merge.kept_id.in_(found) | Merge.gone_id.in_(found))
            found |= {side for pair in session.execute(pairs) for side in pair}
        others = select(Party.uid).where(Party.id.in_(found), Party.uid != party_uid)
        known[party_uid] = list(session.scalars(others.order_by(Party.id)))
    return known[party_uid]
