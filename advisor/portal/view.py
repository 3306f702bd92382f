"""What a client may see of the case: plain values only, no internal note, commission or score ever enters (A14)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.domain import checklists
from advisor.domain.errors import NotFound
from advisor.domain.process import StageKey, Status
from advisor.domain.words import N_
from advisor.records.case import Case, StageEvent
from advisor.records.paper import Paper, PaperKind, papers_of
from advisor.records.party import Party, one_person
from advisor.records.staff import Staff, firm
from advisor.services.language import LANGUAGES
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.stages.offer.answers.records import OfferAnswer

CALL_AFTER_OPENING = N_("The client opened the page for the first time: call")
ANSWER_QUESTION = N_("Answer the client's question")

STANDS: dict[StageKey, str] = {
    StageKey.CONTACT: N_("We are getting to know each other and check how we can help."),
    StageKey.MEETING: N_("We are preparing our first meeting. It is free of charge."),
    StageKey.ANALYSIS: N_("We are looking at your goals and what you can carry."),
    StageKey.OFFER: N_("We are preparing or discussing our offer with you."),
    StageKey.CONTRACT: N_("We are agreeing the terms of our work."),
    StageKey.DOCUMENTS: N_("We are collecting your documents and preparing the forms."),
    StageKey.SUBMISSION: N_("Your application is being signed and filed."),
    StageKey.TRACKING: N_("The institution is looking at your application. We follow it for you."),
    StageKey.DECISION: N_("There is a decision. We go through it with you."),
    StageKey.MONITORING: N_("The main work is done. We keep an eye on what is still open."),
    StageKey.SUPPORT: N_("We are here for your questions."),
    StageKey.REFERRALS: N_("Our work is done. Your opinion is welcome."),
}
NEXT: dict[StageKey, str] = {
    StageKey.CONTACT: N_("Next: we call you to agree a meeting."),
    StageKey.MEETING: N_("Next: we meet and talk about your plans."),
    StageKey.ANALYSIS: N_("Next: you get our offer."),
    StageKey.OFFER: N_("Next: read the offer, then accept it or ask."),
    StageKey.CONTRACT: N_("Next: we sign the contract."),
    StageKey.DOCUMENTS: N_("Next: send what is missing below."),
    StageKey.SUBMISSION: N_("Next: the institution gets the complete file."),
    StageKey.TRACKING: N_("Next: the institution decides or asks for more."),
    StageKey.DECISION: N_("Next: you say whether you accept the terms."),
    StageKey.MONITORING: N_("Next: nothing to do unless we call."),
    StageKey.SUPPORT: N_("Next: nothing to do unless we call."),
    StageKey.REFERRALS: N_("Next: nothing to do."),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One paper or piece of information we wait for, or one that was refused and why."""

    name: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClientView:
    """Everything the client page shows."""

    name: str
    language: str
    number: str
    closed: bool
    stands: str
    next: str
    usual_days: int | None
    advisor: str
    advisor_phone: str
    firm: str
    firm_phone: str
    missing: tuple[Missing, ...]
    done: int
    total: int
    papers: tuple[Paper, ...]
    offer: Paper | None
    accepted_on: date | None
    has_email: bool


def client_view(session: Session, case_id: int, party_id: int, now: datetime) -> ClientView:
    """Read the client's view of one case. A fixed number of statements."""
    case, client = session.get(Case, case_id), session.get(Party, party_id)
    if case is None or client is None:
        raise NotFound
    owner = session.get(Staff, case.owner_id) if case.owner_id else None
    house = firm(session)
    items = [item for item in items_of(session, case.id) if item.mandatory and not item.form]  # forms are our work
    open_items = [item for item in items if item.state not in ("accepted", "waived")]
    mine = one_person(session, party_id)
    papers = [p for p in papers_of(session, case.id) if p.party_id in mine]
    offer = next((p for p in papers if p.kind is PaperKind.OFFER), None)
    answers = select(OfferAnswer.answered_on).where(OfferAnswer.case_id == case.id, OfferAnswer.answer == "accepted")
    accepted = session.scalar(answers.order_by(OfferAnswer.id.desc()).limit(1))
    return ClientView(
        name=client.name, language=client.language if client.language in LANGUAGES else "en", number=case.number,
        closed=case.status is Status.CLOSED, stands=STANDS[case.stage], next=NEXT[case.stage],
        usual_days=median_days(session, case.stage, now), advisor=owner.name if owner else house.name,
        advisor_phone=owner.phone if owner else "", firm=house.name, firm_phone=house.phone,
        missing=tuple(Missing(_name(item, client.language), str(item.state), item.reason) for item in open_items),
        done=len(items) - len(open_items), total=len(items), papers=tuple(papers), offer=offer, accepted_on=accepted,
        has_email=bool(client.email),
    )  # fmt: skip


def median_days(session: Session, stage: StageKey, now: datetime) -> int | None:
    """Median days the firm's own cases spent in a stage, from the newest 200 passages of the last year; None if few."""
    left = (
        select(StageEvent.case_id, StageEvent.at)
        .where(StageEvent.source == stage, StageEvent.kind == "moved", StageEvent.at > now - timedelta(days=365))
        .order_by(StageEvent.at.desc()).limit(200).subquery()
    )  # fmt: skip
    query = (
        select(StageEvent.case_id, StageEvent.at, left.c.at)
        .join(left, left.c.case_id == StageEvent.case_id)
        .where(StageEvent.target == stage, StageEvent.at <= left.c.at)
    )
    entered: dict[int, tuple[datetime, datetime]] = {}
    for case_id, came, went in session.execute(query):
        if case_id not in entered or came > entered[case_id][0]:
            entered[case_id] = (came, went)
    days = sorted((went - came).days for came, went in entered.values())
    return max(1, days[len(days) // 2]) if len(days) >= 5 else None


def _name(item: ChecklistItem, language: str) -> str:
    document = checklists.document(item.document) if item.document else None
    return document.name(language) if document else item.title
