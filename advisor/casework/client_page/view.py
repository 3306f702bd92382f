"""What a client may see of a case: plain values only, no internal note, commission or score ever enters (A14)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from advisor.casework.client_page.words import CLOSED, MISSING, NEXT, PAUSED, STANDING, STANDS, WELCOME
from advisor.domain.process import StageKey, Status
from advisor.records.case import STAGE, Case, StageEvent
from advisor.records.contact import Message
from advisor.records.paper import INNER, Paper, PaperKind, papers_of
from advisor.records.party import Party, one_person
from advisor.records.staff import Staff, firm, firm_day
from advisor.services.language import LANGUAGES
from advisor.stages.documents.asking.actions import reason_of
from advisor.stages.documents.bundles.gate import BundleState
from advisor.stages.documents.bundles.records import PhotoBundle, bundles_of
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, state_on
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.stages.offer.answers.records import OfferAnswer

FEW = 5
"""Below so many cases of its own the firm does not say how long a stage takes."""
BINDING = "binding"
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Usual:
    """How long a stage took in the firm's own cases of the last year: the median of `cases`; days None when too few."""

    days: int | None
    cases: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One paper or piece of information asked of the client, as the client reads it."""

    id: int
    name: str
    state: str
    reason: str
    document: str
    party_id: int
    mandatory: bool
    copies: int
    needed_by: str
    note: str
    limit_days: int | None
    months: int

    @property
    def open(self) -> bool:
        """True while the client has something to send."""
        return self.state in OUTSTANDING

    @property
    def standing(self) -> tuple[str, str]:
        """How it stands in the client's words (marked English), and the tone of it."""
        return STANDING.get(self.state) or (MISSING if self.mandatory else WELCOME)


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked of one person in one case; nothing is sent to a closed one."""

    asked: tuple[Asked, ...]
    closed: bool

    @property
    def needed(self) -> tuple[Asked, ...]:
        """What must still come."""
        return tuple(a for a in self.asked if a.open and a.mandatory)

    @property
    def rejected(self) -> tuple[Asked, ...]:
        """What came and was no good."""
        return tuple(a for a in self.asked if a.state == ItemState.REJECTED)

    @property
    def binding(self) -> tuple[Asked, ...]:
        """All that must be there in the end."""
        return tuple(a for a in self.asked if a.mandatory)

    @property
    def done(self) -> int:
        """How many of the binding ones are good or not needed any more."""
        return sum(a.state in (ItemState.ACCEPTED, ItemState.WAIVED) for a in self.binding)

    @property
    def to_send(self) -> tuple[Asked, ...]:
        """What the client has to send: what came back first, what may be left out last."""
        found = [a for a in self.asked if a.open]
        return tuple(sorted(found, key=lambda a: (a.state != ItemState.REJECTED, not a.mandatory)))

    @property
    def checking(self) -> tuple[Asked, ...]:
        """What we have and look at."""
        return tuple(a for a in self.asked if a.state in (ItemState.RECEIVED, BINDING))

    @property
    def settled(self) -> tuple[Asked, ...]:
        """What nobody has to do anything about."""
        return tuple(a for a in self.asked if a.state in (ItemState.ACCEPTED, ItemState.WAIVED))


@dataclass(frozen=True, slots=True)
class ClientView(Asks):
    """Everything the home of a client's page shows about one case."""

    name: str
    language: str
    number: str
    product: str
    stage: StageKey
    stands: str
    next: str
    usual: Usual
    filing_on: date | None
    advisor: str
    advisor_phone: str
    advisor_email: str
    firm: str
    firm_phone: str
    papers: tuple[Paper, ...]
    offer: Paper | None
    accepted_on: date | None
    unread: int


def asks_of(session: Session, case: Case, client: Party, now: datetime, language: str) -> Asks:
    """What is asked of this person, in the language chosen on the page: two statements."""
    return Asks(asked_of(session, case, client, firm_day(session, now), language), case.status is Status.CLOSED)


def client_view(session: Session, case: Case, client: Party, now: datetime, language: str = "") -> ClientView:
    """Read the client's view of one case, in the client's language or the one chosen on the page.

    A fixed number of statements; the door has checked whose case it is.
    """
    language = language or language_of(client)
    owner = session.get(Staff, case.owner_id) if case.owner_id else None
    house, papers = firm(session), papers_for_client(session, case, client)
    accepted = select(OfferAnswer.answered_on).where(OfferAnswer.case_id == case.id, OfferAnswer.answer == "accepted")
    unread = select(func.count()).where(
        Message.case_id == case.id, Message.to_client.is_(True), Message.read_at.is_(None)
    )
    both = select(accepted.order_by(OfferAnswer.id.desc()).limit(1).scalar_subquery(), unread.scalar_subquery())
    accepted_on, unread_count = session.execute(both).one()
    closed = case.status is Status.CLOSED
    return ClientView(
        name=client.name, language=language, number=case.number, product=case.product, stage=case.stage,
        closed=closed, stands=CLOSED if closed else PAUSED if case.status is Status.ON_HOLD else STANDS[case.stage],
        next=NEXT[case.stage] if case.status is Status.ACTIVE else "", usual=usual_days(session, case.stage, now),
        filing_on=case.planned_filing_on, advisor=owner.name if owner else house.name,
        advisor_phone=owner.phone if owner else "", advisor_email=owner.email if owner else house.email,
        firm=house.name, firm_phone=house.phone,
        asked=asked_of(session, case, client, firm_day(session, now), language), papers=papers,
        offer=next((p for p in papers if p.kind is PaperKind.OFFER), None),
        accepted_on=accepted_on, unread=unread_count,
    )  # fmt: skip


def papers_for_client(session: Session, case: Case, client: Party) -> tuple[Paper, ...]:
    """The papers issued to this person in a case, newest first; those issued before a merge stay theirs.

    What the firm keeps for itself is not among them.
    """
    found = [paper for paper in papers_of(session, case.id) if paper.kind not in INNER]
    mine = one_person(session, client.id) if found else frozenset()
    return tuple(paper for paper in found if paper.party_id in mine)


def asked_of(session: Session, case: Case, client: Party, today: date, language: str) -> tuple[Asked, ...]:
    """The lines of the list this person reads: all for the client of the case, else one's own. Two statements.

    What we prepare ourselves is not asked of anybody. Photos a worker is still binding read as "binding".
    """
    bundles = bundles_of(session, case.id)
    mine = [item for item in items_of(session, case.id) if client.id in (case.client_id, item.party_id)]
    return tuple(
        Asked(
            id=item.id, name=item.name(language), state=_state(item, bundles.get(item.id), today),
            reason=reason_of(item, language), document=item.document, party_id=item.party_id,
            mandatory=item.mandatory, copies=item.copies, needed_by=item.needed_by, note=item.client_note,
            limit_days=item.limit_days, months=item.months,
        )
        for item in mine if not item.form and item.ordered_by != "firm"
    )  # fmt: skip


def _state(item: ChecklistItem, bundle: PhotoBundle | None, today: date) -> str:
    if bundle is not None and bundle.state in (BundleState.WAITING, BundleState.BUSY):
        return BINDING
    return state_on(item.state, item.valid_until_on, today)


def language_of(client: Party) -> str:
    """The client's language, where the house speaks it."""
    return client.language if client.language in LANGUAGES else "en"


_LEFT = (
    select(StageEvent.case_id, StageEvent.at)
    .where(StageEvent.source == bindparam("stage", type_=STAGE), StageEvent.kind == "moved",
           StageEvent.at > bindparam("since", type_=StageEvent.at.type))
    .order_by(StageEvent.at.desc()).limit(200).subquery()
)  # fmt: skip
_PASSAGES = (
    select(StageEvent.case_id, StageEvent.at, _LEFT.c.at)
    .join(_LEFT, _LEFT.c.case_id == StageEvent.case_id)
    .where(StageEvent.target == bindparam("stage", type_=STAGE), StageEvent.at <= _LEFT.c.at)
)
"""When cases came into a stage and left it, put together once a process."""


def usual_days(session: Session, stage: StageKey, now: datetime) -> Usual:
    """Median days the firm's own cases spent in a stage, from the newest 200 passages of the last year."""
    entered: dict[int, tuple[datetime, datetime]] = {}
    for case_id, came, went in session.execute(_PASSAGES, {"stage": stage, "since": now - LOOKED_BACK}):
        if case_id not in entered or came > entered[case_id][0]:
            entered[case_id] = (came, went)
    days = sorted((went - came).days for came, went in entered.values())
    return Usual(max(1, days[len(days) // 2]) if len(days) >= FEW else None, len(days))
