"""The words of the pre-qualification: findings of its gate, verbs of its trail, questions of the legal hint."""

from advisor.domain.words import N_

FINDINGS: dict[str, str] = {
    "contact.verdict_missing": N_("The pre-qualification has no verdict yet."),
    "contact.verdict_refused": N_("Not qualified by our rules."),
    "contact.consent_missing": N_("The client has not agreed that a part of the debt stays."),
}

VERBS: dict[str, str] = {
    "contact.interviewed": N_("Interview saved"),
    "contact.prequalified": N_("Pre-qualified"),
}

HINT_QUESTIONS: dict[str, str] = {
    "enforcement_closed_46_1_4": N_("Was enforcement closed because there was nothing to take?"),
    "other_enforcement_open": N_("Is another enforcement still open?"),
    "main_income_pension": N_("Is a pension the main income?"),
    "child_benefit": N_("Is child benefit the main income?"),
    "seizable_property": N_("Is there property that can be seized?"),
}
SCREENING_QUESTIONS: dict[str, str] = {
    "earlier_insolvency": N_("Was there an insolvency before?"),
    "conviction": N_("Was the client convicted of a bankruptcy offence?"),
    "false_information": N_("Was information withheld from a court or creditors, or given falsely?"),
    "hidden_property": N_("Was property hidden, given away or destroyed?"),
    "false_loan_data": N_("Were knowingly false data given to get a loan?"),
}
"""Asked where the law pack in force lists them; a yes is left to a person (213.28 p. 4)."""

ASK_AGAIN = N_("The client's consent to a partial write-off was taken back: ask again")
