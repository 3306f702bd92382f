"""The words of originals and of what goes with a pack."""

from advisor.domain.words import N_

VERBS: dict[str, str] = {
    "documents.original_taken": N_("Original taken"),
    "documents.original_returned": N_("Original given back"),
}
PLACES: dict[str, str] = {"original": N_("original"), "file": N_("file"), "form": N_("form")}
