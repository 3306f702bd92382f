"""What the tracking stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.TRACKING,
    title=N_("Tracking and explanations"),
    short=N_("Tracking"),
    phase=Phase.PROCESS,
    follow_up_days=5,
    follow_up_text=N_("Call the institution"),
    target_days=30,
    duties=(
        N_("Follow each submission"),
        N_("Answer questions in time"),
        N_("Keep the client informed"),
    ),
)

FINDINGS: dict[str, str] = {}
