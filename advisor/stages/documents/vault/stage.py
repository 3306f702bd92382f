"""The words of the vault."""

from advisor.domain.words import N_

VERBS: dict[str, str] = {"documents.item_held": N_("Paper already held was used")}
