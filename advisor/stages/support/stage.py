"""What the support stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.SUPPORT,
    title=N_("Permanent support"),
    short=N_("Support"),
    phase=Phase.CARE,
    follow_up_days=2,
    follow_up_text=N_("Answer the support request"),
    target_days=14,
    duties=(
        N_("Note the request"),
        N_("Answer it"),
    ),
)

FINDINGS: dict[str, str] = {}
