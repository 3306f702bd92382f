"""The words of asking again."""

from advisor.domain.words import N_

STALE = N_("It is valid until %(until)s, but needed on %(day)s.")
CALL = N_("Tell the client which papers must come again")
VERBS: dict[str, str] = {
    "documents.asked_again": N_("Papers asked for again"),
    "documents.item_stale": N_("A paper will be stale: asked for again"),
}
