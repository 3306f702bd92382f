"""The lines of the checklist in the reader's words, for the documents room."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from advisor.domain import checklists
from advisor.domain.checklist_words import NEEDED_BY
from advisor.records.case import Case
from advisor.records.upload import Upload
from advisor.stages.documents.asking.gate import Days, Held, ask_from_on
from advisor.stages.documents.asking.stage import STALE
from advisor.stages.documents.composition.stage import FORM_TITLES
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, WantedAs, state_on
from advisor.stages.documents.desk.records import ChecklistItem
from advisor.stages.documents.desk.stage import REJECT_REASONS, SHAPES, STATE_TITLES
from advisor.stages.documents.records import Need
from advisor.web.kit.now import today
from advisor.web.kit.show import day

TONES = {
    ItemState.NEEDED: "warn", ItemState.REQUESTED: "warn", ItemState.RECEIVED: "info", ItemState.ACCEPTED: "ok",
    ItemState.REJECTED: "bad", ItemState.WAIVED: "neutral", ItemState.EXPIRED: "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of the list as the page shows it."""

    id: int
    title: str
    state: ItemState
    state_title: str
    tone: str
    note: str
    note_tone: str
    facts: tuple[str, ...]
    until: date | None
    files: list[Upload]
    form: bool
    outstanding: bool


def need_name(need: Need, names: dict[int, str], client_id: int, lang: str) -> str:
    """A paper to be asked for, with whose it is when it is not the client's."""
    paper = checklists.document(need.term.document)
    name = need.term.title or (paper.name(lang) if paper else need.term.document)
    return name if need.party_id == client_id else f"{name} ({names.get(need.party_id, '')})"


@dataclass(frozen=True, slots=True)
class Reader:
    """What every line needs beside its row: the case's days, its people's names, the client's country, a language."""

    case: Case
    days: Days
    names: dict[int, str]
    country: str
    lang: str


def item_line(item: ChecklistItem, files: list[Upload], reader: Reader) -> ItemLine:
    """One paper in the reader's words, with what is wrong with it on the day that counts."""
    case, names, lang = reader.case, reader.names, reader.lang
    state = state_on(item.state, item.valid_until_on, today())
    title = (FORM_TITLES.get(state) if item.form else None) or STATE_TITLES[state]
    note = stale_note(item, reader) if state is ItemState.ACCEPTED else ""
    if item.stale_for_on and item.valid_until_on and state is ItemState.REQUESTED:
        note = gettext(STALE, until=day(item.valid_until_on), day=day(item.stale_for_on))
    if state in (ItemState.REJECTED, ItemState.WAIVED):
        coded = gettext(REJECT_REASONS[item.reason_code]) if item.reason_code in REJECT_REASONS else ""
        note = " ".join(x for x in (coded, item.reason) if x)
    facts = [gettext(NEEDED_BY[item.needed_by]), "" if item.mandatory else gettext("optional"), *_shape(item),
             gettext("taken from another case") if item.held_from_id and state is ItemState.ACCEPTED else "",
             names.get(item.party_id, "") if item.party_id != case.client_id else "",
             gettext("on paper: %(shelf)s", shelf=item.shelf) if item.shelf else "", item.client_note]  # fmt: skip
    return ItemLine(
        item.id, item.name(lang), state, gettext(title), TONES[state], note,
        "bad" if note and state is not ItemState.WAIVED else "", tuple(x for x in facts if x), item.valid_until_on,
        files, item.form, state in OUTSTANDING,
    )  # fmt: skip


def stale_note(item: ChecklistItem, reader: Reader) -> str:
    """Until when an accepted paper is good, for which day that is too short, and when it is asked for again."""
    needed = reader.days.counts_on(item.needed_by)
    if needed is None or item.valid_until_on is None or item.valid_until_on >= needed:
        return ""
    paper = checklists.document(item.document) or checklists.Document("", {"en": ""}, "")
    start = ask_from_on(Held(paper, item.valid_until_on, item.limit_days, reader.country), needed) or today()
    told = gettext(STALE, until=day(item.valid_until_on), day=day(needed))
    return f"{told} {gettext('It is asked for again on %(day)s.', day=day(max(start, today())))}"


def _shape(item: ChecklistItem) -> list[str]:
    """In which shape, how often and over how many months a paper is wanted, and the case's reason for it."""
    said_so = [gettext(SHAPES[item.wanted_as])] if item.wanted_as is not WantedAs.SCAN else []
    said_so += [ngettext("%(num)s copy", "%(num)s copies", item.copies)] if item.copies > 1 else []
    said_so += [ngettext("covers %(num)s month", "covers %(num)s months", item.months)] if item.months else []
    return said_so + ([gettext("here: %(reason)s", reason=item.change_reason)] if item.change_reason else [])
