"""Every kind of letter: for whom, why it comes, and which places its words may hold.

A kind is for one audience for ever. What a person typed for colleagues is a plain `str`; a place of a client's letter
that takes free words accepts only `ForClient`, so internal text cannot get there by mistake.
"""

from dataclasses import dataclass, field

from advisor.domain.words import N_
from advisor.records.outbox import Audience

STAFF, CLIENT = Audience.STAFF, Audience.CLIENT


class ForClient(str):
    """Words meant for the client's eyes. Whoever makes one has decided that."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter. `places` are its allow-list, each with an example; `free` ones hold words typed by a person.

    `automatic`: the house sends it by itself, so the client may stop it and the hours of the house hold.
    `secret`: the words hold a code or link and are never shown again.
    """

    audience: Audience
    title: str
    why: str
    places: dict[str, str]
    free: frozenset[str] = field(default_factory=frozenset)
    automatic: bool = False
    secret: bool = False


BY_REQUEST = frozenset({"code"})
"""Kinds the client himself asked for this minute: no contact of ours, so silence and hours do not hold them back."""

_CASE = N_("You get this because we work on your case.")
_MINE = N_("You get this because the case is yours.")
_ACCOUNT = N_("You get this because it is about your account.")
_SIGNED = {"advisor": "Anna Nowak", "firm": "Example Finance"}
_LINK = {"url": "https://advisor.example/c/…", "until": "24 December 2026"}
_STAFF_CASE = {"client": "Jan Kowalski", "number": "2026-000123", "url": "https://advisor.example/cases/1"}

KINDS: dict[str, Kind] = {
    "follow_up": Kind(
        STAFF, N_("Follow-up"), N_("You get this because the follow-up is assigned to you."),
        {**_STAFF_CASE, "text": "Call the client", "when": "3 Dec 2026, 10:00"},
    ),
    "client_asked": Kind(STAFF, N_("Question of a client"), _MINE, _STAFF_CASE),
    "undelivered": Kind(STAFF, N_("Undelivered letter"), _MINE, _STAFF_CASE),
    "digest": Kind(
        STAFF, N_("Daily letter"), N_("You get this because you asked for one letter a day."),
        {"day": "3 December 2026", "lines": "10:00 Jan Kowalski: Call", "url": "https://advisor.example/today"},
    ),
    "password_reset": Kind(STAFF, N_("New password"), _ACCOUNT, {"url": "https://advisor.example/r/…"}, secret=True),
    "password_changed": Kind(STAFF, N_("Password changed"), _ACCOUNT, {"when": "3 Dec 2026, 10:00"}),
    "test": Kind(STAFF, N_("Test letter"), N_("You get this because you asked for a test."), {}),
    "offer": Kind(CLIENT, N_("Offer"), _CASE, {"paper": "O-2026-000017", **_LINK, **_SIGNED}, secret=True),
    "checklist": Kind(CLIENT, N_("Checklist"), _CASE, {"paper": "C-2026-000017", **_LINK, **_SIGNED}, secret=True),
    "contract": Kind(
        CLIENT, N_("Contract to sign"), _CASE, {"paper": "K-2026-000017", **_LINK, **_SIGNED}, secret=True
    ),
    "paper_again": Kind(
        CLIENT, N_("Send again"), _CASE, {"papers": "- Bank statement: pages are missing", **_LINK, **_SIGNED},
        secret=True,
    ),
    "code": Kind(
        CLIENT, N_("One-time code"), N_("You get this because somebody opened your page."),
        {"code": "123456", "firm": "Example Finance"}, secret=True,
    ),
    "link": Kind(CLIENT, N_("Link to the client page"), _CASE, {**_LINK, **_SIGNED}, secret=True),
    "answer": Kind(CLIENT, N_("Answer on the client page"), _CASE, {**_LINK, **_SIGNED}, secret=True),
    "invitation": Kind(
        CLIENT, N_("Invitation"), _CASE,
        {"when": "Thursday, 3 December 2026, 10:00", "place": "At our office", **_SIGNED},
    ),
    "meeting_moved": Kind(
        CLIENT, N_("Meeting moved"), _CASE,
        {"when": "Thursday, 3 December 2026, 10:00", "place": "At our office", **_SIGNED},
    ),
    "meeting_cancelled": Kind(
        CLIENT, N_("Meeting cancelled"), _CASE, {"when": "Thursday, 3 December 2026, 10:00", **_SIGNED}
    ),
    "documents_missing": Kind(
        CLIENT, N_("Reminder of documents"), N_("You get this because we wait for your documents."),
        {"papers": "- Bank statement", "number": "2026-000123", **_LINK, **_SIGNED}, automatic=True, secret=True,
    ),
    "document_expires": Kind(
        CLIENT, N_("Reminder of an expiring document"), N_("You get this because one of your documents expires soon."),
        {"papers": "- Certificate", "day": "24 December 2026", **_LINK, **_SIGNED}, automatic=True, secret=True,
    ),
    "payment_due": Kind(
        CLIENT, N_("Reminder of a payment"), N_("You get this because a payment is due soon."),
        {"day": "24 December 2026", "amount": "PLN 1,250.00", "contract": "K-2026-17", "number": "2026-000123",
         **_SIGNED}, automatic=True,
    ),
    "reminder": Kind(
        CLIENT, N_("General reminder"), _CASE, {"number": "2026-000123", **_LINK, **_SIGNED}, automatic=True,
        secret=True,
    ),
}  # fmt: skip
STAFF_KINDS = frozenset(kind for kind, about in KINDS.items() if about.audience is STAFF)
CLIENT_KINDS = frozenset(kind for kind, about in KINDS.items() if about.audience is CLIENT)


def places_of(kind: str) -> frozenset[str]:
    """The places an administrator may use in the words of a kind."""
    return frozenset({"reader", *KINDS[kind].places})
