"""What a contract is printed from beside the engagement: the client's own lines and the offer it goes back to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.records.case import Case
from advisor.records.paper import Paper, PaperKind, newest_paper
from advisor.records.paper_source import PaperSource
from advisor.records.party import Identifier, Party
from advisor.records.reading import once_a_view

SHOWN = ("pesel", "nip", "krs", "regon", "inn", "snils", "id_card")
"""Identifiers a contract names, masked: enough to tell two people apart, too little to misuse."""


@once_a_view
def client_lines(session: Session, client: Party) -> tuple[str, ...]:
    """Address and masked identifiers of the client."""
    query = select(Identifier.kind, Identifier.masked).where(Identifier.party_id == client.id)
    masked = {row.kind.lower(): row.masked for row in session.execute(query)}
    lines = [*client.address.splitlines(), client.city if client.city not in client.address else ""]
    lines += [f"{kind.upper().replace('_', ' ')} {masked[kind]}" for kind in SHOWN if kind in masked]
    return tuple(line.strip() for line in lines if line.strip())


def offer_number(session: Session, case: Case) -> str:
    """The number of the newest offer on paper; empty when none was issued."""
    paper = newest_paper(session, case.id, PaperKind.OFFER)
    return paper.number if paper else ""


def source_of(session: Session, paper: Paper | None) -> PaperSource | None:
    """What a paper was printed from."""
    return session.get(PaperSource, paper.id) if paper else None
