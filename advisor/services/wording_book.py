"""The firm's own wording of letters: begun from the shipped words, checked, tried on a case, kept, taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.staff import Staff, firm
from advisor.records.wording import Wording, wording_of
from advisor.services import wordings
from advisor.services.context import Context
from advisor.services.language import LANGUAGES
from advisor.services.letter_kinds import KINDS
from advisor.services.rows import words
from advisor.services.wordings import Words

MUST = ("url", "code")
"""Places without which a letter is of no use."""


@dataclass(frozen=True, slots=True)
class NewWording:
    """What an administrator typed."""

    subject: str
    text: str
    html: str = ""
    short: str = ""


def start_words(kind: str, language: str) -> Words:
    """The shipped words with their places in braces, to begin from."""
    about = KINDS[kind]
    values: dict[str, Any] = {name: f"{{{name}}}" for name in ("reader", *about.places)} | {"late": False}
    if "papers" in values:
        values["papers"] = ["{papers}"] if kind != "paper_again" else [("{papers}", "")]
    found = wordings.words_of(kind, language, values)
    return Words(found.subject, found.text.replace("- {papers}", "{papers}"), found.short)


def check(kind: str, new: NewWording) -> None:
    """Invalid(field, 'unknown_place') for a brace outside the allow-list, 'place_missing' where the link got lost."""
    for field in ("subject", "text", "html", "short"):
        wordings.check(kind, field, getattr(new, field))
    for name in MUST:
        for field in ("text", "html", "short"):
            typed = getattr(new, field)
            if name in KINDS[kind].places and (typed or field == "text") and f"{{{name}}}" not in typed:
                raise Invalid(field, "place_missing", place=name)
    if len(new.short) > wordings.LONGEST_SHORT:
        raise Invalid("short", "too_long")
    if "\n" in new.subject.strip():
        raise Invalid("subject", "control_characters")


def save(ctx: Context, kind: str, language: str, new: NewWording) -> Wording:
    """Keep the firm's own words of a letter; the edition before is retired."""
    _known(kind, language)
    check(kind, new)
    retire(ctx, kind, language)
    row = Wording(
        kind=kind, language=language, subject=words("subject", new.subject, 200), text=words("text", new.text, 8000),
        html=wordings.clean(new.html) if new.html.strip() else "", short=words("short", new.short, 480, needed=False),
        made_by=ctx.actor.id, made_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("wording.changed", "letter_wording", row.id, kind=kind, language=language)
    return row


def retire(ctx: Context, kind: str, language: str) -> bool:
    """Go back to the shipped words; False where there were no own ones."""
    _known(kind, language)
    row = wording_of(ctx.session, kind, language)
    if row is None:
        return False
    row.retired_at = ctx.now
    ctx.record("wording.retired", "letter_wording", row.id, kind=kind, language=language)
    return True


def own_kinds(session: Session) -> set[tuple[str, str]]:
    """Which letters the firm words itself: one statement."""
    query = select(Wording.kind, Wording.language).where(Wording.retired_at.is_(None))
    return {(row.kind, row.language) for row in session.execute(query)}


def preview_values(session: Session, kind: str, number: str, may_see: ColumnElement[bool]) -> dict[str, Any]:
    """The examples of a kind, with the names and numbers of a real case one may open where a number is given.

    Raises Invalid('case', 'unknown') for another number.
    """
    values: dict[str, Any] = {"reader": "Jan Kowalski", **KINDS[kind].places, "firm": firm(session).name}
    if not number.strip():
        return values
    case = session.scalar(select(Case).where(Case.number == number.strip(), may_see))
    if case is None:
        raise Invalid("case", "unknown")
    client = session.get_one(Party, case.client_id)
    owner = session.get(Staff, case.owner_id) if case.owner_id else None
    real = {"reader": client.name, "client": client.name, "number": case.number, "advisor": owner.name if owner else ""}
    return values | {name: value for name, value in real.items() if name in values and value}


def try_out(kind: str, values: dict[str, Any], new: NewWording, now: datetime) -> tuple[Words, str]:
    """The typed words filled with values, and their HTML; refused as `save` would refuse them."""
    check(kind, new)
    row = Wording(kind=kind, language="en", subject=new.subject, text=new.text, html=wordings.clean(new.html),
                  short=new.short, made_at=now)  # fmt: skip
    return wordings.words_of(kind, "en", values, row), wordings.own_page(row, values)


def _known(kind: str, language: str) -> None:
    if kind not in KINDS or language not in LANGUAGES:
        raise NotFound
