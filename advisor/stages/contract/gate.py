"""What lets a case leave the contract room (SPEC A0; Finare step 5; ZA-04)."""

from dataclasses import dataclass, field
from datetime import date

from advisor.domain.process import Finding, Verdict
from advisor.stages.contract.discount.gate import Discount
from advisor.stages.contract.discount.gate import findings as discount_findings
from advisor.stages.contract.identity.gate import findings as identity_findings


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at. `unchecked` names the signing people whose identity nobody has checked."""

    scope: bool = False
    discount: Discount = field(default_factory=Discount)
    unchecked: tuple[str, ...] = ()
    signed: bool = False
    mandate: bool = False
    mandate_until: date | None = None
    mandate_ended: bool = False
    declined: bool = False


def gate(facts: Facts, today: date) -> Verdict:
    """Scope and fee, identity, a discount within the limit or approved, a signature. A missing mandate only warns."""
    found = []
    if not facts.scope:
        found.append(Finding("contract.scope_missing", action="terms"))
    if not facts.discount.agreed.stated:
        found.append(Finding("contract.fee_missing", action="terms"))
    found += discount_findings(facts.discount)
    found += identity_findings(facts.unchecked)
    if not facts.signed:
        found.append(Finding("contract.signature_missing", action="signature"))
        if facts.declined:
            found.append(Finding("contract.declined", blocking=False, action="terms"))
    if mandate_over(facts, today):
        found.append(Finding("contract.mandate_over", blocking=False, action="mandate"))
    elif not facts.mandate:
        found.append(Finding("contract.mandate_missing", blocking=False, action="mandate"))
    return Verdict(tuple(found))


def mandate_over(facts: Facts, today: date) -> bool:
    """Was there a power of attorney that has run out or was withdrawn?"""
    return facts.mandate_ended or (facts.mandate_until is not None and facts.mandate_until < today)
