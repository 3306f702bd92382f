"""What the decision stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.DECISION,
    title=N_("Decision and terms"),
    short=N_("Decision"),
    phase=Phase.PROCESS,
    follow_up_days=2,
    follow_up_text=N_("Tell the client the decision"),
    target_days=14,
    duties=(
        N_("Record decision and reasons"),
        N_("Tell the client"),
        N_("Terms accepted, declined or expired"),
        N_("Refusal: remedy plan"),
    ),
)

FINDINGS: dict[str, str] = {}
