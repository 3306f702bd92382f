"""Search over everything: part of a name, phone in any format, case number, reference, identifier, clerk.

Everybody on staff may find any client and sees a minimal card; the file itself opens by rights (SPEC A0).
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, CompoundSelect, Select, or_, select
from sqlalchemy.orm import Session

from advisor.domain.folding import digits, fold, like, phone_tail
from advisor.domain.process import StageKey, Status
from advisor.records.case import Case
from advisor.records.institution import Institution, InstitutionPerson
from advisor.records.party import Identifier, Party
from advisor.records.sealed import blind_index
from advisor.records.staff import Staff
from advisor.records.submission import Submission

LIMIT = 20
IDENTIFIER_KINDS = ("pesel", "nip", "regon", "krs", "inn", "snils", "iban", "id_card", "ogrn")


@dataclass(frozen=True, slots=True)
class Hit:
    """A minimal card: name, case number, stage, owner. Nothing else leaves before the rights are asked."""

    party_id: int
    name: str
    case_id: int | None
    number: str
    stage: StageKey | None
    status: Status | None
    owner_id: int | None
    owner_name: str
    team_id: int | None


@dataclass(frozen=True, slots=True)
class Clerk:
    """A clerk or an institution that calls back."""

    institution: str
    name: str
    phone: str


def find(session: Session, text: str) -> tuple[Hit, ...]:
    """The best hits for what somebody typed; two statements at most. Nothing for fewer than two characters."""
    folded, number = fold(text[:200]), digits(text[:200])
    if len(folded) < 2:
        return ()
    parties = select(Party.id).where(or_(*_ways(session, text, folded, number)), Party.merged_into_id.is_(None))
    query = (
        select(Party.id, Party.name, Case.id, Case.number, Case.stage, Case.status, Case.owner_id, Staff.name,
               Case.team_id)
        .outerjoin(Case, Case.client_id == Party.id).outerjoin(Staff, Staff.id == Case.owner_id)
        .where(or_(Party.id.in_(parties.limit(LIMIT)), Case.id.in_(_cases(text, number))))
        .order_by(Party.name, Case.id.desc()).limit(2 * LIMIT)
    )  # fmt: skip
    return tuple(Hit(*row[:7], row[7] or "", row[8]) for row in session.execute(query))


def _ways(session: Session, text: str, folded: str, number: str) -> list[ColumnElement[bool]]:
    ways: list[ColumnElement[bool]] = [Party.search_text.like(like(folded), escape="\\")]
    if len(number) >= 5:
        ways.append(Party.search_text.like(like(phone_tail(number)), escape="\\"))
    if len(number) >= 9 or (len(folded) >= 6 and any(c.isdigit() for c in folded)):
        compact = "".join(c for c in text.upper() if c.isalnum())
        marks = [blind_index(session, kind, compact) for kind in IDENTIFIER_KINDS]
        ways.append(Party.id.in_(select(Identifier.party_id).where(Identifier.blind_index.in_(marks))))
    return ways


def _cases(text: str, number: str) -> Select[int] | CompoundSelect[int]:
    wanted = text.strip()
    ways = [Case.number == wanted]
    if 3 <= len(number) <= 6 and number == wanted:
        ways.append(Case.number.like(f"%-{int(number):06d}"))
    references = select(Submission.case_id).where(Submission.reference == wanted) if wanted else None
    by_number = select(Case.id).where(or_(*ways))
    return by_number.union(references) if references is not None else by_number


def clerks(session: Session, text: str) -> tuple[Clerk, ...]:
    """Clerks and institutions whose name or phone holds the text: the bank calls back."""
    folded, number = fold(text[:200]), digits(text[:200])
    if len(folded) < 2:
        return ()
    ways = [
        InstitutionPerson.search_text.like(like(folded), escape="\\"),
        Institution.search_text.like(like(folded), escape="\\"),
    ]
    if len(number) >= 5:
        ways.append(InstitutionPerson.search_text.like(like(phone_tail(number)), escape="\\"))
    query = (
        select(Institution.name, InstitutionPerson.name, InstitutionPerson.phone)
        .join(InstitutionPerson, InstitutionPerson.institution_id == Institution.id, isouter=True)
        .where(or_(*ways)).order_by(Institution.name).limit(LIMIT)
    )  # fmt: skip
    return tuple(Clerk(row[0], row[1] or "", row[2] or "") for row in session.execute(query))
