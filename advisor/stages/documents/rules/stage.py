"""The words of the firm's own catalogue."""

from advisor.domain.words import N_

VERBS: dict[str, str] = {
    "documents.paper_defined": N_("Kind of paper added to the catalogue"),
    "documents.term_set": N_("Terms of a paper changed"),
    "documents.term_ended": N_("Changed terms of a paper ended"),
}
ASKING_TITLES: dict[str, str] = {
    "must": N_("Asked for, must be there"),
    "may": N_("Asked for, optional"),
    "off": N_("Not asked for"),
}
WHOM_TITLES: dict[str, str] = {
    "client": N_("The client"),
    "applicants": N_("Client and co-applicants"),
    "guarantors": N_("Guarantors"),
    "everybody": N_("Everybody: applicants, guarantors, representatives"),
    "representative": N_("Who represents the company"),
}
