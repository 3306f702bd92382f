"""What the contact stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.CONTACT,
    title=N_("Contact with the client"),
    short=N_("Contact"),
    phase=Phase.ACQUIRE,
    follow_up_days=1,
    follow_up_text=N_("Call the lead and finish the pre-qualification"),
    target_days=3,
    duties=(
        N_("Note the source and who referred"),
        N_("Give the privacy notice"),
        N_("Verify a channel that works"),
        N_("Debt relief: pre-qualify; financing: affordability pre-check"),
    ),
)

FINDINGS: dict[str, str] = {}
