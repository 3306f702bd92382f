"""One due step with everybody it concerns, and what its letter speaks of, looked up when it rings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_currency

from advisor.domain.finance.money import from_minor
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.reminder import Reminder
from advisor.records.staff import Staff
from advisor.services.context import Context
from advisor.services.language import spaced, written_day
from advisor.stages.decision.records import contract_number
from advisor.stages.documents.asking.records import to_remind
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, items_of
from advisor.stages.monitoring.records import Duty


@dataclass(frozen=True, slots=True)
class Nudge:
    """One due step with everybody it concerns."""

    reminder: Reminder
    case: Case
    client: Party
    owner: Staff | None


def about_of(ctx: Context, nudge: Nudge) -> dict[str, Any] | None:
    """What the letter speaks of; None when the event is over."""
    find = ABOUT.get(nudge.reminder.letter)
    return find(ctx, nudge) if find else {}


def _missing(ctx: Context, nudge: Nudge) -> dict[str, Any] | None:
    items = to_remind(ctx.session, nudge.case.id, nudge.reminder.rung_at)
    return _papers(items, nudge) if items else None


def _expiring(ctx: Context, nudge: Nudge) -> dict[str, Any] | None:
    at = nudge.reminder.anchor_at
    if at is None:
        return None
    day = at.astimezone(ZoneInfo(nudge.reminder.zone)).date()
    held = [
        i for i in items_of(ctx.session, nudge.case.id) if i.state is ItemState.ACCEPTED and i.valid_until_on == day
    ]
    return _papers(held, nudge) | {"day": written_day(day, "long", nudge.client.language)} if held else None


def _payment(ctx: Context, nudge: Nudge) -> dict[str, Any] | None:
    at = nudge.reminder.anchor_at
    day = at.astimezone(ZoneInfo(nudge.reminder.zone)).date() if at else ctx.today
    about = nudge.reminder.plan.rpartition(".")[2]
    duty = ctx.session.get(Duty, int(about)) if about.isdigit() else None
    return {
        "day": written_day(day, "long", nudge.client.language), "amount": _amount(duty, nudge),
        "contract": contract_number(ctx.session, nudge.case.id),
    }  # fmt: skip


def _amount(duty: Duty | None, nudge: Nudge) -> str:
    """The exact sum of the row the reminder is about, as the client writes it (ES-10); nothing where none was noted."""
    if duty is None or duty.case_id != nudge.case.id or duty.amount is None:
        return ""
    amount = from_minor(duty.amount, duty.currency).amount
    return spaced(format_currency(amount, duty.currency, locale=nudge.client.language))


def _papers(items: list[ChecklistItem], nudge: Nudge) -> dict[str, Any]:
    return {"papers": [item.name(nudge.client.language) for item in items], "items": items}


ABOUT: dict[str, Callable[[Context, Nudge], dict[str, Any] | None]] = {
    "documents_missing": _missing, "document_expires": _expiring, "payment_due": _payment,
}  # fmt: skip
