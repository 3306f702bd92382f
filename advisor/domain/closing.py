"""Why a case ends: outcomes with their structured reasons (OP-18, OP-19, FI-9)."""

from advisor.domain.process import Outcome, Profile
from advisor.domain.words import N_

UNDONE = "import_undone"
"""Set by undoing an import only; nobody chooses it."""

CLAUSES: tuple[tuple[str, str], ...] = (
    ("TOTAL_NOT_ABOVE_MIN", N_("1.1 Debt not above the minimum")),
    ("SECURED_ABOVE_MAX", N_("1.2 Balance of secured loans too high")),
    ("MORTGAGE_NOT_ACCEPTED", N_("1.3 Mortgage not accepted")),
    ("UTILITIES_CREDIT_BELOW_MIN", N_("1.4 Credit debts beside utility debts too low")),
    ("ONLY_NON_DISCHARGEABLE", N_("3 Only debts that cannot be written off")),
    ("PARTIAL_DECLINED", N_("4 The client does not agree to a partial write-off")),
    ("NO_DEBTS", N_("5 No debts")),
)
"""Reasons of the debt rules: they refuse debt relief and nothing else."""

REASONS: dict[Outcome, tuple[tuple[str, str], ...]] = {
    Outcome.COMPLETED: (
        ("served", N_("The service was delivered")),
        ("served_ended_by_client", N_("The client ended the service after the decision")),
    ),
    Outcome.REFUSED: (
        *CLAUSES,
        ("person_declined", N_("A person declined the referred case")),
        ("not_our_service", N_("Not a service we offer")),
        ("conflict_of_interest", N_("Conflict of interest")),
    ),
    Outcome.DECLINED: (
        ("fee", N_("The fee is too high")),
        ("other_firm", N_("Chose another firm")),
        ("no_longer_needed", N_("No longer needed")),
        ("terms_not_accepted", N_("The institution's terms were not accepted")),
        ("consent_withdrawn", N_("Consent withdrawn")),
    ),
    Outcome.REJECTED: (
        ("no_remedy", N_("Refused and no remedy is in sight")),
        ("income", N_("Income too low")),
        ("credit_history", N_("Credit history")),
        ("collateral", N_("Collateral not sufficient")),
        ("incomplete", N_("The application was incomplete")),
        ("failed_call_back", N_("Failed at the bank's call-back")),
        ("reason_not_given", N_("The institution gave no reason")),
    ),
    Outcome.UNREACHABLE: (
        ("no_answer", N_("No answer after repeated tries")),
        ("wrong_number", N_("Wrong contact details")),
    ),
    Outcome.DUPLICATE: (
        ("same_matter", N_("The same matter is in another case")),
        (UNDONE, N_("The import was undone")),
    ),
}


def offered(profile: Profile) -> dict[Outcome, list[tuple[str, str]]]:
    """What a person may choose when closing a case of a profile."""
    hidden = {UNDONE} | ({code for code, _ in CLAUSES} if profile is not Profile.DEBT_RELIEF else set())
    return {outcome: [row for row in rows if row[0] not in hidden] for outcome, rows in REASONS.items()}


def outcome_of(reason: str) -> Outcome | None:
    """The outcome a reason code belongs to; None for an unknown code."""
    return next((outcome for outcome, rows in REASONS.items() if any(code == reason for code, _ in rows)), None)
