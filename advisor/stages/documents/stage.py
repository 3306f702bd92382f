"""What the documents stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.DOCUMENTS,
    title=N_("Documents, applications and forms"),
    short=N_("Documents"),
    phase=Phase.AGREE,
    follow_up_days=5,
    follow_up_text=N_("Ask for the missing documents"),
    target_days=21,
    duties=(
        N_("Request what is missing"),
        N_("Check each paper"),
        N_("Prepare forms and applications"),
        N_("Keep papers valid on the filing day"),
    ),
)

FINDINGS: dict[str, str] = {}
