"""What papers and the application say about a person, sealed; and how a difference was explained."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.finance.money import from_minor
from advisor.records.base import Row, choice, new_uid
from advisor.records.case import Case, CaseParty
from advisor.records.case_people import parties_of
from advisor.records.party import Identifier
from advisor.records.reading import once_a_view
from advisor.records.sealed import Sealed, load_party_keys
from advisor.records.together import CASE, Rows
from advisor.services.notes import read_text
from advisor.stages.analysis.records import profile_of
from advisor.stages.documents.consistency.gate import FactKind, Said
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem

PROFILE = "profile"
"""Stands for our own profile where a source is named; an empty source is the application, a number a line."""


class StatedFact(Row):
    """One fact as one source states it; without a line of the list it is the application that says so.

    With `read_in_id` it is what another case reads on the same paper now, where this case reads it otherwise.
    """

    __tablename__ = "stated_fact"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("checklist_item.id"), default=None, index=True)
    kind: Mapped[FactKind] = mapped_column(choice(FactKind, 16))
    value: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    explanation: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    explained_mark: Mapped[str] = mapped_column(String(64), default="")  # of the two values that were explained
    stated_at: Mapped[datetime]
    stated_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    read_in_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), default=None, index=True)


_GONE = select(ChecklistItem.id).where(ChecklistItem.case_id == CASE, ChecklistItem.removed_at.is_not(None))
STATED = Rows(
    StatedFact,
    and_(
        StatedFact.case_id == CASE, StatedFact.ended_at.is_(None),
        or_(StatedFact.item_id.is_(None), StatedFact.item_id.not_in(_GONE)),
    ),
    (StatedFact.item_id.is_not(None), StatedFact.id),
)  # fmt: skip
IDENTIFIERS = Rows(
    Identifier, Identifier.party_id.in_(select(CaseParty.party_id).where(CaseParty.case_id == CASE)), (Identifier.id,)
)


def stated(session: Session, case_id: int) -> list[StatedFact]:
    """The facts stated in a case by the application (first) and by papers still on the list, and not replaced."""
    return STATED.of(session, case_id)


def facts_of(session: Session, item_id: int) -> list[StatedFact]:
    """What one paper says now, as this case and others read it."""
    query = select(StatedFact).where(StatedFact.item_id == item_id, StatedFact.ended_at.is_(None))
    return list(session.scalars(query.order_by(StatedFact.id)))


def value_of(session: Session, row: StatedFact, party_uid: str) -> str:
    """The value in plain words."""
    return read_text(session, party_uid, ("stated_fact", row.uid, "value"), row.value)


def lines_of_same_paper(session: Session, item: ChecklistItem) -> list[tuple[ChecklistItem, Case]]:
    """Lines of other cases that hold the very paper of this one: one line took it in, at one moment."""
    first = item.held_from_id or item.id
    query = (
        select(ChecklistItem, Case)
        .join(Case, Case.id == ChecklistItem.case_id)
        .where(
            or_(ChecklistItem.id == first, ChecklistItem.held_from_id == first),
            ChecklistItem.received_at == item.received_at, ChecklistItem.case_id != item.case_id,
            ChecklistItem.state == ItemState.ACCEPTED, ChecklistItem.removed_at.is_(None),
        ).order_by(ChecklistItem.id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in session.execute(query)]


@once_a_view
def said(session: Session, case: Case) -> list[Said]:
    """What every source says, our profile first: nothing is read while no fact is stated."""
    rows = stated(session, case.id)
    if not rows:
        return []
    uids = load_party_keys(session, {row.party_id for row in rows})
    found = _profile(session, case, uids)
    for row in rows:
        value = value_of(session, row, uids.get(row.party_id, ""))
        source = str(row.item_id or "")
        found.append(Said(row.id, row.party_id, row.kind, value, source, row.explained_mark, row.read_in_id))
    return found


def _profile(session: Session, case: Case, uids: dict[int, str]) -> list[Said]:
    """What we noted ourselves: the person's card and identifiers, the income of the talk, the amount of the case."""
    found = []
    for party in {party.id: party for _, party in parties_of(session, case.id) if party.id in uids}.values():
        found.append(Said(0, party.id, FactKind.NAME, party.name, PROFILE))
        if party.address:
            found.append(Said(0, party.id, FactKind.ADDRESS, f"{party.address} {party.city}", PROFILE))
    for row in IDENTIFIERS.of(session, case.id):
        if row.party_id in uids and row.kind in set(FactKind):
            place = ("party_identifier", row.uid, "value")
            value = read_text(session, uids[row.party_id], place, row.value)
            found.append(Said(0, row.party_id, FactKind(row.kind), value, PROFILE))
    needs = profile_of(session, case.id)
    for kind, minor, currency in (
        (FactKind.INCOME, needs.income if needs else None, needs.currency if needs else ""),
        (FactKind.AMOUNT, case.amount, case.currency),
    ):
        if minor is not None:
            found.append(Said(0, case.client_id, kind, str(from_minor(minor, currency).amount), PROFILE))
    return found
