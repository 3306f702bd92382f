"""What the trail proves about one case: which entries tell of it, and whether each is as it was written."""

from dataclasses import dataclass

from sqlalchemy import and_, not_, select
from sqlalchemy.orm import Session

from advisor.records.paper import INNER, Paper
from advisor.records.sealed import keyring
from advisor.records.trail import ENTRIES
from advisor.services.verification import fetch, holds


@dataclass(frozen=True, slots=True)
class CaseProof:
    """First and last entry about the case, how many, the last one's seal, and those that are not as written."""

    first: int = 0
    last: int = 0
    entries: int = 0
    seal: str = ""
    broken: tuple[int, ...] = ()


def proof_of(session: Session, case_id: int) -> CaseProof:
    """Compare every entry about a case with its seal; the issuing of inner papers is left out, or each would differ.

    An entry that cannot be read raises what the ledger raises: `advisor audit verify` names it.
    """
    inner = select(Paper.id).where(Paper.case_id == case_id, Paper.kind.in_(INNER))
    issued = and_(ENTRIES.c.verb == "paper.issued", ENTRIES.c.subject_id.in_(inner))
    about = and_(ENTRIES.c.case_id == case_id, not_(issued))
    proof, ring = CaseProof(), keyring(session)
    while batch := list(fetch(session, and_(about, ENTRIES.c.seq > proof.last))):
        broken = tuple(entry["seq"] for entry in batch if not holds(ring, entry))
        proof = CaseProof(proof.first or batch[0]["seq"], batch[-1]["seq"], proof.entries + len(batch),
                          batch[-1]["hash"], proof.broken + broken)  # fmt: skip
    return proof
