"""Verdicts of the rules and doubts answered by a person, as the history of a case tells them.

Each verdict is replayed by its own edition on the facts kept with it; the legal hint by the law of its day.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.casework.history.told import Teller
from advisor.domain.debts import InputProblem, Lead, NoPackInForce, RulePack, lead_from_json, prequalify
from advisor.domain.debts.explain import hint_title, told
from advisor.domain.debts.extrajudicial import hint
from advisor.domain.debts.words import CARRYING, OUTCOMES, REASONS
from advisor.domain.points import GROUND_TITLES
from advisor.domain.process import Profile
from advisor.domain.words import N_
from advisor.papers.history import Happening
from advisor.records.case import Case
from advisor.records.staff import firm_day
from advisor.services.rulebook import edition_of, packs
from advisor.services.words import ROLE_TITLES
from advisor.stages.contact.affordability.records import AffordabilityCheck
from advisor.stages.contact.prequalification.actions import law_on
from advisor.stages.contact.prequalification.records import Prequalification, hint_facts, verdicts_of
from advisor.stages.contact.review.records import REVIEWS, Review
from advisor.stages.contact.review.stage import ANSWERS

EDITION = N_("%(title)s, version %(version)s, edition of %(day)s")
LAW = N_("May the law help this person? %(answer)s.")
ASKED = N_("Asked on %(when)s by %(name)s")
REASON = N_("Reason: %(why)s")
UNANSWERED, MOOT = N_("Not answered yet"), N_("No longer asked: the facts changed or the case was closed")


def verdicts(session: Session, tell: Teller, case: Case) -> Iterator[Happening]:
    """All verdicts of a case, oldest first: of the debt rules, or of the affordability pre-check."""
    known = packs(session)
    if case.profile is Profile.FINANCING:
        query = select(AffordabilityCheck).where(AffordabilityCheck.case_id == case.id).order_by(AffordabilityCheck.id)
        for check in session.scalars(query):
            pack = edition_of(known, check.pack_key, check.pack_version)
            grounds = [tell.say(REASONS[code]) for code in check.reasons]
            yield tell.happening(check.at, tell.say(CARRYING[check.outcome]), check.by_name, *grounds,
                                 _edition(tell, pack))  # fmt: skip
        return
    for row in reversed(verdicts_of(session, case.id)):
        pack = edition_of(known, row.pack_key, row.pack_version)
        yield tell.happening(row.at, tell.say(OUTCOMES[row.outcome]), row.by_name, *_reasons(tell, row, pack),
                             _law(session, tell, row), _edition(tell, pack))  # fmt: skip


def answers(session: Session, tell: Teller, case: Case) -> Iterator[Happening]:
    """All doubts put to a person, oldest first, with the answer beside each."""
    for row in reversed(REVIEWS.of(session, case.id)):
        grounds = " ".join(tell.say(GROUND_TITLES.get(code) or REASONS.get(code, code)) for code in row.grounds)
        asked = tell.say(ASKED, when=tell.written(row.asked_at), name=row.asked_name)
        reason = tell.say(REASON, why=row.reason) if row.reason else ""
        yield tell.happening(row.answered_at or row.asked_at, tell.say(_said(row)), row.answered_name,
                             f"{tell.say(ROLE_TITLES[row.role])}: {grounds}", asked, reason)  # fmt: skip


def _said(row: Review) -> str:
    return ANSWERS[row.answer] if row.answer else MOOT if row.moot_at else UNANSWERED


def _lead(row: Prequalification) -> Lead | None:
    """The facts of a verdict; None where they were erased with the person."""
    try:
        return lead_from_json(row.facts)
    except InputProblem:
        return None


def _reasons(tell: Teller, row: Prequalification, pack: RulePack[Any]) -> list[str]:
    """The clauses with their comparisons; the bare reasons where the facts are gone."""
    lead = _lead(row)
    if lead is None:
        return [tell.say(REASONS[code]) for code in row.reasons]
    return [" ".join(tell.tell(each) for each in told(reason)) for reason in prequalify(lead, pack).reasons]


def _law(session: Session, tell: Teller, row: Prequalification) -> str:
    """The other verdict, by the law of the day the first one was given; empty where the law had no such route."""
    lead = _lead(row)
    if lead is None:
        return ""
    try:
        law = law_on(session, firm_day(session, row.at))
    except NoPackInForce:
        return ""
    return tell.say(LAW, answer=tell.say(hint_title(hint(hint_facts(lead, row.hint), law))))


def _edition(tell: Teller, pack: RulePack[Any]) -> str:
    return tell.say(EDITION, title=tell.say(pack.title), version=pack.version, day=tell.day(pack.edition_on))
