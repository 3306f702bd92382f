"""The lines of the checklist in the reader's words, for the documents room."""

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from advisor.domain import checklists
from advisor.domain.checklist_words import NEEDED_BY
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.stages.documents.asking.gate import Days, Held, ask_from_on
from advisor.stages.documents.asking.stage import STALE
from advisor.stages.documents.composition.stage import FORM_TITLES
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, WantedAs, state_on
from advisor.stages.documents.desk.records import ChecklistItem
from advisor.stages.documents.desk.stage import OTHER, REJECT_REASONS, SHAPES, STATE_TITLES
from advisor.stages.documents.records import Need
from advisor.web.kit.addresses import url_for
from advisor.web.kit.now import today
from advisor.web.kit.phrases import say
from advisor.web.kit.show import day

CHECK, PREPARED, UPLOAD = N_("Check"), N_("Prepared"), N_("Upload")
TONES = {
    ItemState.NEEDED: "warn", ItemState.REQUESTED: "warn", ItemState.RECEIVED: "info", ItemState.ACCEPTED: "ok",
    ItemState.REJECTED: "bad", ItemState.WAIVED: "neutral", ItemState.EXPIRED: "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemLine:
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


@dataclass(frozen=True, slots=True)
class Reader:
    """What every line needs beside its row: the case's days, its people, the client's country, language, may he act."""

    case: Case
    days: Days
    names: dict[int, str]
    country: str
    lang: str
    acts: bool


def item_line(item: ChecklistItem, reader: Reader) -> ItemLine:
    """One paper in the reader's words, with what is wrong with it on the day that counts and what to do next."""
    state = state_on(item.state, item.valid_until_on, today())
    title = (FORM_TITLES.get(state) if item.form else None) or STATE_TITLES[state]
    wrong, until = _wrong(item, state, reader), item.valid_until_on
    note = " · ".join(x for x in (wrong, *facts_of(item, state, reader)) if x)
    act, href, opens = _next(item, state, reader.case.id) if reader.acts else ("", "", False)
    return ItemLine(
        item.id, item.name(reader.lang), url_for("checklist_item.show", case_id=reader.case.id, item_id=item.id), note,
        "bad" if wrong and state is not ItemState.WAIVED else "", say(title), TONES[state],
        gettext("until %(day)s", day=day(until)) if until else "", until.isoformat() if until else "", state,
        act, href, opens,
    )  # fmt: skip


def facts_of(item: ChecklistItem, state: ItemState, reader: Reader) -> list[str]:
    """What is known of a paper beside its state: when it is needed, its shape, whose it is, where it stands."""
    facts = [say(NEEDED_BY[item.needed_by])]
    facts += [] if item.mandatory else [gettext("optional")]
    facts += _shape(item)
    if item.held_from_id and state is ItemState.ACCEPTED:
        facts.append(gettext("taken from another case"))
    if item.party_id != reader.case.client_id:
        facts.append(reader.names.get(item.party_id, ""))
    facts += [gettext("on paper: %(shelf)s", shelf=item.shelf)] if item.shelf else []
    return [*facts, item.client_note] if item.client_note else facts


def _wrong(item: ChecklistItem, state: ItemState, reader: Reader) -> str:
    """Why a paper is asked for again, will be, or was let off; empty when nothing is to be said."""
    if state is ItemState.ACCEPTED:
        return stale_note(item, reader)
    if state is ItemState.REQUESTED and item.stale_for_on and item.valid_until_on:
        return gettext(STALE, until=day(item.valid_until_on), day=day(item.stale_for_on))
    if state in (ItemState.REJECTED, ItemState.WAIVED):
        known = item.reason_code in REJECT_REASONS and item.reason_code != OTHER
        coded = say(REJECT_REASONS[item.reason_code]) if known else ""
        return " ".join(x for x in (coded, item.reason) if x)
    return ""


def _next(item: ChecklistItem, state: ItemState, case_id: int) -> tuple[str, str, bool]:
    """The one thing to do with a line now: its words, its address, and whether it opens as a dialog."""
    if state is ItemState.RECEIVED:
        return say(CHECK), url_for("desk.paper", case_id=case_id, item_id=item.id), False
    if state not in OUTSTANDING:
        return "", "", False
    if item.form:
        return say(PREPARED), url_for("checklist_item.accept", case_id=case_id, item_id=item.id), True
    return say(UPLOAD), url_for("uploads.add", case_id=case_id, item_id=item.id), True


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
    said_so = [say(SHAPES[item.wanted_as])] if item.wanted_as is not WantedAs.SCAN else []
    said_so += [ngettext("%(num)s copy", "%(num)s copies", item.copies)] if item.copies > 1 else []
    said_so += [ngettext("covers %(num)s month", "covers %(num)s months", item.months)] if item.months else []
    return said_so + ([gettext("here: %(reason)s", reason=item.change_reason)] if item.change_reason else [])
