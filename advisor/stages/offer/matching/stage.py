"""The words of matching: answers, signs, and how a reason is said."""

from advisor.domain.words import N_

FITS: dict[str, str] = {"yes": N_("Fits"), "ask": N_("Ask first"), "no": N_("Does not fit")}

SIGNS: dict[str, str] = {
    ">=": N_("at least %(value)s"),
    "<=": N_("at most %(value)s"),
    "=": N_("only %(value)s"),
    "!=": N_("not %(value)s"),
}
"""What a criterion asks, by its sign."""

REASON = N_("%(fact)s: %(need)s, here %(value)s")
QUESTION = N_("%(fact)s: %(need)s, not known here")
YES_NO: dict[str, str] = {"yes": N_("yes"), "no": N_("no")}
