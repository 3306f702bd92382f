"""What lets a case leave the submission room: signed papers, and one filing with date, institution and channel."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.process import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of the list 'who signs what'."""

    paper: str
    signer: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Filing:
    """One application as it was filed. `counts`: it waits or was approved, or was filed since the case came back."""

    institution: str
    counts: bool
    has_reference: bool
    has_clerk: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at."""

    signatures: tuple[Signature, ...] = ()
    filings: tuple[Filing, ...] = ()
    mandate_last: date | None = None  # the last day of a power of attorney that was given


def gate(facts: Facts, today: date) -> Verdict:
    """Blocks without a complete signing list and a filing; a missing reference warns unless a clerk is named (A0)."""
    found: list[Finding] = []
    if not facts.signatures:
        found.append(Finding("submission.signing_list_empty", action="signing"))
    for line in facts.signatures:
        if not line.signed:
            found.append(Finding("submission.signature_missing", f"{line.paper}: {line.signer}", action="signing"))
    filings = [filing for filing in facts.filings if filing.counts]
    if not filings:
        found.append(Finding("submission.not_filed", action="filing"))
    for filing in filings:
        if not filing.has_reference and not filing.has_clerk:
            found.append(Finding("submission.reference_missing", filing.institution, blocking=False, action="filed"))
    if facts.mandate_last is not None and facts.mandate_last < today and not filings:
        found.append(Finding("submission.mandate_over", blocking=False, action="mandate"))
    return Verdict(tuple(found))
