"""The words of the two papers beside those of the debt law."""

from collections.abc import Mapping

from advisor.domain.debts.words import REASONS
from advisor.domain.words import N_

CONSENT = N_("I was told what stays and agree to go on. Wording %(version)s.")
TO_CLIENT: Mapping[str, str] = {REASONS["PARTIAL_DECLINED"]: N_("You do not agree that a part stays.")}
"""Reasons that speak of the client, as they are said to him."""
