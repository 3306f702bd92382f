"""The words of the document desk: findings about one paper, verbs, states, reasons to reject."""

from advisor.domain.words import N_

FINDINGS: dict[str, str] = {
    "documents.item_needed": N_("A paper is missing."),
    "documents.item_requested": N_("A paper was requested and has not come yet."),
    "documents.item_received": N_("A paper came and was not checked yet."),
    "documents.item_rejected": N_("A paper was rejected and has not come again yet."),
    "documents.item_expired": N_("A paper has expired."),
    "documents.item_stale": N_("A paper will not be valid on the planned filing day."),
    "documents.form_not_prepared": N_("A form or application is not prepared yet."),
    "documents.item_later": N_("A paper is still needed later, for signing or disbursement."),
}

VERBS: dict[str, str] = {
    "documents.items_requested": N_("Papers requested"),
    "documents.item_received": N_("Paper received"),
    "documents.item_accepted": N_("Paper accepted"),
    "documents.item_rejected": N_("Paper rejected"),
    "documents.item_waived": N_("Paper waived"),
    "documents.item_reopened": N_("Paper asked for again"),
    "documents.file_sorted": N_("File moved to another paper"),
    "documents.limit_changed": N_("Validity of a paper changed"),
}

STATE_TITLES: dict[str, str] = {
    "needed": N_("Needed"),
    "requested": N_("Requested"),
    "received": N_("Received"),
    "accepted": N_("Accepted"),
    "rejected": N_("Rejected"),
    "waived": N_("Waived"),
    "expired": N_("Expired"),
}

REJECT_REASONS: dict[str, str] = {
    "too_old": N_("It is too old."),
    "incomplete": N_("Pages are missing."),
    "unreadable": N_("It cannot be read."),
    "wrong_document": N_("It is another document than the one asked for."),
    "wrong_person": N_("It is about another person."),
    "not_signed": N_("A signature or stamp is missing."),
    "differs": N_("It differs from what we were told."),
    "other": N_("Other"),
}
OTHER = "other"
"""The reason that says nothing but the words typed beside it."""

SHAPES: dict[str, str] = {
    "scan": N_("a scan or photo is enough"),
    "original": N_("the original"),
    "copy": N_("a paper copy"),
}
"""In which shape a paper is wanted, in words."""
