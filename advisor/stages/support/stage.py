"""What the support stage is, and the words of its findings and verbs."""

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

FINDINGS: dict[str, str] = {
    "support.ticket_open": N_("A support request is open."),
}

VERBS: dict[str, str] = {
    "support.ticket_opened": N_("Support request opened"),
    "support.ticket_answered": N_("Support request answered"),
    "support.ticket_closed": N_("Support request closed"),
}
