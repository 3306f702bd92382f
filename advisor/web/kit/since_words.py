"""What changed "since we last spoke", in the client's own language: to be said aloud or sent as a message."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask_babel import force_locale, get_locale, gettext

from advisor.casework.since import Change, Since
from advisor.domain.words import N_
from advisor.records.party import Party
from advisor.records.promise import Promiser
from advisor.stages.decision.stage import OUTCOME_TITLES
from advisor.web.kit import show

SENTENCES = {
    "moved": N_("Your matter has moved on to: %(stage)s."),
    "skipped": N_("Your matter has moved on to: %(stage)s."),
    "imported": N_("Your matter has moved on to: %(stage)s."),
    "returned": N_("Your matter went back to: %(stage)s."),
    "undone": N_("Your matter went back to: %(stage)s."),
    "held": N_("Your matter is on hold at: %(stage)s."),
    "resumed": N_("Work on your matter goes on at: %(stage)s."),
    "closed": N_("Your matter was closed."),
    "reopened": N_("Your matter was opened again at: %(stage)s."),
    "accepted": N_("We accepted your document: %(paper)s."),
    "rejected": N_("We could not accept your document: %(paper)s. %(reason)s"),
    "question": N_("The institution has asked a question."),
    "question_by": N_("The institution has asked a question and waits for the answer until %(day)s."),
    "hearing": N_("A hearing is set for %(day)s."),
    "hearing_by": N_("A hearing is set for %(day)s."),
    "decision": N_("The institution has decided: %(outcome)s."),
    "decision_by": N_("The institution decided on %(day)s: %(outcome)s."),
}
PROMISED = {
    Promiser.US: N_("We promised by %(day)s: %(text)s"),
    Promiser.INSTITUTION: N_("The institution promised by %(day)s: %(text)s"),
    Promiser.CLIENT: N_("You promised by %(day)s: %(text)s"),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel's words in the client's language."""

    language: str
    changes: tuple[str, ...]
    promises: tuple[str, ...]
    next_date: str
    ask: str
    message: str


def panel(found: Since, client: Party, firm: str) -> Panel:
    """Everything the panel says, and the same as one message."""
    with force_locale(client.language):
        changes = tuple(_sentence(change, client.language) for change in found.changes)
        promised = tuple(gettext(PROMISED[p.promiser], day=show.day(p.due_on), text=p.text) for p in found.promises)
        next_date, ask = " ".join(_dates(found)), _ask(found, client.language)
        opening = gettext("Good day, this is %(firm)s.", firm=firm)
        parts = [opening, *changes, *promised, next_date, ask]
    return Panel(client.language, changes, promised, next_date, ask, "\n".join(part for part in parts if part))


def _sentence(change: Change, language: str) -> str:
    key = f"{change.kind}_by" if change.day and f"{change.kind}_by" in SENTENCES else change.kind
    paper = change.paper
    return gettext(
        SENTENCES[key], stage=show.stage_title(change.stage) if change.stage else "",
        paper=paper.name(language) if paper else "", reason=paper.reason if paper else "",
        day=show.day(change.day), outcome=gettext(OUTCOME_TITLES.get(change.outcome, change.outcome)),
    ).strip()  # fmt: skip


def _dates(found: Since) -> Iterator[str]:
    if found.meeting is not None:
        at = found.meeting.at.astimezone(ZoneInfo(found.meeting.zone))
        yield gettext(
            "Our next meeting: %(when)s.", when=format_datetime(at, "EEEE, d MMMM, HH:mm", locale=get_locale())
        )
    if found.next_day is not None:
        yield gettext("The next important day: %(day)s.", day=show.day(found.next_day))


def _ask(found: Since, language: str) -> str:
    if found.ask_for is not None:
        return gettext("Please bring or send: %(paper)s.", paper=found.ask_for.name(language))
    if found.ask_promise is not None:
        return gettext("May we count on %(text)s by %(day)s?", text=found.ask_promise.text,
                       day=show.day(found.ask_promise.due_on))  # fmt: skip
    return gettext("Has anything changed on your side that we should know?")
