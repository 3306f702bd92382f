"""What the decision stage is, and the words of its findings, verbs and choices."""

from advisor.domain.process import Phase, Profile, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.DECISION,
    title=N_("Decision"),
    short=N_("Decision"),
    phase=Phase.PROCESS,
    follow_up_days=1,
    follow_up_text=N_("Tell the client the decision"),
    target_days=7,
    duties=(
        N_("Note the outcome and its reasons"),
        N_("Tell the client"),
        N_("Terms accepted, or a remedy plan"),
    ),
)

FINDINGS: dict[str, str] = {
    "decision.outcome_missing": N_("No decision is recorded."),
    "decision.reason_missing": N_("The reasons of the refusal are missing."),
    "decision.not_told": N_("The client was not told the decision."),
    "decision.answer_missing": N_("The client has not answered the terms."),
    "decision.contract_date_missing": N_("The day of the financing contract is missing."),
    "decision.next_step_missing": N_("The next procedure of the ruling is missing."),
    "decision.remedy_missing": N_("Neither a remedy plan nor “no remedy” is noted."),
    "decision.losing_approval": N_("Another approval was not withdrawn."),
}

VERBS: dict[str, str] = {
    "decision.recorded": N_("Decision recorded"),
    "decision.told": N_("Client told the decision"),
    "decision.answered": N_("Answer to the terms noted"),
    "decision.remedy_planned": N_("Remedy planned"),
    "decision.no_remedy": N_("No remedy"),
}

OUTCOMES: dict[Profile, dict[str, str]] = {
    Profile.FINANCING: {
        "approved": N_("Approved"),
        "conditional": N_("Approved with conditions"),
        "refused": N_("Refused"),
    },
    Profile.DEBT_RELIEF: {
        "opened": N_("Procedure opened"),
        "plan": N_("Repayment plan confirmed"),
        "discharged": N_("Debts discharged"),
        "refused": N_("Refused"),
    },
}
OUTCOME_TITLES: dict[str, str] = {code: title for titles in OUTCOMES.values() for code, title in titles.items()}

REASONS: dict[Profile, dict[str, str]] = {
    Profile.FINANCING: {
        "income": N_("Income too low"),
        "burden": N_("Too many obligations"),
        "credit_history": N_("Credit history"),
        "collateral": N_("Collateral not sufficient"),
        "own_share": N_("Own contribution too small"),
        "guarantor": N_("Guarantor missing"),
        "incomplete": N_("The application was incomplete"),
        "contradiction": N_("Contradictions in the papers"),
        "failed_call_back": N_("Failed at the bank's call-back"),
        "product_rules": N_("Outside the rules of the product"),
        "other": N_("Another reason"),
    },
    Profile.DEBT_RELIEF: {
        "conditions_not_met": N_("The conditions of the procedure are not met"),
        "incomplete": N_("The application was incomplete"),
        "contradiction": N_("Contradictions in the papers"),
        "bad_faith": N_("The court doubts good faith"),
        "repeat_too_early": N_("Too early after an earlier procedure"),
        "other": N_("Another reason"),
    },
}
NOT_GIVEN = "not_given"
REASON_TITLES: dict[str, str] = {code: title for titles in REASONS.values() for code, title in titles.items()} | {
    NOT_GIVEN: N_("The institution gave no reason"),
}

REMEDIES: dict[str, str] = {
    "income": N_("Add a co-applicant, or a smaller amount or a longer term"),
    "burden": N_("Repay a card or a small loan, then ask again"),
    "credit_history": N_("Get the credit report, correct mistakes, wait until late entries fade"),
    "collateral": N_("Offer more or other collateral, or a new valuation"),
    "own_share": N_("Save or prove a larger own contribution"),
    "guarantor": N_("Find a guarantor"),
    "incomplete": N_("Complete the papers and file again"),
    "contradiction": N_("Clear up the contradiction in writing and file again"),
    "failed_call_back": N_("Prepare the call-back sheet and file with another institution"),
    "product_rules": N_("File with an institution whose rules do not contain this reason"),
    "conditions_not_met": N_("Choose the other procedure, or wait until the conditions are met"),
    "bad_faith": N_("Get legal advice on an appeal"),
    "repeat_too_early": N_("Wait until the repeat period is over"),
    "other": N_("Agree the next step with the client"),
    NOT_GIVEN: N_("Ask the institution for its reason in writing"),
}
"""What may turn a no into a yes, per reason (C-7)."""

PROCEDURES: dict[str, str] = {
    "restructuring": N_("Restructuring of debts"),
    "sale": N_("Sale of property"),
    "settlement": N_("Settlement with the creditors"),
    "extrajudicial": N_("Extrajudicial procedure, six months"),
    "none": N_("None, the procedure is over"),
}

ANSWERS: dict[str, str] = {
    "accepted": N_("Accepted by the client"),
    "declined": N_("Declined by the client"),
    "expired": N_("Expired"),
}

CHANNELS: dict[str, str] = {
    "call": N_("Call"),
    "meeting": N_("Meeting"),
    "email": N_("E-mail"),
    "post": N_("Post"),
    "portal": N_("Client page"),
}
