"""What the submission stage is, and the words of its findings, verbs and choices."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.SUBMISSION,
    title=N_("Signing and submission"),
    short=N_("Submission"),
    phase=Phase.PROCESS,
    follow_up_days=2,
    follow_up_text=N_("File the application"),
    target_days=7,
    inside=True,
    duties=(
        N_("Who signs what"),
        N_("File with the institution"),
        N_("Note the reference number"),
    ),
)

FINDINGS: dict[str, str] = {
    "submission.signing_list_empty": N_("Nobody has noted who signs what."),
    "submission.signature_missing": N_("A signature is missing."),
    "submission.not_filed": N_("Nothing was filed with an institution yet."),
    "submission.mandate_over": N_("The power of attorney has run out or was withdrawn; renew it before filing."),
    "submission.reference_missing": N_("The reference number is not known yet."),
}

VERBS: dict[str, str] = {
    "submission.signing_added": N_("Paper to be signed noted"),
    "submission.signed": N_("Signature noted"),
    "submission.signing_removed": N_("Paper to be signed removed"),
    "submission.filed": N_("Application filed"),
    "submission.reference_noted": N_("Reference number noted"),
}

CHANNELS: dict[str, str] = {
    "in_person": N_("In person"),
    "post": N_("By post"),
    "online": N_("Online"),
    "email": N_("E-mail"),
}

REFERENCE_REMINDER = N_("Ask the institution for the reference number")
REFERENCE_DAYS = 3
