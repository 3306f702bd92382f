"""The words of a discount that needs a manager."""

from advisor.domain.words import N_

FINDINGS: dict[str, str] = {
    "contract.discount_unapproved": N_("The discount is above the advisor's limit and no manager has approved it."),
    "contract.discount_refused": N_("A manager refused this discount: agree on another fee."),
}

VERBS: dict[str, str] = {
    "contract.discount_approved": N_("Discount approved"),
    "contract.discount_refused": N_("Discount refused"),
}

TELL_APPROVED = N_("The discount was approved: issue the contract")
TELL_REFUSED = N_("The discount was refused: agree on another fee")
