"""What lets a case leave the meeting room: an agreed appointment, said to be free, or a walk-in (SPEC A0)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from advisor.domain.process import Finding, Verdict
from advisor.stages.contact.review.gate import Standing


class Place(StrEnum):
    """Where the meeting takes place."""

    CLIENT = "client"
    OFFICE = "office"
    PHONE = "phone"
    ONLINE = "online"


class Result(StrEnum):
    """How an appointment ended."""

    HELD = "held"
    NO_SHOW = "no_show"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Facts:
    """The newest appointment that was neither moved nor cancelled, and where the lead stands."""

    agreed: bool = False
    walk_in: bool = False
    free_said: bool = False
    confirmed: bool = False
    result: Result | None = None
    standing: Standing = Standing.MISSING
    debt_relief: bool = False


def gate(facts: Facts, today: date) -> Verdict:
    """Blocks without an appointment, after a no-show, or while a provisional booking waits for its answer (OP-17)."""
    return Verdict((*_appointment(facts), *_standing(facts)))


def _appointment(facts: Facts) -> tuple[Finding, ...]:
    if not facts.agreed:
        return (Finding("meeting.appointment_missing", action="appointment"),)
    if facts.result is Result.NO_SHOW:
        return (Finding("meeting.no_show", action="appointment"),)
    if facts.walk_in:
        return ()
    found: list[Finding] = []
    if not facts.free_said:
        found.append(Finding("meeting.free_not_said", action="appointment"))
    if not facts.confirmed and facts.result is None:
        found.append(Finding("meeting.not_confirmed", blocking=False, action="appointment"))
    return tuple(found)


def _standing(facts: Facts) -> tuple[Finding, ...]:
    """A provisional booking ends here: the doubt must be answered, the client's consent must run.

    A doubt about affordability only warns: it never stops a case by itself (SPEC A0).
    """
    if facts.standing is Standing.REFERRED:
        return (Finding("meeting.review_waiting", blocking=facts.debt_relief, action="standing"),)
    if facts.standing is Standing.DECLINED:
        return (Finding("meeting.review_declined", action="standing"),)
    if facts.standing is Standing.AWAITING_CONSENT:
        return (Finding("meeting.consent_missing", overridable=False, action="standing"),)
    return ()
