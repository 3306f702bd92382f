"""Who signs a case's contract, whose identity was checked how, and which checks of other cases still hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from sqlalchemy import ColumnElement, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.records.base import Row
from advisor.records.case import Case, PartyRole
from advisor.records.case_people import parties_of
from advisor.records.reading import once_a_view
from advisor.records.together import CASE, Rows
from advisor.stages.contract.identity.gate import holds_until

SIGNERS = (PartyRole.CLIENT, PartyRole.APPLICANT, PartyRole.CO_APPLICANT)


class IdentityCheck(Row):
    """Who verified somebody's identity, how, when (ZA-04); one taken over names the check it repeats."""

    __tablename__ = "identity_check"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    how: Mapped[str] = mapped_column(String(24))
    checked_on: Mapped[date]
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    valid_until_on: Mapped[date | None] = mapped_column(default=None)  # the last day of the document, where it has one
    source_id: Mapped[int | None] = mapped_column(ForeignKey("identity_check.id"), default=None, index=True)


@dataclass(frozen=True, slots=True)
class Signer:
    """One person (or company) who signs, with the newest check of its identity."""

    party_id: int
    name: str
    check: IdentityCheck | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A check of another case, with that case's number and the last day on which it may be taken over."""

    check: IdentityCheck
    number: str
    until_on: date


IDENTITY_CHECKS = Rows(IdentityCheck, IdentityCheck.case_id == CASE, (IdentityCheck.id,))


@once_a_view
def signers_of(session: Session, case: Case) -> list[Signer]:
    """The client, applicants and co-applicants as long as they take part, with their identity checks, by name."""
    checks = {check.party_id: check for check in IDENTITY_CHECKS.of(session, case.id)}
    people = {party.id: party.name for part, party in parties_of(session, case.id)
              if part.role in SIGNERS and part.to_on is None}  # fmt: skip
    return [Signer(key, name, checks.get(key)) for key, name in sorted(people.items(), key=itemgetter(1))]


def earlier_checks(
    session: Session, people: Collection[int], may_see: ColumnElement[bool], today: date
) -> dict[int, Earlier]:
    """The newest check that still holds of each of these people, from cases one may see: one statement."""
    query = select(IdentityCheck, Case.number).join(Case, Case.id == IdentityCheck.case_id)
    query = query.where(IdentityCheck.party_id.in_(people), may_see).order_by(
        IdentityCheck.checked_on, IdentityCheck.id
    )
    found = {}
    for check, number in session.execute(query):
        until_on = holds_until(check.checked_on, check.valid_until_on)
        if until_on >= today:
            found[check.party_id] = Earlier(check, number, until_on)
    return found
