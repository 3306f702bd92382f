"""The papers we print, by their code: from stored plain values to a page for the press."""

from collections.abc import Callable
from typing import Any

from advisor.papers.alternatives import AlternativesPaper, alternatives
from advisor.papers.checklist import ChecklistPaper, checklist
from advisor.papers.contract import ContractPaper, SignedPaper, contract, signed
from advisor.papers.forms import FormPaper, business_plan, data_sheet
from advisor.papers.handover import PackPaper, ReceiptPaper, pack, receipt
from advisor.papers.history import HistoryPaper, history
from advisor.papers.mandate import MandatePaper, mandate
from advisor.papers.offer import OfferPaper, offer
from advisor.papers.pages import Page
from advisor.papers.plain import from_plain
from advisor.papers.statement import StatementPaper, statement

KINDS: dict[str, tuple[type, Callable[[Any], Page]]] = {
    "checklist": (ChecklistPaper, checklist),
    "offer": (OfferPaper, offer),
    "statement": (StatementPaper, statement),
    "alternatives": (AlternativesPaper, alternatives),
    "contract": (ContractPaper, contract),
    "mandate": (MandatePaper, mandate),
    "signed": (SignedPaper, signed),
    "receipt": (ReceiptPaper, receipt),
    "pack": (PackPaper, pack),
    "data_sheet": (FormPaper, data_sheet),
    "business_plan": (FormPaper, business_plan),
    "history": (HistoryPaper, history),
}


def page_of(kind: str, values: dict[str, Any]) -> Page:
    """The page of a paper stored as plain values. Raises KeyError for an unknown kind, ValueError for bad values."""
    paper, compose = KINDS[kind]
    return compose(from_plain(paper, values))
