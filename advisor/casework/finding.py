"""Search over everything: part of a name, phone in any format, part of a case number, reference, identifier, clerk.

Everybody on staff may find any client and sees a minimal card; the file itself opens by rights (SPEC A0).
"""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, union
from sqlalchemy.orm import Session

from advisor.domain.folding import digits, fold, like, patterns
from advisor.domain.process import StageKey, Status
from advisor.records.case import Case, CaseParty, Counter
from advisor.records.institution import Institution, InstitutionPerson
from advisor.records.party import Identifier, Party
from advisor.records.sealed import blind_index
from advisor.records.staff import Staff
from advisor.records.submission import Submission

LIMIT = 20
PART = re.compile(r"(?:(\d{4})\s?[-/]\s?(\d{0,6})|[-/]?(\d{3,6}))", re.ASCII)
"""Part of a case number: a year with or without the first running digits, or the running number in any year."""
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
    """The best hits for what somebody typed; one statement. Nothing for fewer than two characters."""
    text = text[:200]
    folded, number = fold(text), digits(text)
    if len(folded) < 2:
        return ()
    pairs = union(*_by_party(session, text, folded, number), _by_case(text.strip())).subquery()
    query = (
        select(Party.id, Party.name, Case.id, Case.number, Case.stage, Case.status, Case.owner_id, Staff.name,
               Case.team_id)
        .select_from(pairs).join(Party, Party.id == pairs.c.party_id)
        .outerjoin(Case, Case.id == pairs.c.case_id).outerjoin(Staff, Staff.id == Case.owner_id)
        .order_by(Party.name, Case.id.desc()).limit(2 * LIMIT)
    )  # fmt: skip
    hits = [Hit(*row[:7], row[7] or "", row[8]) for row in session.execute(query)]
    with_case = {hit.party_id for hit in hits if hit.case_id}
    return tuple(hit for hit in hits if hit.case_id or hit.party_id not in with_case)


def _by_party(session: Session, text: str, folded: str, number: str) -> tuple[Select[*tuple[Any, ...]], ...]:
    """Parties that fit with their own cases, and with those in which they are spouse, guarantor or applicant.

    One branch per index, for no engine walks two indexes through an OR.
    """
    ways = [Party.search_text.like(pattern, escape="\\") for pattern in patterns(text)]
    found = [select(Party.id).where(or_(*ways)).limit(2 * LIMIT).subquery()]
    if len(number) >= 9 or (len(folded) >= 6 and any(c.isdigit() for c in folded)):
        compact = "".join(c for c in text.upper() if c.isalnum())
        marks = [blind_index(session, kind, compact) for kind in IDENTIFIER_KINDS]
        marked = select(Identifier.party_id.label("id")).where(Identifier.blind_index.in_(marks))
        found.append(marked.limit(LIMIT).subquery())
    ids = union(*(select(part.c.id) for part in found)).cte("found_people")
    clients = (
        select(Party.id.label("party_id"), Case.id.label("case_id")).select_from(ids)
        .join(Party, and_(Party.id == ids.c.id, Party.merged_into_id.is_(None)))
        .outerjoin(Case, Case.client_id == Party.id)
    )  # fmt: skip
    others = select(CaseParty.party_id, CaseParty.case_id).join(ids, ids.c.id == CaseParty.party_id)
    return clients, others.where(CaseParty.to_on.is_(None))


def _by_case(wanted: str) -> Select[*tuple[Any, ...]]:
    """Cases with this number or part of one, or with this reference of an institution."""
    ways: list[Select[*tuple[Any, ...]]] = [
        select(Case.id).where(Case.number == wanted),
        select(Submission.case_id).where(Submission.reference == wanted, Submission.reference != ""),
    ]
    if part := PART.fullmatch(wanted):
        year, begun, alone = part.groups()
        ways += _begun(year, begun) if year else [_in_any_year(int(alone))]
    return select(Case.client_id, Case.id).where(Case.id.in_(select(union(*ways).subquery().c.id)))


def _begun(year: str, begun: str) -> list[Select[*tuple[Any, ...]]]:
    """The newest cases of a year whose six running digits begin so, and the one that is so: 12 may mean 000012."""
    span = Case.number.between(f"{year}-{begun:0<6}", f"{year}-{begun:9<6}")  # whole numbers, as indexed
    newest = select(Case.id).where(span).order_by(Case.number.desc()).limit(LIMIT).subquery()
    return [select(newest.c.id), select(Case.id).where(Case.number == f"{year}-{int(begun or 0):06d}")]


def _in_any_year(running: int) -> Select[*tuple[Any, ...]]:
    """The case of each year with this running number."""
    numbered = func.substr(Counter.name, 6).op("||")(f"-{running:06d}")
    return select(Case.id).where(Case.number.in_(select(numbered).where(Counter.name.like("case.%"))))


def clerks(session: Session, text: str) -> tuple[Clerk, ...]:
    """Clerks and institutions whose name or phone holds the text: the bank calls back."""
    folded = fold(text[:200])
    if len(folded) < 2:
        return ()
    ways = [InstitutionPerson.search_text.like(pattern, escape="\\") for pattern in patterns(text[:200])]
    ways.append(Institution.search_text.like(like(folded), escape="\\"))
    query = (
        select(Institution.name, InstitutionPerson.name, InstitutionPerson.phone)
        .join(InstitutionPerson, InstitutionPerson.institution_id == Institution.id, isouter=True)
        .where(or_(*ways)).order_by(Institution.name).limit(LIMIT)
    )  # fmt: skip
    return tuple(Clerk(row[0], row[1] or "", row[2] or "") for row in session.execute(query))
