"""What the client can do now, the most pressing first: the page shows the first one large, the others below.

A source looks at the case and names one thing to do, or nothing. Whoever brings something new for clients to do adds a
source to SOURCES at its place.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from advisor.casework.client_page.view import ClientView
from advisor.domain.words import N_
from advisor.records.case import Case
from advisor.records.engagement import engagement_of
from advisor.records.paper import PaperKind


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do: its words (marked English), the page of the client door where it is done, and how many."""

    text: str
    endpoint: str
    count: int = 0
    item_id: int | None = None


Source = Callable[[Session, Case, ClientView], ToDo | None]


def read_answer(_session: Session, _case: Case, view: ClientView) -> ToDo | None:
    """An answer of the advisor nobody has read."""
    return ToDo(N_("Read our answer"), "portal_messages.show", view.unread) if view.unread else None


def send_again(_session: Session, _case: Case, view: ClientView) -> ToDo | None:
    """Papers that were no good; a single one opens at once."""
    if not view.rejected:
        return None
    only = view.rejected[0].id if len(view.rejected) == 1 else None
    return ToDo(N_("Send papers again"), "portal_sending.show", len(view.rejected), only)


def decide_on_offer(_session: Session, _case: Case, view: ClientView) -> ToDo | None:
    """An offer without the client's answer."""
    waits = view.offer is not None and view.accepted_on is None
    return ToDo(N_("Read and accept our offer"), "portal_offer.show") if waits else None


def sign_contract(session: Session, case: Case, view: ClientView) -> ToDo | None:
    """A contract or power of attorney that was issued and neither signed nor declined."""
    kinds = {paper.kind for paper in view.papers} & {PaperKind.CONTRACT, PaperKind.MANDATE}
    row = engagement_of(session, case.id) if kinds else None
    if row is None or row.declined_at is not None:
        return None
    waits = PaperKind.CONTRACT in kinds and row.signed_on is None
    waits = waits or (PaperKind.MANDATE in kinds and row.mandate_paper_id is None and row.mandate_from_on is None)
    return ToDo(N_("Read and sign our contract"), "portal_signing.show") if waits else None


def send_papers(_session: Session, _case: Case, view: ClientView) -> ToDo | None:
    """Papers still missing."""
    missing = [asked for asked in view.needed if asked not in view.rejected]
    return ToDo(N_("Send the missing papers"), "portal_sending.show", len(missing)) if missing else None


SOURCES: list[Source] = [read_answer, send_again, sign_contract, decide_on_offer, send_papers]


def things_to_do(session: Session, case: Case, view: ClientView) -> tuple[ToDo, ...]:
    """Everything the client can do now, in order; nothing once the case is closed."""
    found = (source(session, case, view) for source in SOURCES)
    return () if view.closed else tuple(todo for todo in found if todo is not None)
