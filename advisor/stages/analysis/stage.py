"""What the analysis stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.ANALYSIS,
    title=N_("Analysis of goals, needs and ability"),
    short=N_("Analysis"),
    phase=Phase.ACQUIRE,
    follow_up_days=3,
    follow_up_text=N_("Finish the analysis"),
    target_days=7,
    duties=(
        N_("Minute the talk"),
        N_("Purpose and amount"),
        N_("Ability figures"),
        N_("Possible routes of funding"),
    ),
)

FINDINGS: dict[str, str] = {}
