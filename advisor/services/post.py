"""Letters: written into the outbox in the business transaction, in the reader's language, for one audience.

A letter for staff and a letter for a client are made by different functions from different templates, so internal words
cannot reach a client's address. Subjects and texts come from `templates/post/<kind>.subject|.txt|.html`.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from advisor.domain.errors import Invalid
from advisor.records.outbox import Audience, Letter
from advisor.records.party import Party
from advisor.records.staff import Staff
from advisor.services.context import Context
from advisor.services.followups import new_message_id
from advisor.services.language import translations

_BESIDE = Path(__file__).resolve().parents[2] / "templates"
_INSIDE = Path(__file__).resolve().parents[1] / "_house" / "templates"

STAFF_KINDS = frozenset({"follow_up", "password_reset", "password_changed", "test", "client_asked", "undelivered"})
CLIENT_KINDS = frozenset({"offer", "checklist", "code", "invitation", "link"})


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
    letter = _letter(ctx, draft, Audience.STAFF, staff.email, staff.language, {"reader": staff.name})
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
    letter = _letter(ctx, draft, Audience.CLIENT, party.email, party.language, {"reader": party.name})
    letter.party_id = party.id
    ctx.session.add(letter)
    return letter


def _letter(
    ctx: Context, draft: Draft, audience: Audience, address: str, language: str, base: dict[str, Any]
) -> Letter:
    if any(c in address for c in "\r\n\0"):
        raise Invalid("email", "not_an_address")
    values = base | draft.values
    subject = " ".join(render(draft.kind, "subject", language, values).split())
    return Letter(
        kind=draft.kind, key=draft.key, message_id=draft.message_id or new_message_id(), audience=audience,
        case_id=draft.case_id, reminder_id=draft.reminder_id, to_address=address, language=language, subject=subject,
        text=render(draft.kind, "txt", language, values).strip() + "\n", why=draft.why, papers=list(draft.papers),
        next_try_at=ctx.now, created_at=ctx.now,
    )  # fmt: skip


def render(kind: str, part: str, language: str, values: dict[str, Any]) -> str:
    """One part of a letter; a missing value is an error, so nothing half-filled can be sent."""
    return _environment(language, part == "html").get_template(f"{kind}.{part}").render(values)


@lru_cache(maxsize=16)
def _environment(language: str, escape: bool) -> Environment:
    folder = (_INSIDE if _INSIDE.is_dir() else _BESIDE) / "post"
    env = Environment(  # noqa: S701 - plain text parts must not be escaped; html parts are
        loader=FileSystemLoader(folder), autoescape=escape, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"],
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return env
