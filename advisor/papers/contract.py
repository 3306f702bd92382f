"""The advisory contract, and the copy of it that carries the client's signature from the client page.

Who, what for, for what fee, by which clauses. Which edition of the wording and which version of the terms it is stands
on the paper, so that a signed contract keeps both for ever.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.papers.letterhead import Heading
from advisor.papers.offer_parts import Clause, Fee
from advisor.papers.pages import Page, compose, words

KIND = "contract"
SIGNED = "signed"


@dataclass(frozen=True, kw_only=True)
class FeeLine:
    """One instalment of the fixed fee; `due_on` None when it follows the rule in words."""

    number: int
    amount: Decimal
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SignedDocument:
    """A paper that was signed: its title and number, and the SHA-256 of its PDF."""

    title: str
    number: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SignatureBlock:
    """Who signed when and how, in the reader's words, and what exactly."""

    signer: str
    signed_at: str
    how: str
    documents: tuple[SignedDocument, ...]

    def __post_init__(self) -> None:
        """Refuse a signature without a name or without anything signed."""
        if not self.signer.strip() or not self.documents:
            raise ValueError("A signature needs a name and what was signed.")


@dataclass(frozen=True, kw_only=True)
class ContractPaper:
    """Everything the contract prints, in the reader's language; amounts in `currency` (ISO 4217).

    `title` names the kind of contract, `client_lines` are the client's address and identifiers, `consumer` adds the
    model form of withdrawal, `wording` names the edition of the clauses.
    """

    heading: Heading
    language: str
    issued_on: date
    currency: str
    title: str
    scope: tuple[str, ...]
    fees: tuple[Fee, ...]
    clauses: tuple[Clause, ...]
    wording: str
    terms_no: int
    client_lines: tuple[str, ...] = ()
    parts: tuple[FeeLine, ...] = ()
    offer_number: str = ""
    consumer: bool = False

    def __post_init__(self) -> None:
        """Refuse a contract without scope, fee or clauses."""
        if not (self.scope and self.fees and self.clauses):
            raise ValueError("A contract needs scope, fee and clauses.")


@dataclass(frozen=True, kw_only=True)
class SignedPaper(ContractPaper):
    """The contract with its signature block."""

    signed: SignatureBlock


def contract(paper: ContractPaper) -> Page:
    """The contract as a page for the press."""
    return compose(KIND, paper, f"{paper.title} {paper.heading.number}".strip())


def signed(paper: SignedPaper) -> Page:
    """The signed copy as a page for the press."""
    _ = words(paper.language)
    return compose(SIGNED, paper, f"{_('Signed copy')} {paper.heading.number}".strip())
