"""What lets a case leave the monitoring room (SPEC A0; Finare step 10)."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.process import Finding, Profile, Verdict


@dataclass(frozen=True, slots=True)
class Task:
    """One condition or duty of the time after the decision."""

    kind: str
    text: str
    due_on: date
    done: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at. `unpaid` names our fees that the client still owes; commissions never stop a case."""

    profile: Profile
    ended: bool = False
    tasks: tuple[Task, ...] = ()
    unpaid: tuple[str, ...] = ()


def gate(facts: Facts, today: date) -> Verdict:
    """Once the service ended nothing blocks; until then open duties, a missing discharge and our unpaid fee do.

    After "service ended" what is still open only warns. Without it there must be a plan: at least one duty.
    """
    found: list[Finding] = []
    if not facts.ended and not facts.tasks:
        found.append(Finding("monitoring.no_plan", action="service"))
    for task in facts.tasks:
        if not task.done:
            found.append(Finding("monitoring.duty_open", task.text, not facts.ended, action="duties"))
    relief = facts.profile is Profile.DEBT_RELIEF and bool(facts.tasks)
    if relief and not any(task.kind == "discharge" for task in facts.tasks):
        found.append(Finding("monitoring.discharge_open", "", not facts.ended, action="duties"))
    found += [Finding("monitoring.fee_unpaid", text, not facts.ended, action="money") for text in facts.unpaid]
    return Verdict(tuple(found))
