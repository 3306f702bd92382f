"""What the submission stage is, and the words of its findings."""

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
    duties=(
        N_("Who signs what"),
        N_("File with the institution"),
        N_("Note the reference number"),
    ),
)

FINDINGS: dict[str, str] = {}
