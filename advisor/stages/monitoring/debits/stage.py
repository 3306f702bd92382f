"""The words of debit authorisations."""

from advisor.domain.words import N_

VERBS: dict[str, str] = {
    "monitoring.debit_authorised": N_("Debit authorisation noted"),
    "monitoring.debit_revoked": N_("Debit authorisation revoked"),
}
SIGNED_HOW: dict[str, str] = {
    "paper": N_("On paper, by hand"),
    "electronic": N_("Electronically, by the client"),
}
