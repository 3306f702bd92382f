"""The lines of the checklist in the reader's words, for the documents room."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from advisor.domain import checklists
from advisor.domain.checklist_words import NEEDED_BY
from advisor.records.case import Case
from advisor.records.upload import Upload
from advisor.stages.documents.composition.stage import FORM_TITLES
from advisor.stages.documents.desk.gate import OUTSTANDING, ItemState, WantedAs, state_on, trouble
from advisor.stages.documents.desk.records import ChecklistItem, fact_of
from advisor.stages.documents.desk.stage import FINDINGS, REJECT_REASONS, SHAPES, STATE_TITLES
from advisor.stages.documents.records import Need
from advisor.web.kit.now import today

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


def item_line(item: ChecklistItem, case: Case, files: list[Upload], names: dict[int, str], lang: str) -> ItemLine:
    """One paper in the reader's words, with what is wrong with it on the planned filing day."""
    state = state_on(item.state, item.valid_until_on, today())
    title = (FORM_TITLES.get(state) if item.form else None) or STATE_TITLES[state]
    problem = trouble(fact_of(item, today()), case.planned_filing_on)
    note = gettext(FINDINGS["documents.item_stale"]) if problem == "documents.item_stale" else ""
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


def _shape(item: ChecklistItem) -> list[str]:
    """In which shape, how often and over how many months a paper is wanted, and the case's reason for it."""
    said_so = [gettext(SHAPES[item.wanted_as])] if item.wanted_as is not WantedAs.SCAN else []
    said_so += [ngettext("%(num)s copy", "%(num)s copies", item.copies)] if item.copies > 1 else []
    said_so += [ngettext("covers %(num)s month", "covers %(num)s months", item.months)] if item.months else []
    return said_so + ([gettext("here: %(reason)s", reason=item.change_reason)] if item.change_reason else [])
