"""Follow-up plans as data: who is reminded how many days before or after an event, through which channels, how often.

A rule is written down as plain JSON (`written`, `read_rule`), kept as a dated edition by an administrator, and turned
into moments by `moments`: offsets stay beside the due moment, so reminders move when their event moves.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from advisor.domain.errors import Invalid
from advisor.domain.outreach.cadence import Cadence, Place, due_moment
from advisor.domain.words import N_

MOST_STEPS = 6
FARTHEST_DAYS = 400
CLOSING = 99
"""The number of the last step, by which a person is told; messages to the client count from 0."""


class To(StrEnum):
    """Whom a step is for."""

    CLIENT = "client"
    ADVISOR = "advisor"
    DESK = "desk"
    MANAGER = "manager"
    NOBODY = "nobody"

    @property
    def inside(self) -> bool:
        """True for work done inside the firm, without a word to the client: the firm's clock and working days count."""
        return self in (To.DESK, To.MANAGER)


class Via(StrEnum):
    """How a client is reached. OWN is the channel the client prefers; PHONE makes a call for a person to do.

    CALL_AND_SMS does both (CN-28). Behind OWN it takes the place of the phone for clients who prefer that.
    """

    OWN = "own"
    PHONE = "phone"
    CALL_AND_SMS = "call_sms"
    SMS = "sms"
    MESSENGER = "messenger"
    EMAIL = "email"


ORDERS: tuple[tuple[Via, ...], ...] = (
    (Via.OWN, Via.PHONE, Via.SMS, Via.EMAIL),
    (Via.OWN, Via.CALL_AND_SMS, Via.EMAIL),
    (Via.CALL_AND_SMS, Via.EMAIL),
    (Via.PHONE, Via.SMS, Via.EMAIL),
    (Via.SMS, Via.EMAIL, Via.PHONE),
    (Via.EMAIL, Via.SMS, Via.PHONE),
    (Via.MESSENGER, Via.SMS, Via.EMAIL, Via.PHONE),
)
"""Orders an administrator may choose from: the first channel that can be used is used, the others are fallbacks."""


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder: so many days before (negative) or after the event, at a local time, for somebody."""

    days: int
    to: To = To.CLIENT
    working: bool = True
    at: str = "09:00"
    via: tuple[Via, ...] = ORDERS[0]

    def moment(self, anchor: datetime, place: Place) -> datetime:
        """The UTC moment of the step for an event at `anchor`, on that place's clock and calendar."""
        cadence = Cadence(self.days, self.working, time.fromisoformat(self.at))
        return due_moment(anchor, cadence, place.zone, place.country)


@dataclass(frozen=True, slots=True)
class Rule:
    """A whole plan. At most `most` messages reach the client; then `told` hears of it `told_days` later."""

    steps: tuple[Step, ...]
    most: int = 3
    told: To = To.ADVISOR
    told_days: int = 2

    @property
    def closing(self) -> Step | None:
        """The step by which a person is told that the plan came to its end."""
        if self.told is To.NOBODY:
            return None
        last = self.steps[-1] if self.steps else Step(0)
        return Step(last.days + self.told_days, self.told, last.working, "09:00")


@dataclass(frozen=True, slots=True)
class Different:
    """What differs for one client."""

    off: bool = False
    via: str = ""
    later_days: int = 0
    most: int | None = None
    earlier_days: int = 0  # one more message, so many days before the first


SHIPPED: dict[str, Rule] = {
    "documents": Rule((Step(3), Step(6, at="10:00"), Step(10, at="17:00")), 3, To.ADVISOR, 2),
    "expiry": Rule((Step(-10, To.ADVISOR),), 3, To.NOBODY, 0),
    # ES-10 and CN-28: call and SMS the day before; ES-16: watched on its last two days; CN-29: within a day after
    "instalment": Rule(
        (Step(-1, via=ORDERS[1]), Step(-1, To.ADVISOR, working=False), Step(0, To.ADVISOR, working=False)),
        1,
        To.ADVISOR,
        1,
    ),
    "promise": Rule((Step(0, To.ADVISOR, working=False),), 3, To.NOBODY, 0),
    "silence": Rule((), 0, To.ADVISOR, 10),
}
"""Plans of events; those of the twelve stages come from the stages themselves."""

TITLES: dict[str, str] = {
    "documents": N_("Requested documents"),
    "expiry": N_("A document will expire"),
    "instalment": N_("Instalment or payment of the plan"),
    "promise": N_("Promise"),
    "silence": N_("Silence of the client"),
}
ANCHORS: dict[str, str] = {
    "documents": N_("Counted from the day the documents were asked for."),
    "expiry": N_("Counted from the last good day of the document."),
    "instalment": N_("Counted from the day the payment is due."),
    "promise": N_("Counted from the promised day."),
    "silence": N_("Counted from the last talk with the client."),
    "stage": N_("Counted from the day the case came into the stage."),
}
LETTERS: dict[str, str] = {"documents": "documents_missing", "expiry": "document_expires", "instalment": "payment_due"}
"""Which letter a message to the client is; plans that are not named here write the general reminder."""
TEXTS: dict[str, tuple[str, str]] = {
    "documents": (N_("Documents are missing: remind the client"), N_("Documents are still missing: call the client")),
    "expiry": (N_("A document expires soon: ask for a new one"), N_("A document expires: get a new one")),
    "instalment": (N_("Remind the client of the payment"), N_("Ask whether the payment was made")),
    "promise": (N_("A promise is due today"), N_("A promise was not kept: ask")),
    "silence": (N_("Nobody spoke with the client for long: call"), N_("Nobody spoke with the client for long: call")),
}
"""For a person: words of a step on the way, and of the last one."""
WATCHED: dict[str, str] = {"instalment": N_("Check whether the payment has come; note what you see")}
"""Words of a step that was a person's from the beginning, where they differ from those of a call to the client."""
TO_TITLES: dict[To, str] = {
    To.CLIENT: N_("Client"), To.ADVISOR: N_("Advisor"),
    To.DESK: N_("Advisor, inside the firm"), To.MANAGER: N_("Manager of the team"), To.NOBODY: N_("Nobody"),
}  # fmt: skip
VIA_TITLES: dict[Via, str] = {
    Via.OWN: N_("the client's channel"), Via.PHONE: N_("phone"), Via.CALL_AND_SMS: N_("phone and SMS"),
    Via.SMS: N_("SMS"), Via.MESSENGER: N_("messenger"), Via.EMAIL: N_("e-mail"),
}  # fmt: skip


def family(plan: str) -> str:
    """The key of the rule behind a reminder's plan: "promise.12" belongs to "promise", "stage.offer" to itself."""
    head, _, tail = plan.rpartition(".")
    return head if head and tail.isdigit() else plan


def fitted(rule: Rule, different: Different | None) -> Rule:
    """The rule as it holds for one client."""
    if different is None:
        return rule
    steps = tuple(replace(step, days=step.days + different.later_days) for step in rule.steps)
    if different.via:
        steps = tuple(replace(s, via=(Via(different.via),)) if s.to is To.CLIENT else s for s in steps)
    most, first = rule.most, next((step for step in steps if step.to is To.CLIENT), None)
    if different.earlier_days and first is not None:
        steps = tuple(sorted((replace(first, days=first.days - different.earlier_days), *steps), key=lambda s: s.days))
        most += 1
    most = 0 if different.off else most if different.most is None else min(most, different.most)
    return replace(rule, steps=steps, most=most)


def words_of_step(key: str, to: To, number: int, own: str) -> str:
    """What a step asks of a person: the event's own words, else those of its plan."""
    on_the_way, last = TEXTS.get(key, (own, own))
    watched = WATCHED.get(key, on_the_way) if to is not To.CLIENT else on_the_way
    return own or (last if number == CLOSING else watched)


def moments(rule: Rule, anchor: datetime, client: Place, firm: Place) -> list[tuple[int, Step, datetime]]:
    """Every step with its number and moment, in order; messages to the client beyond the most are left out.

    What is done inside the firm is counted at the firm's place, everything else at the client's.
    """
    found: list[tuple[int, Step, datetime]] = []
    told = 0
    for number, step in enumerate(rule.steps):
        if step.to is To.CLIENT:
            told += 1
            if told > rule.most:
                continue
        found.append((number, step, step.moment(anchor, firm if step.to.inside else client)))
    if rule.closing is not None:
        step = rule.closing
        found.append((CLOSING, step, step.moment(anchor, firm if step.to.inside else client)))
    return found


def written(rule: Rule) -> dict[str, Any]:
    """The rule as plain JSON."""
    steps = [
        {"days": s.days, "to": str(s.to), "working": s.working, "at": s.at, "via": [str(v) for v in s.via]}
        for s in rule.steps
    ]
    return {"steps": steps, "most": rule.most, "told": str(rule.told), "told_days": rule.told_days}


def read_rule(given: dict[str, Any]) -> Rule:
    """A rule from plain JSON. Raises Invalid with the field that cannot be right."""
    steps = tuple(_step(given_step) for given_step in given.get("steps", []))
    if len(steps) > MOST_STEPS:
        raise Invalid("steps", "out_of_range")
    if [s.days for s in steps] != sorted(s.days for s in steps):
        raise Invalid("days", "out_of_order")
    most, told_days = int(given["most"]), int(given["told_days"])
    if not 0 <= most <= MOST_STEPS:
        raise Invalid("most", "out_of_range")
    if not 0 <= told_days <= FARTHEST_DAYS:
        raise Invalid("told_days", "out_of_range")
    if not steps and To(given["told"]) is To.NOBODY:
        raise Invalid("steps", "missing")
    return Rule(steps, most, To(given["told"]), told_days)


def _step(given: dict[str, Any]) -> Step:
    days, at = int(given["days"]), str(given["at"])
    if abs(days) > FARTHEST_DAYS:
        raise Invalid("days", "out_of_range")
    try:
        moment = time.fromisoformat(at)
    except ValueError as error:
        raise Invalid("at", "not_a_time") from error
    if not time(7) <= moment < time(20):
        raise Invalid("at", "at_night")
    if any(name not in list(Via) for name in given["via"]) or given["to"] not in list(To):
        raise Invalid("via", "unknown")
    via = tuple(Via(v) for v in given["via"]) or ORDERS[0]
    return Step(days, To(given["to"]), bool(given["working"]), moment.strftime("%H:%M"), via)
