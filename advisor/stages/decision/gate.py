"""What lets a case leave the decision room (SPEC A0; Finare step 9)."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.process import Finding, Profile, Verdict


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision as the gate sees it; `answer` is accepted, declined, expired or empty."""

    institution: str
    refused: bool
    has_reasons: bool = False
    told: bool = False
    answer: str = ""
    contract_on: date | None = None
    next_procedure: str = ""
    has_remedy: bool = False  # planned tasks, or "no remedy"
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at. `withdrawn`: applications were filed and every one was withdrawn undecided."""

    profile: Profile
    rulings: tuple[Ruling, ...] = ()
    withdrawn: bool = False


def gate(facts: Facts, today: date) -> Verdict:
    """Blocks until each decision is told and the case has an ending: accepted terms, or a remedy (or none) for each no.

    Refusals need their reasons. An approval that lost and was not withdrawn only warns. When everything was
    withdrawn before a decision there is nothing to tell.
    """
    if not facts.rulings:
        return Verdict(() if facts.withdrawn else (Finding("decision.outcome_missing", action="decisions"),))
    found: list[Finding] = []
    for ruling in facts.rulings:
        if ruling.refused and not ruling.has_reasons:
            found.append(Finding("decision.reason_missing", ruling.institution, action="decisions"))
        if not ruling.told:
            found.append(Finding("decision.not_told", ruling.institution, action="decisions"))
    debt_relief = facts.profile is Profile.DEBT_RELIEF
    return Verdict((*found, *(_procedure(facts) if debt_relief else _terms(facts))))


def _procedure(facts: Facts) -> list[Finding]:
    """Debt relief: a ruling names the next procedure; only when every ruling refused, each needs its remedy."""
    granted = [ruling for ruling in facts.rulings if not ruling.refused]
    if not granted:
        return _remedies(facts)
    return [
        Finding("decision.next_step_missing", ruling.institution, action="decisions")
        for ruling in granted if not ruling.next_procedure
    ]  # fmt: skip


def _terms(facts: Facts) -> list[Finding]:
    """Financing: one accepted approval with its contract date, or an ending of each decision with a remedy or none."""
    approved = [r for r in facts.rulings if not r.refused and not r.withdrawn]
    accepted = [r for r in approved if r.answer == "accepted"]
    if not accepted:
        waiting = [r for r in approved if not r.answer]
        found = [Finding("decision.answer_missing", r.institution, action="decisions") for r in waiting]
        return found or _remedies(facts)
    found = [
        Finding("decision.contract_date_missing", r.institution, action="decisions")
        for r in accepted if r.contract_on is None
    ]  # fmt: skip
    losing = [r for r in approved if not r.answer]
    return found + [Finding("decision.losing_approval", r.institution, False, action="decisions") for r in losing]


def _remedies(facts: Facts) -> list[Finding]:
    return [
        Finding("decision.remedy_missing", ruling.institution, action="remedies")
        for ruling in facts.rulings if not ruling.has_remedy and not (ruling.withdrawn and not ruling.refused)
    ]  # fmt: skip
