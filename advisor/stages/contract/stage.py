"""What the contract stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_
from advisor.stages.contract.composition.stage import VERBS as COMPOSITION_VERBS
from advisor.stages.contract.discount.stage import FINDINGS as DISCOUNT_FINDINGS
from advisor.stages.contract.discount.stage import VERBS as DISCOUNT_VERBS
from advisor.stages.contract.identity.stage import FINDINGS as IDENTITY_FINDINGS
from advisor.stages.contract.identity.stage import VERBS as IDENTITY_VERBS
from advisor.stages.contract.signing.stage import VERBS as SIGNING_VERBS

STAGE = Stage(
    key=StageKey.CONTRACT,
    title=N_("Advisory contract"),
    short=N_("Contract"),
    phase=Phase.AGREE,
    follow_up_days=3,
    follow_up_text=N_("Ask about the contract"),
    target_days=10,
    duties=(
        N_("Log what was negotiated"),
        N_("Scope and fee"),
        N_("Check identity"),
        N_("Signed copy or signature on the client page"),
    ),
)

FINDINGS: dict[str, str] = {
    "contract.scope_missing": N_("The scope of our work is not agreed."),
    "contract.fee_missing": N_("The fee is not agreed."),
    "contract.signature_missing": N_("The signed contract is missing."),
    "contract.mandate_missing": N_("There is no running power of attorney; later we may not act for the client."),
    "contract.mandate_over": N_("The power of attorney has run out or was withdrawn; we may not act for the client."),
    "contract.declined": N_("The client does not want to sign these terms."),
    **DISCOUNT_FINDINGS,
    **IDENTITY_FINDINGS,
}

VERBS: dict[str, str] = {
    "contract.negotiated": N_("Terms negotiated"),
    "contract.signed": N_("Contract signed"),
    "contract.signature_annulled": N_("Signature annulled"),
    "contract.mandate_given": N_("Power of attorney given"),
    "contract.mandate_term_set": N_("Term of the power of attorney chosen"),
    "contract.mandate_ended": N_("Power of attorney ended"),
    **COMPOSITION_VERBS,
    **DISCOUNT_VERBS,
    **IDENTITY_VERBS,
    **SIGNING_VERBS,
}

ASKED_BY: dict[str, str] = {"client": N_("The client"), "firm": N_("We")}

FIELDS: dict[str, str] = {
    "scope": N_("Scope"),
    "fee_fixed": N_("Fixed fee"),
    "fee_percent": N_("Success fee, percent"),
    "fee_basis": N_("When and how it is due"),
    "fee_parts": N_("Instalments of the fixed fee"),
    "fee_first_on": N_("First instalment due"),
    "clauses": N_("Clause"),
}
"""What can be negotiated."""
