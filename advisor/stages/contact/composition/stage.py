"""The words of the two papers beside those of the debt law."""

from advisor.domain.words import N_

CONSENT = N_("I was told what stays and agree to go on. Wording %(version)s.")
