"""The words of the rulings."""

from advisor.domain.words import N_

VERBS: dict[str, str] = {"contact.ruling_added": N_("Ruling added to a debt")}
