"""The plan of the house: twelve rooms in order. The only file that knows all twelve."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from advisor.domain.process import Stage, StageKey, Verdict
from advisor.records.case import Case
from advisor.records.together import Rows
from advisor.stages.analysis import gate as analysis_gate
from advisor.stages.analysis import records as analysis_records
from advisor.stages.analysis import stage as analysis_stage
from advisor.stages.contact import gate as contact_gate
from advisor.stages.contact import records as contact_records
from advisor.stages.contact import stage as contact_stage
from advisor.stages.contract import gate as contract_gate
from advisor.stages.contract import records as contract_records
from advisor.stages.contract import stage as contract_stage
from advisor.stages.decision import gate as decision_gate
from advisor.stages.decision import records as decision_records
from advisor.stages.decision import stage as decision_stage
from advisor.stages.documents import gate as documents_gate
from advisor.stages.documents import records as documents_records
from advisor.stages.documents import stage as documents_stage
from advisor.stages.meeting import gate as meeting_gate
from advisor.stages.meeting import records as meeting_records
from advisor.stages.meeting import stage as meeting_stage
from advisor.stages.monitoring import gate as monitoring_gate
from advisor.stages.monitoring import records as monitoring_records
from advisor.stages.monitoring import stage as monitoring_stage
from advisor.stages.offer import gate as offer_gate
from advisor.stages.offer import records as offer_records
from advisor.stages.offer import stage as offer_stage
from advisor.stages.referrals import gate as referrals_gate
from advisor.stages.referrals import records as referrals_records
from advisor.stages.referrals import stage as referrals_stage
from advisor.stages.submission import gate as submission_gate
from advisor.stages.submission import records as submission_records
from advisor.stages.submission import stage as submission_stage
from advisor.stages.support import gate as support_gate
from advisor.stages.support import records as support_records
from advisor.stages.support import stage as support_stage
from advisor.stages.tracking import gate as tracking_gate
from advisor.stages.tracking import records as tracking_records
from advisor.stages.tracking import stage as tracking_stage

F = TypeVar("F")


@dataclass(frozen=True)
class Room(Generic[F]):
    """One room: what it is, the words of its findings, its pure gate, where the gate's facts come from.

    `rows` are its short lists: whoever shows a room reads them at once, before gate and page ask for each.
    """

    stage: Stage
    findings: dict[str, str]
    gate: Callable[[F, date], Verdict]
    facts: Callable[[Session, Case], F]
    rows: tuple[Rows[Any], ...]

    def judge(self, session: Session, case: Case, today: date) -> Verdict:
        """The verdict of this room's gate on a case, today in the firm's zone."""
        return self.gate(self.facts(session, case), today)


ROOMS: tuple[Room[Any], ...] = (
    Room(contact_stage.STAGE, contact_stage.FINDINGS, contact_gate.gate, contact_records.facts, contact_records.ROWS),
    Room(meeting_stage.STAGE, meeting_stage.FINDINGS, meeting_gate.gate, meeting_records.facts, meeting_records.ROWS),
    Room(
        analysis_stage.STAGE, analysis_stage.FINDINGS, analysis_gate.gate, analysis_records.facts, analysis_records.ROWS
    ),
    Room(offer_stage.STAGE, offer_stage.FINDINGS, offer_gate.gate, offer_records.facts, offer_records.ROWS),
    Room(
        contract_stage.STAGE, contract_stage.FINDINGS, contract_gate.gate, contract_records.facts, contract_records.ROWS
    ),
    Room(
        documents_stage.STAGE,
        documents_stage.FINDINGS,
        documents_gate.gate,
        documents_records.facts,
        documents_records.ROWS,
    ),
    Room(
        submission_stage.STAGE,
        submission_stage.FINDINGS,
        submission_gate.gate,
        submission_records.facts,
        submission_records.ROWS,
    ),
    Room(
        tracking_stage.STAGE, tracking_stage.FINDINGS, tracking_gate.gate, tracking_records.facts, tracking_records.ROWS
    ),
    Room(
        decision_stage.STAGE, decision_stage.FINDINGS, decision_gate.gate, decision_records.facts, decision_records.ROWS
    ),
    Room(
        monitoring_stage.STAGE,
        monitoring_stage.FINDINGS,
        monitoring_gate.gate,
        monitoring_records.facts,
        monitoring_records.ROWS,
    ),
    Room(support_stage.STAGE, support_stage.FINDINGS, support_gate.gate, support_records.facts, support_records.ROWS),
    Room(
        referrals_stage.STAGE,
        referrals_stage.FINDINGS,
        referrals_gate.gate,
        referrals_records.facts,
        referrals_records.ROWS,
    ),
)
BY_KEY: dict[StageKey, Room[Any]] = {room.stage.key: room for room in ROOMS}
FINDING_TITLES: dict[str, str] = {code: title for room in ROOMS for code, title in room.findings.items()}
ROOM_VERBS: dict[str, str] = {
    **contact_stage.VERBS,
    **meeting_stage.VERBS,
    **analysis_stage.VERBS,
    **offer_stage.VERBS,
    **contract_stage.VERBS,
    **documents_stage.VERBS,
    **submission_stage.VERBS,
    **tracking_stage.VERBS,
    **decision_stage.VERBS,
    **monitoring_stage.VERBS,
    **support_stage.VERBS,
    **referrals_stage.VERBS,
}
"""The words of every verb a room writes into the trail."""
