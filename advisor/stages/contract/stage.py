"""What the contract stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.CONTRACT,
    title=N_("Advisory contract"),
    short=N_("Contract"),
    phase=Phase.AGREE,
    follow_up_days=3,
    follow_up_text=N_("Ask about the contract"),
    target_days=10,
    duties=(
        N_("Log what was negotiated"),
        N_("Scope and fee"),
        N_("Check identity"),
        N_("Signed copy or signature on the client page"),
    ),
)

FINDINGS: dict[str, str] = {}
