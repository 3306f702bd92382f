"""The words of a printed checklist."""

from advisor.domain.words import N_, NN_

FORM_TITLES: dict[str, str] = {
    "needed": N_("To prepare"),
    "requested": N_("To prepare"),
    "received": N_("To check"),
    "accepted": N_("Prepared"),
}
"""States of what we prepare ourselves."""
COVERS = NN_("covers %(num)s month", "covers %(num)s months")
