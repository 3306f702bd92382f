"""Sealed texts of a party: written and read through one pair of functions."""

from sqlalchemy.orm import Session

from advisor.records.sealed import SealBroken, Shredded, seal, unseal

ERASED = "…"
"""Shown where the person's data was erased."""


def seal_text(session: Session, party_uid: str, place: tuple[str, str, str], text: str) -> bytes | None:
    """Seal a text for `place` = (table, row uid, column); None for an empty text."""
    return seal(session, party_uid, *place, text.strip()) if text.strip() else None


def read_text(session: Session, party_uid: str, place: tuple[str, str, str], envelope: bytes | None) -> str:
    """The text; empty when there is none, an ellipsis when the person's key was erased or the value is damaged."""
    if not envelope:
        return ""
    try:
        return unseal(session, party_uid, *place, envelope)
    except (SealBroken, Shredded, LookupError):
        return ERASED
