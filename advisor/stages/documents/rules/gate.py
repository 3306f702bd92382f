"""The terms a checklist is built from: the shipped requirements, changed by the firm, then by the institution."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from advisor.domain.checklists import Document, NeededBy, Requirement
from advisor.stages.documents.desk.gate import WantedAs


class Asking(StrEnum):
    """Whether a paper is asked for."""

    MUST = "must"
    MAY = "may"
    OFF = "off"


class Whom(StrEnum):
    """Who has to bring a paper: the client alone, everybody who applies or answers for the debt, or who represents."""

    CLIENT = "client"
    APPLICANTS = "applicants"
    GUARANTORS = "guarantors"
    EVERYBODY = "everybody"
    REPRESENTATIVE = "representative"


EVERYBODY = frozenset({"ID", "PESEL_BLOCK", "CONSENT_BIK"})
APPLICANTS = frozenset({"ID2", "EMPLOYMENT_CERT", "CONTRACT_WORK", "STATEMENT_3_6", "PIT37", "LIABILITIES_DECL"})
ORIGINALS = frozenset({"APPLICATION", "BILL", "CONSENT_BIK", "EMPLOYMENT_CERT", "POA"})
MONTHS = {"STATEMENT_3_6": 6, "STATEMENT_BIZ": 12}
"""What the shipped catalogue says in its names only: whose paper it is, in which shape, over how many months."""


@dataclass(frozen=True, slots=True)
class Term:
    """One paper as a list asks for it. `limit_days` is None where the catalogue's own validity holds."""

    document: str
    mandatory: bool
    needed_by: NeededBy
    ordered_by: str
    whom: Whom = Whom.CLIENT
    wanted_as: WantedAs = WantedAs.SCAN
    limit_days: int | None = None
    copies: int = 1
    months: int = 0
    form: bool = False
    title: str = ""  # of a paper the firm added, in the client's language


@dataclass(frozen=True, slots=True)
class Change:
    """One changed term: for everything or one product and client type, for the firm or one institution."""

    asking: Asking
    term: Term
    product: str = ""
    client_type: str = ""
    institution: bool = False

    def fits(self, product: str, client_type: str) -> bool:
        """True when it speaks about this product and client type."""
        plain = "sole_trader" if client_type.startswith("sole_trader") else client_type
        return self.product in ("", product) and self.client_type in ("", client_type, plain)

    @property
    def weight(self) -> tuple[bool, bool, bool]:
        """What is closer to the case comes later and wins: the institution, then the product, then the client type."""
        return self.institution, bool(self.product), bool(self.client_type)


def shipped(requirement: Requirement) -> Term:
    """A requirement of the shipped catalogue as a term."""
    paper: Document = requirement.document
    code = paper.code
    whom = Whom.EVERYBODY if code in EVERYBODY else Whom.APPLICANTS if code in APPLICANTS else Whom.CLIENT
    return Term(
        code, requirement.binding, requirement.needed_by, requirement.ordered_by, whom,
        WantedAs.ORIGINAL if code in ORIGINALS else WantedAs.SCAN, months=MONTHS.get(code, 0),
        form=paper.kind == "form",
    )  # fmt: skip


def terms(holding: Iterable[Requirement], changes: Iterable[Change], case: tuple[str, str]) -> tuple[Term, ...]:
    """What a case of (product, client type) has to bring: in the catalogue's order, what was added last."""
    found = {requirement.document.code: shipped(requirement) for requirement in holding}
    for change in sorted((c for c in changes if c.fits(*case)), key=lambda c: c.weight):
        if change.asking is Asking.OFF:
            found.pop(change.term.document, None)
        else:
            found[change.term.document] = change.term
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a case: roles as the case names them."""

    party_id: int
    roles: frozenset[str]
    company: bool = False


_BY_WHOM: Mapping[Whom, frozenset[str]] = {
    Whom.CLIENT: frozenset({"client"}),
    Whom.APPLICANTS: frozenset({"client", "applicant", "co_applicant"}),
    Whom.GUARANTORS: frozenset({"guarantor"}),
    Whom.EVERYBODY: frozenset({"client", "applicant", "co_applicant", "guarantor", "representative"}),
    Whom.REPRESENTATIVE: frozenset({"representative"}),
}


def bringers(whom: Whom, people: Iterable[Person]) -> tuple[int, ...]:
    """Who brings a paper. What only a human being has is not asked of a company; the client stands in for nobody."""
    everybody = tuple(people)
    chosen = [p for p in everybody if p.roles & _BY_WHOM[whom]]
    if whom in (Whom.EVERYBODY, Whom.REPRESENTATIVE, Whom.APPLICANTS) and any(not p.company for p in chosen):
        chosen = [p for p in chosen if not p.company]
    if not chosen and whom is not Whom.GUARANTORS:
        chosen = [p for p in everybody if "client" in p.roles]
    return tuple(p.party_id for p in chosen)
