"""Letters: written into the outbox in the business transaction, in the reader's language, for one audience.

A letter for staff and a letter for a client are made by different functions from different templates, so internal words
cannot reach a client's address. Subjects and texts come from `templates/post/<kind>.subject` and `.txt`.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from advisor.config import house_path
from advisor.domain.errors import Invalid
from advisor.records.outbox import Audience, Letter
from advisor.records.party import Party
from advisor.records.staff import Staff
from advisor.services.context import Context
from advisor.services.followups import new_message_id
from advisor.services.language import translations

STAFF_KINDS = frozenset({"follow_up", "password_reset", "password_changed", "test", "client_asked", "undelivered"})
CLIENT_KINDS = frozenset({"offer", "checklist", "code", "invitation", "link", "paper_again"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be written: its kind, the values of its template, and a key that makes it one of a kind."""

    kind: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    case_id: int | None = None
    reminder_id: int | None = None
    message_id: str = ""
    papers: tuple[int, ...] = ()


def to_staff(ctx: Context, staff: Staff, draft: Draft) -> Letter:
    """Write a letter to a member of staff."""
    if draft.kind not in STAFF_KINDS:
        raise ValueError(f"{draft.kind} is not a letter for staff")
    letter = _letter(ctx, draft, _Reader(Audience.STAFF, staff.name, staff.email, staff.language))
    letter.staff_id = staff.id
    ctx.session.add(letter)
    return letter


def to_client(ctx: Context, party: Party, draft: Draft) -> Letter:
    """Write a letter to a client; Invalid('email', 'missing') without an address, 'do_not_contact' where asked."""
    if draft.kind not in CLIENT_KINDS:
        raise ValueError(f"{draft.kind} is not a letter for clients")
    if not party.email:
        raise Invalid("email", "missing")
    if party.do_not_contact:
        raise Invalid("email", "do_not_contact")
    letter = _letter(ctx, draft, _Reader(Audience.CLIENT, party.name, party.email, party.language))
    letter.party_id = party.id
    ctx.session.add(letter)
    return letter


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whom a letter is for."""

    audience: Audience
    name: str
    address: str
    language: str


def _letter(ctx: Context, draft: Draft, reader: _Reader) -> Letter:
    if any(c in reader.address for c in "\r\n\0"):
        raise Invalid("email", "not_an_address")
    subject, text = render_letter(draft.kind, reader.language, {"reader": reader.name} | draft.values)
    return Letter(
        kind=draft.kind, key=draft.key, message_id=draft.message_id or new_message_id(), audience=reader.audience,
        case_id=draft.case_id, reminder_id=draft.reminder_id, to_address=reader.address, language=reader.language,
        subject=subject, text=text, why=draft.why, papers=list(draft.papers),
        next_try_at=ctx.now, created_at=ctx.now,
    )  # fmt: skip


def render_letter(kind: str, language: str, values: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a letter; a missing value is an error, so nothing half-filled can be sent."""
    environment = _environment(language)
    subject, text = (environment.get_template(f"{kind}.{part}").render(values) for part in ("subject", "txt"))
    return " ".join(subject.split()), text.strip() + "\n"


@lru_cache(maxsize=16)
def _environment(language: str) -> Environment:
    env = Environment(
        loader=FileSystemLoader(house_path("templates") / "post"), autoescape=select_autoescape(),
        undefined=StrictUndefined, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return env
