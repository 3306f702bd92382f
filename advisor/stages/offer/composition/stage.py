"""The words an offer starts with: steps, scope and requirements."""

from advisor.domain.words import N_, NN_

STEPS: dict[str, str] = {
    "documents": N_("Documents complete"),
    "filing": N_("Application filed"),
    "decision": N_("Decision of the institution"),
    "contract": N_("Contract with the institution"),
    "payout": N_("Disbursement"),
}
"""The time plan of a financing case, by step."""

STEPS_DEBT: dict[str, str] = {
    "documents": N_("Documents complete"),
    "filing": N_("Petition filed"),
    "decision": N_("Ruling on the petition"),
    "procedure": N_("Procedure until discharge"),
}
"""The time plan of a debt-relief case, by step."""

ACTORS: dict[str, str] = {
    "documents": N_("You and we"),
    "filing": N_("We"),
    "decision": N_("The institution"),
    "contract": N_("You and the institution"),
    "payout": N_("The institution"),
    "procedure": N_("You, the court and we"),
}

DAYS: dict[str, int] = {
    "documents": 14, "filing": 3, "decision": 21, "contract": 10, "payout": 7, "procedure": 180,
}  # fmt: skip
"""Working days of each step unless somebody knows better."""

SCOPE: tuple[str, ...] = (
    N_("We compare the ways open to you on the same assumptions and explain the differences."),
    N_("We collect and check the documents, prepare the applications and file them in your name."),
    N_("We follow the applications, answer questions with you and report every step by phone."),
    N_("We check the final papers with you before you sign them."),
)

REQUIREMENTS: tuple[str, ...] = (
    N_("You are of age and have full legal capacity; who represents a company shows his authority."),
    N_("All information you give is true and complete; the institution checks it in its registers."),
    N_("Papers must be valid on the day the application is filed."),
)

CONTRACT_TITLE = N_("Draft of the advisory contract")

FEE_TITLE = N_("Our fee")
SUCCESS_FEE_TITLE = N_("Success fee")
SUCCESS_BASIS = N_("%(percent)s %% of the sum paid out")
NO_COMMISSION = N_("Nobody pays us for this case but you.")
NOBODY = N_("Others")
WITHIN = NN_("within %(num)s working day", "within %(num)s working days")

FIGURES: dict[str, str] = {
    "simulation": N_("Simulation"),
    "fee_fixed": N_("Fixed fee"),
    "fee_percent": N_("Success fee, percent"),
    "no_simulation_because": N_("Why a simulation cannot be given"),
    "institution": N_("Institution"),
    "product": N_("Product"),
    "kind": N_("Kind of simulation"),
    "amount": N_("Amount"),
    "months": N_("Months"),
    "annual_rate": N_("Rate a year"),
    "rate_kind": N_("Rate"),
    "later_rate": N_("Later rate a year"),
    "later_from": N_("Later rate from instalment"),
    "upfront_fee": N_("Arrangement fee"),
    "instalment_fee": N_("Fee with each instalment"),
    "insurance": N_("Insurance with each instalment"),
    "residual": N_("Balloon or buy-out"),
    "grace_months": N_("Grace period, months"),
    "grace_kind": N_("During the grace period"),
    "initial_payment": N_("Initial payment, net"),
    "in_advance": N_("Instalments paid at signing"),
    "vat_rate": N_("VAT on every payment"),
    "day_count": N_("Interest counts"),
    "first_due_on": N_("First instalment due"),
    "advanced_on": N_("Paid out on"),
    "commission": N_("Commission paid to us"),
    "commission_basis": N_("Commission by rule"),
}
"""What versions of an offer can differ in."""

SUMS = frozenset({
    "fee_fixed", "amount", "upfront_fee", "instalment_fee", "insurance", "residual", "initial_payment", "commission",
})  # fmt: skip
"""Figures that are money in minor units."""
