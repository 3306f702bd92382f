"""What the monitoring stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.MONITORING,
    title=N_("Settlement and monitoring"),
    short=N_("Monitoring"),
    phase=Phase.CARE,
    follow_up_days=20,
    follow_up_text=N_("Check open conditions and our fee"),
    target_days=60,
    duties=(
        N_("Service ended, or what is still open"),
        N_("Settlement duties to the funder"),
        N_("Our fee"),
    ),
)

FINDINGS: dict[str, str] = {}
