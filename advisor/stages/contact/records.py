"""What the gate of contact reads. Source and channel stand in the ledger, verdicts in the corners of this room."""

from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from advisor.domain.process import Profile
from advisor.records.case import Case
from advisor.records.contact import ContactAttempt, ContactResult
from advisor.records.party import Consent, ConsentPurpose, Party
from advisor.records.together import CASE, Rows
from advisor.stages.contact.affordability import gate as affordability_gate
from advisor.stages.contact.affordability import records as affordability
from advisor.stages.contact.affordability.records import AFFORDABILITY, AffordabilityCheck
from advisor.stages.contact.gate import Facts
from advisor.stages.contact.prequalification import gate as prequalification_gate
from advisor.stages.contact.prequalification import records as prequalification
from advisor.stages.contact.prequalification.records import DEBT_LINES, VERDICTS
from advisor.stages.contact.review.gate import Standing
from advisor.stages.contact.review.records import REVIEWS, Review

ROWS: tuple[Rows[Any], ...] = (DEBT_LINES, VERDICTS, AFFORDABILITY, REVIEWS)


_NOTICE = exists().where(
    Consent.party_id == Party.id, Consent.purpose == ConsentPurpose.PRIVACY_NOTICE, Consent.withdrawn_at.is_(None)
)
_REACHED = exists().where(ContactAttempt.case_id == CASE, ContactAttempt.result == ContactResult.REACHED)
_NEWEST = select(func.max(AffordabilityCheck.id)).where(AffordabilityCheck.case_id == CASE).scalar_subquery()
_FACTS = (
    select(Party.channel_verified_at, _NOTICE, _REACHED, AffordabilityCheck.outcome, Review.answer)
    .select_from(Case)
    .join(Party, Party.id == Case.client_id)
    .outerjoin(AffordabilityCheck, AffordabilityCheck.id == _NEWEST)
    .outerjoin(Review, Review.id == AffordabilityCheck.review_id)
    .where(Case.id == CASE)
)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at: one statement, in debt relief two. A call that reached the client verifies, too."""
    verified_at, notice, reached, outcome, answer = session.execute(_FACTS, {"case_id": case.id}).one()
    debt_relief = case.profile is Profile.DEBT_RELIEF
    return Facts(
        profile=case.profile, source=case.source, referrer_named=case.referrer_id is not None,
        notice_given=notice, channel_verified=verified_at is not None or reached,
        debts=prequalification.facts(session, case.id) if debt_relief else prequalification_gate.Facts(),
        ability=affordability_gate.Facts() if debt_relief else affordability_gate.Facts(outcome, answer),
    )  # fmt: skip


def standing(session: Session, case: Case) -> Standing:
    """Where the lead stands by its profile's rules, for the rooms behind this one: one statement."""
    if case.profile is Profile.DEBT_RELIEF:
        return prequalification_gate.standing(prequalification.facts(session, case.id))
    return affordability_gate.standing(affordability.facts(session, case.id))
