"""The contact guard: one pure function decides for every outgoing contact (issue 6 point 4; SPEC C-11; DOMAIN part B).

Bans come first, then hours, then numbers. A cap counts the contacts of the same channel on calendar days at the
client's place: today, and the 7 and the 31 days ending today. Such rolling counts stay below every calendar week and
month, so they are safe under either reading of the law.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from advisor.domain.outreach.contact import Attempt, Circumstances, Contact, Principal, Recipient, calendar_of
from advisor.domain.outreach.decision import Caution, Decision, Reason, Warned
from advisor.domain.outreach.policy import Kind, Policy, Row, Standing, shipped_policy
from advisor.domain.outreach.windows import WHOLE_DAY, Hours, hours_on

HORIZON_DAYS = 366
_ORDER = {reason: place for place, reason in enumerate(Reason)}
_NUMBERS = frozenset({Reason.DAY_LIMIT, Reason.WEEK_LIMIT, Reason.MONTH_LIMIT})


def _prohibited(known: Circumstances) -> bool:
    return (
        known.bankruptcy_open
        or known.incapacitated_documented
        or known.in_hospital_documented
        or known.disabled_group_1_documented
        or known.minor
    )


def _stranger(known: Circumstances) -> bool:
    return known.recipient is not Recipient.CLIENT and (not known.client_consent or known.third_person_objects)


_BANS: dict[Kind, tuple[Reason, Callable[[Contact], bool]]] = {
    Kind.PROHIBITED_STATUS: (Reason.PROHIBITED_STATUS, lambda c: _prohibited(c.known)),
    Kind.THIRD_PERSON: (Reason.THIRD_PARTY, lambda c: _stranger(c.known)),
    Kind.REGISTERED_AGENT: (
        Reason.NOT_REGISTERED,
        lambda c: c.known.on_behalf_of is Principal.LENDER and not c.known.registered_agent,
    ),
    Kind.REPRESENTED: (Reason.REPRESENTED, lambda c: c.known.represented_by_lawyer),
    Kind.OPTED_OUT: (Reason.OPTED_OUT, lambda c: c.channel in c.known.opted_out),
    Kind.PRIOR_CONSENT: (Reason.NO_CONSENT, lambda c: not c.known.marketing_consent),
}


class _Limit:
    """One row's hours and numbers, laid beside the contacts that count under it. Days are ordinals."""

    __slots__ = ("calendar", "caps", "logs", "pause", "row", "spoken")

    def __init__(self, row: Row, contact: Contact) -> None:
        self.row = row
        self.calendar = calendar_of(contact.jurisdiction, contact.calendar)
        self.caps = row.caps.get(contact.channel, ())
        self.pause = row.after_conversation_days
        self.logs, self.spoken = _count(row, contact)

    def hours(self, day: int) -> Hours | None:
        if not self.row.windows:
            return WHOLE_DAY
        return hours_on(self.row.windows, date.fromordinal(day), self.calendar)

    def over(self, day: int) -> Iterator[tuple[Reason, int]]:
        """Name each number that refuses `day`, with the first day on which what fills it today has run out."""
        for spoken in self.spoken:
            if spoken <= day < spoken + self.pause:
                yield Reason.AFTER_CONVERSATION, spoken + self.pause
        for cap in self.caps:
            for log in self.logs:
                upto = bisect_right(log, day)
                if upto - bisect_right(log, day - cap.days) >= cap.most:
                    yield cap.reason, log[upto - cap.most] + cap.days

    def refusal(self, day: int, at: time) -> Reason | None:
        """Give the first reason, in the order of precedence, why this row refuses the moment."""
        hours = self.hours(day)
        if hours is None or not hours.hold(at):
            return Reason.TIME_WINDOW
        return next((reason for reason, _ in self.over(day)), None)


def _count(row: Row, contact: Contact) -> tuple[Sequence[list[int]], list[int]]:
    """List the days of the contacts that count, sorted, one list per debt the contact may be about; and of talks.

    A contact or attempt that names no debt may be about any, so it counts under each.
    """
    counted = [a for a in contact.history if a.channel is contact.channel and not a.incoming]
    if not row.per_debt:
        return (sorted(a.at.toordinal() for a in counted),), []
    debts = {contact.debt} if contact.debt else {a.debt for a in counted} - {None} or {None}
    logs = [sorted(a.at.toordinal() for a in counted if a.debt in (None, debt)) for debt in debts]
    spoken = sorted(a.at.toordinal() for a in counted if a.conversation and (a.debt is None or a.debt in debts))
    return logs, spoken


def _next_lawful(limits: Sequence[_Limit], at: datetime) -> datetime | None:
    """Give the first minute after `at` that every limit allows; None where a year ahead has none."""
    day = today = at.toordinal()
    while day <= min(today + HORIZON_DAYS, date.max.toordinal()):
        free = max((free for limit in limits for _, free in limit.over(day)), default=day)
        if free > day:
            day = free
            continue
        hours: Hours | None = WHOLE_DAY
        for limit in limits:
            own = limit.hours(day)
            hours = hours.within(own) if hours and own else None
        if hours and (day > today or hours.start > at.time()):
            return datetime.combine(date.fromordinal(day), hours.start)
        day += 1
    return None


def _first(limits: Iterable[_Limit], at: datetime) -> tuple[Reason, Row] | None:
    """Give the first reason of all limits, by precedence, with its row."""
    day, clock = at.toordinal(), at.time()
    found = [(reason, limit.row) for limit in limits if (reason := limit.refusal(day, clock))]
    return min(found, key=lambda pair: _ORDER[pair[0]], default=None)


def _warnings(contact: Contact, rows: Iterable[Row]) -> tuple[Warned, ...]:
    """Collect what advice and softer parts of the rules have against an allowed contact."""
    told = []
    day = contact.at.date()
    for row in rows:
        if row.standing is Standing.ADVICE and row.windows:
            hours = hours_on(row.windows, day, calendar_of(contact.jurisdiction, contact.calendar))
            if hours is None or not hours.hold(contact.at.time()):
                told.append(Warned(Caution.UNUSUAL_HOURS, row.id))
        if row.single_channel_days and any(
            a.channel is not contact.channel
            and not a.incoming
            and timedelta(0) <= day - a.at.date() < timedelta(days=row.single_channel_days)
            for a in contact.history
        ):
            told.append(Warned(Caution.SEVERAL_CHANNELS, row.id))
    return tuple(told)


def decide(contact: Contact, policy: Policy | None = None) -> Decision:
    """Decide whether the contact may be made now; where not, say why, by which rule, and when it may.

    The rules of a country can never be overridden; those of the house can, with `contact.override_reason`.
    """
    rows = (policy or shipped_policy()).rows_for(contact)
    for row in rows:
        if row.kind in _BANS:
            reason, applies = _BANS[row.kind]
            if applies(contact):
                return Decision(False, reason, row.id, row.source)
    limits = [_Limit(row, contact) for row in rows if row.kind is Kind.LIMITS and row.standing is not Standing.ADVICE]
    refused = _first(limits, contact.at)
    warnings = _warnings(contact, rows)
    if refused and refused[1].standing is Standing.HOUSE and contact.override_reason.strip():
        warnings += (Warned(Caution.HOUSE_RULE_OVERRIDDEN, refused[1].id),)
        limits = [limit for limit in limits if limit.row.standing is Standing.BINDING]
        refused = _first(limits, contact.at)
    if not refused:
        return Decision(True, warnings=warnings)
    reason, row = refused
    soft = row.standing is Standing.HOUSE
    return Decision(False, reason, row.id, row.source, _next_lawful(limits, contact.at), soft, warnings)


def decide_belated(contact: Contact, policy: Policy | None = None) -> Decision:
    """Decide about a contact told after the event: it must not fill a number for those that were made since, either.

    The same as `decide` where the log holds nothing later than the contact.
    """
    first = decide(contact, policy)
    later = [a for a in contact.history if a.at > contact.at and a.channel is contact.channel and not a.incoming]
    if not first.allowed or not later:
        return first
    told = Attempt(contact.at, contact.channel, debt=contact.debt)
    for made in later:
        others = (*(a for a in contact.history if a is not made), told)
        then = decide(replace(contact, at=made.at, history=others, debt=made.debt), policy)
        if then.reason in _NUMBERS:
            return then
    return first
