"""The words of the review: its findings, its verbs and its answers."""

from advisor.domain.words import N_

FINDINGS: dict[str, str] = {
    "contact.review_waiting": N_("Undecided: a person has to answer. The meeting is booked provisionally."),
    "contact.review_declined": N_("The referred case was declined."),
}

VERBS: dict[str, str] = {
    "contact.referred": N_("Referred to a person"),
    "contact.review_answered": N_("Referred case answered"),
}

ANSWERS: dict[str, str] = {"approved": N_("Approved"), "declined": N_("Declined")}
ANSWERED = N_("The referred case was answered: tell the client")
