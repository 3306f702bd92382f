"""The words of the affordability pre-check: its findings and its verb."""

from advisor.domain.words import N_

FINDINGS: dict[str, str] = {
    "contact.affordability_missing": N_("The affordability pre-check was not done."),
    "contact.affordability_high": N_("The instalment is heavy for the income."),
}

VERBS: dict[str, str] = {"contact.affordability_checked": N_("Affordability checked")}
