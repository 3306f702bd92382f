"""What the referrals stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.REFERRALS,
    title=N_("Opinion, recommendations, next contact"),
    short=N_("Referrals"),
    phase=Phase.CARE,
    follow_up_days=5,
    follow_up_text=N_("Ask for an opinion and a recommendation"),
    target_days=30,
    duties=(
        N_("Ask for an opinion"),
        N_("Ask for a recommendation"),
        N_("Agree the next contact"),
    ),
)

FINDINGS: dict[str, str] = {}
