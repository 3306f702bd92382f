"""The words of handing over and answering."""

from advisor.domain.words import N_

HOW: dict[str, str] = {
    "email": N_("By e-mail and link"),
    "paper": N_("On paper"),
    "in_person": N_("In person"),
    "portal": N_("Client page"),
}

ANSWERS: dict[str, str] = {
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "question": N_("Has a question"),
}

CHANNELS: dict[str, str] = {
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "in_person": N_("In person"),
    "paper": N_("On paper"),
    "portal": N_("Client page"),
}

PARTS: dict[str, str] = {
    "terms": N_("Co-operation terms with the draft contract"),
    "simulation": N_("Simulation, or why it cannot be given"),
    "plan": N_("Plan of the procedure"),
    "requirements": N_("Legal and formal requirements"),
    "documents": N_("List of documents"),
    "time_plan": N_("Time plan"),
}

FINDINGS: dict[str, str] = {
    "offer.not_handed_over": N_("The offer was not handed over yet."),
    "offer.answer_missing": N_("The client has not answered yet."),
    "offer.expired": N_("The offer has expired; issue a new one."),
    "offer.changed_since": N_("The offer was changed after it was handed over."),
}

STATES: dict[str, str] = {
    "issued": N_("Not handed over"),
    "handed": N_("With the client"),
    "opened": N_("Opened by the client"),
    "asked": N_("Has a question"),
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "expired": N_("Expired"),
}
"""How far an issued offer has come."""

VERBS: dict[str, str] = {
    "offer.handed_over": N_("Offer handed over"),
    "offer.answered": N_("Client answered the offer"),
}

FOLLOW_UP = N_("Answer the client's question about the offer")
"""What an open question asks of the owner."""
