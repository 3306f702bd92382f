"""The words of photos that become one document."""

from advisor.domain.words import N_

VERBS: dict[str, str] = {
    "documents.photos_brought": N_("Photos brought"),
    "documents.photos_bound": N_("Photos bound into one document"),
}
