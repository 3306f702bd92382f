"""Try another edition of OP-1 on the live leads before it is saved: how many change verdict, and which (issue 3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.domain.debts import RulePack, Thresholds, lead_from_json, prequalify
from advisor.domain.debts.review import differences
from advisor.domain.process import StageKey, Status
from advisor.records.case import Case
from advisor.stages.contact.prequalification.records import Interview, Prequalification

BATCH, MOST = 2000, 200


@dataclass(frozen=True, slots=True)
class Turned:
    """A lead whose verdict would change: the case by number, outcomes and reasons as codes."""

    number: str
    before: str
    after: str
    reasons_before: tuple[str, ...]
    reasons_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """How far a trial has come: leads read of all, verdicts that change, those that only change their figures."""

    total: int
    read: int = 0
    changed: int = 0
    refigured: int = 0
    shown: tuple[Turned, ...] = ()


def trial(
    session: Session, now: RulePack[Thresholds], then: RulePack[Thresholds], batch: int = BATCH, most: int = MOST
) -> Iterator[Sum]:
    """Decide every live lead by both editions, batch by batch; the last value is the result.

    Live: an open case in the contact room with a verdict. Facts are read as they were stored, a batch at a time, and
    at most `most` leads are named, so the memory needed does not grow with the ledger. Writes nothing.
    """
    live = (
        select(Prequalification.id, Prequalification.facts, Case.number)
        .join(Interview, Interview.verdict_id == Prequalification.id)
        .join(Case, Case.id == Interview.case_id)
        .where(Case.status != Status.CLOSED, Case.stage == StageKey.CONTACT)
    )
    page = live.order_by(Prequalification.id).limit(batch)
    found = Sum(session.scalar(select(func.count()).select_from(live.subquery())) or 0)
    last = 0
    while rows := session.execute(page.where(Prequalification.id > last)).all():
        for row in rows:
            found, last = _count(found, row.number, row.facts, (now, then), most), row.id
        yield found
    yield found


def _count(
    found: Sum, number: str, facts: object, packs: tuple[RulePack[Thresholds], RulePack[Thresholds]], most: int
) -> Sum:
    before, after = (prequalify(lead_from_json(facts), pack) for pack in packs)
    fields = {each.field for each in differences(before, after)} - {"pack_version"}
    turned = bool(fields & {"outcome", "reasons"})
    shown = found.shown
    if turned and len(shown) < most:
        codes = [tuple(reason.code for reason in decision.reasons) for decision in (before, after)]
        shown = (*shown, Turned(number, before.outcome.value, after.outcome.value, codes[0], codes[1]))
    return Sum(
        found.total, found.read + 1, found.changed + turned, found.refigured + (bool(fields) and not turned), shown
    )
