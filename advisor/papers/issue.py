"""From a room's draft to a printed paper: heading, number, link, press. No transaction is open while it prints."""

import base64
import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from advisor.domain.catalogue import BY_CODE
from advisor.papers import press
from advisor.papers.alternatives import AlternativesPaper
from advisor.papers.checklist import ChecklistPaper
from advisor.papers.contract import ContractPaper
from advisor.papers.forms import FormPaper
from advisor.papers.handover import PackPaper, ReceiptPaper
from advisor.papers.history import HistoryPaper
from advisor.papers.kinds import KINDS
from advisor.papers.letterhead import Firm, Heading, Signatory
from advisor.papers.mandate import MandatePaper
from advisor.papers.offer import OfferPaper
from advisor.papers.plain import to_plain
from advisor.papers.statement import StatementPaper
from advisor.records.case import Case
from advisor.records.paper import PaperKind
from advisor.records.party import Party
from advisor.records.reading import once_a_view
from advisor.records.staff import Staff, firm
from advisor.services.language import say
from advisor.services.links import client_url, new_token
from advisor.services.papers import Pressed

Printable = (
    OfferPaper
    | ChecklistPaper
    | StatementPaper
    | AlternativesPaper
    | ContractPaper
    | MandatePaper
    | ReceiptPaper
    | PackPaper
    | FormPaper
    | HistoryPaper
)
"""Everything a room may draft."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a room wants printed: the paper without number and link, and figures to tell versions apart (no names)."""

    kind: PaperKind
    paper: Printable
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 of everything the paper says, its number and link apart."""
        return hashlib.sha256(json.dumps(to_plain(self.paper), sort_keys=True).encode()).hexdigest()


@once_a_view
def heading(session: Session, case: Case) -> Heading:
    """Firm, advisor and client of a case as its papers print them, in the client's language."""
    client = session.get_one(Party, case.client_id)
    owner = session.get(Staff, case.owner_id) if case.owner_id else None
    house = firm(session)
    logo = f"data:{house.logo_type};base64,{base64.b64encode(house.logo).decode()}" if house.logo else ""
    return Heading(
        firm=Firm(
            name=house.name, address=house.address, phone=house.phone, email=house.email, registration=house.tax_id,
            logo=logo if logo.startswith("data:image/") else "",
        ),
        advisor=Signatory(
            name=owner.name if owner else house.name, phone=owner.phone if owner else house.phone,
            email=owner.email if owner else house.email,
        ),
        client_name=client.name, case_number=case.number,
        product=say(client.language, BY_CODE[case.product].title) if case.product in BY_CODE else "",
    )  # fmt: skip


def press_draft(draft: Draft, number: str, base_url: str) -> Pressed:
    """The draft printed under a number; offers and checklists carry a new client link as QR code. Takes its time.

    Raises PressUnavailable, PressFailed. Nothing is written; services.papers.keep_paper does that.
    """
    token = ""
    paper = replace(draft.paper, heading=replace(draft.paper.heading, number=number))
    if isinstance(paper, OfferPaper | ChecklistPaper):
        token = new_token()
        paper = replace(paper, link=client_url(base_url, token))
    page = KINDS[draft.kind][1](paper)
    content = press.render(*page)
    return Pressed(draft.kind, number, paper.language, content, _pages(content), draft.digest, draft.figures, token)


def _pages(content: bytes) -> int:
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)
