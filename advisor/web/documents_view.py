"""The lines of the checklist in the reader's words, for the documents room."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from flask_babel import ngettext

from advisor.domain import checklists
from advisor.domain.checklist_words import NEEDED_BY
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.stages.documents.asking.gate import Days, Held, ask_from_on
from advisor.stages.documents.asking.stage import STALE
from advisor.stages.documents.composition.gate import validity
from advisor.stages.documents.composition.stage import FORM_TITLES
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, WantedAs, state_on
from advisor.stages.documents.desk.records import ChecklistItem
from advisor.stages.documents.desk.stage import OTHER, REJECT_REASONS, SHAPES, STATE_TITLES
from advisor.stages.documents.records import Need
from advisor.stages.documents.rules.gate import Term
from advisor.stages.documents.rules.stage import ASKING_TITLES
from advisor.web.kit.addresses import address
from advisor.web.kit.now import today
from advisor.web.kit.phrases import say
from advisor.web.kit.show import day

CHECK, PREPARED, UPLOAD = N_("Check"), N_("Prepared"), N_("Upload")
OPTIONAL, HELD, UNTIL = N_("optional"), N_("taken from another case"), N_("until %(day)s")
ON_PAPER, HERE = N_("on paper: %(shelf)s"), N_("here: %(reason)s")
AGAIN = N_("It is asked for again on %(day)s.")
TONES = {
    ItemState.NEEDED: "warn", ItemState.REQUESTED: "warn", ItemState.RECEIVED: "info", ItemState.ACCEPTED: "ok",
    ItemState.REJECTED: "bad", ItemState.WAIVED: "neutral", ItemState.EXPIRED: "bad",
}  # fmt: skip


class ItemLine(NamedTuple):
    """One line of the list as the page shows it; `act` is the one button that comes next, empty when there is none."""

    id: int
    title: str
    href: str
    note: str
    note_tone: str
    state: str
    tone: str
    date: str
    at: str
    code: ItemState
    act: str = ""
    act_href: str = ""
    act_opens: bool = False


def need_name(need: Need, names: dict[int, str], client_id: int, lang: str) -> str:
    """A paper to be asked for, with whose it is when it is not the client's."""
    paper = checklists.document(need.term.document)
    name = need.term.title or (paper.name(lang) if paper else need.term.document)
    return name if need.party_id == client_id else f"{name} ({names.get(need.party_id, '')})"


def changed_terms(item: ChecklistItem, term: Term, lang: str) -> str:
    """A line with each term that would change, as it is and as it would be; what the case set for itself stays."""
    kept = (*(5 * [bool(item.change_reason)]), bool(item.limit_reason))
    pairs = zip(_terms(item, item.document), _terms(term, item.document), kept, strict=True)
    turns = [f"{old or '–'} → {new or '–'}" for old, new, own in pairs if old != new and not own]
    return f"{item.name(lang)}: {'; '.join(turns)}"


def _terms(asked: ChecklistItem | Term, code: str) -> tuple[str, ...]:
    """How a paper is asked for, in the reader's words."""
    rule = validity(checklists.document(code), asked.limit_days)
    return (
        say(NEEDED_BY[asked.needed_by]), say(ASKING_TITLES["must" if asked.mandatory else "may"]),
        say(SHAPES[asked.wanted_as]), ngettext("%(num)s copy", "%(num)s copies", asked.copies),
        ngettext("covers %(num)s month", "covers %(num)s months", asked.months) if asked.months else "",
        ngettext(*rule[0], rule[1]) if rule else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """What every line needs beside its row: the case's days, its people, the client's country, language, may he act.

    Words and addresses are looked up once for all lines.
    """

    case: Case
    days: Days
    names: dict[int, str]
    country: str
    lang: str
    acts: bool
    today: date = field(default_factory=today)
    _words: dict[str, str] = field(default_factory=dict)

    def say(self, text: str, **values: Any) -> str:
        """A marked text in the reader's language."""
        said = self._words.get(text) or self._words.setdefault(text, say(text))
        return said % values if values else said

    def where(self, endpoint: str, item: ChecklistItem) -> str:
        """The address of a page about one line."""
        pattern = self._words.get(endpoint) or self._words.setdefault(endpoint, address(endpoint, "case_id", "item_id"))
        return pattern % (self.case.id, item.id)


def item_line(item: ChecklistItem, reader: Reader) -> ItemLine:
    """One paper in the reader's words, with what is wrong with it on the day that counts and what to do next."""
    until = item.valid_until_on
    state = state_on(item.state, until, reader.today)
    title = (FORM_TITLES.get(state) if item.form else None) or STATE_TITLES[state]
    wrong = _wrong(item, state, reader)
    notes = [wrong, *facts_of(item, state, reader)] if wrong else facts_of(item, state, reader)
    act, href, opens = _next(item, state, reader) if reader.acts else ("", "", False)
    return ItemLine(
        item.id, item.name(reader.lang), reader.where("checklist_item.show", item), " · ".join(notes),
        "bad" if wrong and state is not ItemState.WAIVED else "", reader.say(title), TONES[state],
        reader.say(UNTIL, day=day(until)) if until else "", until.isoformat() if until else "", state,
        act, href, opens,
    )  # fmt: skip


def facts_of(item: ChecklistItem, state: ItemState, reader: Reader) -> list[str]:
    """What is known of a paper beside its state: when it is needed, its shape, whose it is, where it stands."""
    facts = [reader.say(NEEDED_BY[item.needed_by])]
    facts += [] if item.mandatory else [reader.say(OPTIONAL)]
    facts += _shape(item, reader)
    if item.held_from_id and state is ItemState.ACCEPTED:
        facts.append(reader.say(HELD))
    if item.party_id != reader.case.client_id:
        facts.append(reader.names.get(item.party_id, ""))
    facts += [reader.say(ON_PAPER, shelf=item.shelf)] if item.shelf else []
    return [*facts, item.client_note] if item.client_note else facts


def _wrong(item: ChecklistItem, state: ItemState, reader: Reader) -> str:
    """Why a paper is asked for again, will be, or was let off; empty when nothing is to be said."""
    if state is ItemState.ACCEPTED:
        return stale_note(item, reader)
    if state is ItemState.REQUESTED and item.stale_for_on and item.valid_until_on:
        return reader.say(STALE, until=day(item.valid_until_on), day=day(item.stale_for_on))
    if state in (ItemState.REJECTED, ItemState.WAIVED):
        known = item.reason_code in REJECT_REASONS and item.reason_code != OTHER
        coded = reader.say(REJECT_REASONS[item.reason_code]) if known else ""
        return " ".join(x for x in (coded, item.reason) if x)
    return ""


def _next(item: ChecklistItem, state: ItemState, reader: Reader) -> tuple[str, str, bool]:
    """The one thing to do with a line now: its words, its address, and whether it opens as a dialog."""
    if state is ItemState.RECEIVED:
        return reader.say(CHECK), reader.where("desk.paper", item), False
    if state not in OUTSTANDING:
        return "", "", False
    if item.form:
        return reader.say(PREPARED), reader.where("checklist_item.accept", item), True
    return reader.say(UPLOAD), reader.where("uploads.add", item), True


def stale_note(item: ChecklistItem, reader: Reader) -> str:
    """Until when an accepted paper is good, for which day that is too short, and when it is asked for again."""
    needed = reader.days.counts_on(item.needed_by)
    if needed is None or item.valid_until_on is None or item.valid_until_on >= needed:
        return ""
    paper = checklists.document(item.document) or checklists.Document("", {"en": ""}, "")
    start = ask_from_on(Held(paper, item.valid_until_on, item.limit_days, reader.country), needed) or reader.today
    told = reader.say(STALE, until=day(item.valid_until_on), day=day(needed))
    return f"{told} {reader.say(AGAIN, day=day(max(start, reader.today)))}"


def _shape(item: ChecklistItem, reader: Reader) -> list[str]:
    """In which shape, how often and over how many months a paper is wanted, and the case's reason for it."""
    said_so = [reader.say(SHAPES[item.wanted_as])] if item.wanted_as is not WantedAs.SCAN else []
    said_so += [ngettext("%(num)s copy", "%(num)s copies", item.copies)] if item.copies > 1 else []
    said_so += [ngettext("covers %(num)s month", "covers %(num)s months", item.months)] if item.months else []
    return said_so + ([reader.say(HERE, reason=item.change_reason)] if item.change_reason else [])
