"""What the two papers stand on: the verdict in force, replayed by its own edition, with the creditors' names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from advisor.domain.debts import Decision, Lead, RulePack, Thresholds, lead_from_json, prequalify
from advisor.domain.errors import Invalid
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.services.notes import read_text
from advisor.services.rulebook import rules_of
from advisor.stages.contact.prequalification.records import held
from advisor.stages.contact.review.gate import Answer


@dataclass(frozen=True, slots=True)
class Told:
    """The verdict in force of a case; `creditors` by the place of the debt in the lead."""

    decision: Decision
    lead: Lead
    pack: RulePack[Thresholds]
    creditors: tuple[str, ...]
    hint: Mapping[str, Any]
    declined: bool
    language: str


def told(session: Session, case: Case) -> Told:
    """The verdict in force. Raises Invalid('verdict', 'missing') while there is none."""
    facts = held(session, case.id)
    if facts.verdict is None or facts.interview is None:
        raise Invalid("verdict", "missing")
    client = session.get_one(Party, case.client_id)
    pack = rules_of(session, facts.verdict.pack_key, facts.verdict.pack_version)
    lead = lead_from_json(facts.verdict.facts)
    creditors = tuple(
        read_text(session, client.uid, ("debt_line", line.uid, "creditor"), line.creditor) for line in facts.lines
    )
    declined = facts.review is not None and facts.review.answer is Answer.DECLINED
    return Told(prequalify(lead, pack), lead, pack, creditors, facts.interview.hint, declined, client.language)
