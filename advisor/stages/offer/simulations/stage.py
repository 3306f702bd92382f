"""The words of simulations: rate kinds and verbs."""

from advisor.domain.words import N_

RATE_KINDS: dict[str, str] = {
    "fixed": N_("fixed"),
    "variable": N_("variable"),
    "fixed_then_variable": N_("fixed at first, then variable"),
}

DAY_COUNT_NAMES: dict[str, str] = {
    "equal_months": N_("Equal months"),
    "act_365": N_("Actual days / 365"),
    "act_act": N_("Actual days / 365 or 366"),
    "30_360": N_("30 / 360"),
}

ARRANGEMENT = N_("Arrangement fee")

VERBS: dict[str, str] = {
    "offer.simulation_added": N_("Simulation added"),
    "offer.simulation_changed": N_("Simulation changed"),
    "offer.simulation_removed": N_("Simulation taken out of the offer"),
}
"""Verbs of the trail."""
