"""The words of simulations: kinds, terms and verbs."""

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

KINDS: dict[str, str] = {"loan": N_("Loan"), "lease": N_("Lease")}

GRACE_NAMES: dict[str, str] = {
    "interest_only": N_("Only interest is paid"),
    "full": N_("Nothing is paid, interest is added"),
}

SCHEDULES: dict[str, str] = {
    "equal_instalments": N_("Equal instalments"),
    "equal_capital": N_("Equal capital parts"),
    "lease": N_("Lease instalments"),
}

MARKS: dict[str, str] = {"first": N_("lowest instalment"), "paid": N_("lowest total"), "rate": N_("lowest rate")}
"""Words beside the best figure of a comparison."""

UNLIKE: dict[str, str] = {"amount": N_("amount"), "months": N_("term"), "starts_on": N_("first instalment")}
"""What simulations that do not compare differ in."""

PARTS: dict[str, str] = {"initial": N_("Initial payment"), "buy_out": N_("Buy-out")}
"""Payments of a lease that are no instalments."""

ARRANGEMENT = N_("Arrangement fee")
INITIAL_PAYMENT = N_("Initial payment")
INSTALMENT_FEE = N_("Fee with each instalment")
INSURANCE = N_("Insurance with each instalment")
BALLOON = N_("Left for the last instalment")
BUY_OUT = N_("Buy-out")
GRACE_MONTHS = N_("Grace period of %(months)s months.")
LATER_RATE = N_("From instalment %(number)s on: %(rate)s %% a year.")
ADVANCE = N_("Instalments paid at signing: %(count)s.")
ARREARS = N_("Instalments are paid at the end of each month.")
VAT = N_("Amounts are net; VAT of %(rate)s %% is added to every payment.")

VERBS: dict[str, str] = {
    "offer.simulation_added": N_("Simulation added"),
    "offer.simulation_changed": N_("Simulation changed"),
    "offer.simulations_aligned": N_("Simulations put on the same assumptions"),
    "offer.simulation_removed": N_("Simulation taken out of the offer"),
}
"""Verbs of the trail."""
