"""What the meeting stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.MEETING,
    title=N_("First meeting"),
    short=N_("Meeting"),
    phase=Phase.ACQUIRE,
    follow_up_days=2,
    follow_up_text=N_("Confirm the meeting"),
    target_days=7,
    duties=(
        N_("Agree day, time and place"),
        N_("Say that the meeting is free of charge"),
        N_("Send the invitation"),
        N_("Record held, moved or no-show"),
    ),
)

FINDINGS: dict[str, str] = {}
