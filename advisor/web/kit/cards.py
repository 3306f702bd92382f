"""Cases as cards and rows for templates: codes become words, minor units become money, in one place."""

from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale
from flask_babel import gettext, ngettext

from advisor.casework.board import Card
from advisor.domain.catalogue import BY_CODE
from advisor.web.kit import show
from advisor.web.kit.addresses import url_for
from advisor.web.kit.now import now, zone
from advisor.web.kit.phrases import locale, say


def card_values(card: Card, *, may_move: bool) -> dict[str, Any]:
    """What the component `case_cards` asks for."""
    product = BY_CODE.get(card.product)
    return {
        "id": card.id, "number": card.number, "name": card.name, "href": url_for("cases.show", case_id=card.id),
        "kind": say(product.title) if product else card.product, "kind_tone": product.tag if product else "neutral",
        "amount": show.money(card.amount, card.currency), "due": due_chip(card), "total": 0,
        "move_href": url_for("moves.move", case_id=card.id) if may_move else "",
        "owner": {"initials": initials(card.owner_name), "name": card.owner_name} if card.owner_name else None,
    }  # fmt: skip


def due_chip(card: Card) -> dict[str, str] | None:
    """Days to the next action as words and a tone; None when nothing is planned."""
    if card.next_action_at is None:
        return None
    here = zone()
    return _chip(card.next_action_at.astimezone(here).date(), now().astimezone(here).date(), locale())


@lru_cache(maxsize=1024)
def _chip(due_on: date, today: date, _locale: Locale) -> dict[str, str]:
    """Written once per day and language, whose words these are."""
    days, at = (due_on - today).days, due_on.isoformat()
    if days < 0:
        return {"text": ngettext("Overdue %(num)s day", "Overdue %(num)s days", -days), "tone": "bad", "at": at}
    if days == 0:
        return {"text": gettext("Today"), "tone": "warn", "at": at}
    return {"text": ngettext("In %(num)s day", "In %(num)s days", days), "tone": "neutral", "at": at}


@lru_cache(maxsize=512)
def initials(name: str) -> str:
    """Up to two letters of a name."""
    return "".join(part[0] for part in name.split()[:2]).upper()
