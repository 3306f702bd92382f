"""The guard's answer on screen: the reason, the rule with its source, and from when on it would be lawful."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext

from advisor.domain.outreach.policy import shipped_policy
from advisor.domain.outreach.words import CAUTION_TITLES, REASON_TITLES, STANDING_TITLES
from advisor.services.guard import ContactRefused, Ruling
from advisor.web.kit import show
from advisor.web.kit.now import zone


@dataclass(frozen=True, slots=True)
class Told:
    """A ruling in the reader's words; empty texts where there is nothing to say."""

    allowed: bool
    reason: str
    rule: str
    next_at: str
    warnings: tuple[str, ...]
    overridable: bool


def told(ruling: Ruling) -> Told:
    """The ruling in words, moments by the reader's clock and, where it differs, by the client's."""
    decision = ruling.decision
    rule = ""
    if decision.rule:
        row = shipped_policy().row(decision.rule)
        rule = gettext("Rule %(id)s, %(regime)s. %(standing)s. Source: %(source)s", id=row.id,
                       regime=gettext(row.regime), standing=gettext(STANDING_TITLES[row.standing]),
                       source=gettext(row.source))  # fmt: skip
    return Told(
        decision.allowed, gettext(REASON_TITLES[decision.reason]) if decision.reason else "", rule,
        _moment(ruling.next_at, ruling.zone) if ruling.next_at else "",
        tuple(f"{gettext(CAUTION_TITLES[w.caution])} ({w.rule})" for w in decision.warnings), decision.overridable,
    )  # fmt: skip


def refusal(problem: ContactRefused) -> str:
    """Why a letter may not be sent now, in one line: the reason and the rule."""
    found = told(problem.ruling)
    return " ".join(text for text in (found.reason, found.rule) if text)


def _moment(at: datetime, place: str) -> str:
    """ "5 Mar 2026, 06:00", and how the client's clock shows it where it is another."""
    there = ZoneInfo(place)
    text = show.moment(at)
    if at.astimezone(there).replace(tzinfo=None) == at.astimezone(zone()).replace(tzinfo=None):
        return text
    clock = at.astimezone(there).strftime("%H:%M")
    return gettext("%(when)s (%(clock)s on the client's clock)", when=text, clock=clock)
