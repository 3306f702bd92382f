"""A copy of the person's own data to take along (GDPR art. 15 and 20): plain values and the files, nobody else's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.casework.client_page.thread import thread
from advisor.casework.client_page.view import asked_of, language_of
from advisor.domain.catalogue import BY_CODE
from advisor.records.case import Case
from advisor.records.contact import ContactAttempt
from advisor.records.paper import INNER, Paper
from advisor.records.party import Consent, ConsentRefusal, Identifier, Party, one_person
from advisor.records.sealed import load_party_keys
from advisor.records.staff import firm_day
from advisor.records.upload import Upload
from advisor.services.context import Context
from advisor.services.store import open_store
from advisor.stages.monitoring.debits.records import debits_of


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the copy: its name there, its name in the store, and whose key opens it."""

    name: str
    file_uid: str
    party_uid: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """The copy before it is packed."""

    document: dict[str, Any]
    pieces: tuple[Piece, ...]


def pack(session: Session, client: Party, cases: Sequence[Case], now: datetime) -> Parcel:
    """Read the person's data of these cases (the door has checked whose they are). Sealed numbers stay masked."""
    kin = one_person(session, client.id)
    ids = [case.id for case in cases]
    papers = list(session.scalars(
        select(Paper).where(
            Paper.case_id.in_(ids), Paper.party_id.in_(kin), Paper.file_uid != "", Paper.kind.not_in(INNER)
        ).order_by(Paper.id)
    ))  # fmt: skip
    uploads = list(session.scalars(
        select(Upload).where(Upload.case_id.in_(ids), Upload.party_id.in_(kin), Upload.removed_at.is_(None))
        .order_by(Upload.id)
    ))  # fmt: skip
    uids = load_party_keys(session, kin)
    document = {
        "made_at": now.isoformat(), "person": _person(session, client, kin),
        "cases": [_case(session, case, client, now) for case in cases],
        "contacts": list(_contacts(session, kin, ids)),
    }  # fmt: skip
    pieces = [Piece(f"papers/{row.number}.pdf", row.file_uid, uids[row.party_id]) for row in papers]
    pieces += [Piece(f"sent/{row.id}-{row.file_name}", row.file_uid, uids[row.party_id]) for row in uploads]
    return Parcel(document, tuple(pieces))


def note_export(ctx: Context, client: Party, pieces: int) -> None:
    """Write into the trail that the copy was taken, before its first byte goes out."""
    ctx.record("client.exported", "party", client.id, party_id=client.id, files=pieces)


def read_piece(session: Session, piece: Piece) -> Iterator[bytes]:
    """The plain bytes of one file in chunks."""
    return open_store(session).open(piece.file_uid, piece.party_uid)


def _person(session: Session, client: Party, kin: frozenset[int]) -> dict[str, Any]:
    consents = session.scalars(select(Consent).where(Consent.party_id.in_(kin)).order_by(Consent.id))
    refusals = session.scalars(
        select(ConsentRefusal).where(ConsentRefusal.party_id.in_(kin)).order_by(ConsentRefusal.id)
    )
    numbers = session.scalars(select(Identifier).where(Identifier.party_id.in_(kin)).order_by(Identifier.id))
    return {
        "name": client.name, "born_on": client.birth_on.isoformat() if client.birth_on else None,
        "email": client.email, "phones": [p for p in (client.phone, client.phone_more) if p],
        "address": client.address, "city": client.city, "country": client.country, "language": client.language,
        "time_zone": client.time_zone, "channel": client.preferred_channel,
        "hours": [client.reach_from, client.reach_to],
        "numbers": [{"kind": row.kind, "masked": row.masked} for row in numbers],
        "consents": [{**_answered(row), "given_at": row.given_at.isoformat()} for row in consents],
        "refused_consents": [{**_answered(row), "refused_at": row.refused_at.isoformat()} for row in refusals],
    }  # fmt: skip


def _answered(row: Consent | ConsentRefusal) -> dict[str, Any]:
    """What was said to a consent, the moment of it apart."""
    return {
        "purpose": row.purpose, "channel": row.channel, "wording": row.wording_version,
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
    }  # fmt: skip


def _case(session: Session, case: Case, client: Party, now: datetime) -> dict[str, Any]:
    product = BY_CODE.get(case.product)
    return {
        "number": case.number, "product": product.title if product else case.product, "amount_minor": case.amount,
        "currency": case.currency, "purpose": case.purpose, "stage": case.stage, "status": case.status,
        "opened_at": case.opened_at.isoformat(), "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "asked": [
            {"paper": asked.name, "state": asked.state, "reason": asked.reason, "note": asked.note}
            for asked in asked_of(session, case, client, firm_day(session, now), language_of(client))
        ],
        "messages": [
            {"at": said.at.isoformat(), "from": said.name, "text": said.text}
            for said in thread(session, case.id, client)
        ],
        "debit_authorisations": [
            {"payee": row.payee, "signed_on": row.signed_on.isoformat(), "from_on": row.from_on.isoformat(),
             "to_on": row.to_on.isoformat() if row.to_on else None}
            for row in (debits_of(session, case.id) if case.client_id == client.id else ())
        ],
    }  # fmt: skip


def _contacts(session: Session, kin: frozenset[int], case_ids: list[int]) -> Iterator[dict[str, Any]]:
    query = select(ContactAttempt).where(ContactAttempt.party_id.in_(kin), ContactAttempt.case_id.in_(case_ids))
    for row in session.scalars(query.order_by(ContactAttempt.id)):
        yield {
            "at": row.at.isoformat(), "channel": row.channel, "outgoing": row.outgoing, "result": row.result,
            "payment": {
                "how": row.pay_how, "money_there": row.pay_ready, "enough": row.pay_enough,
                "at": row.pay_at.isoformat() if row.pay_at else None,
            } if row.pay_how else None,
        }  # fmt: skip
