"""What the contact stage is, and the words of its findings and verbs."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_
from advisor.stages.contact.affordability import stage as affordability
from advisor.stages.contact.prequalification import stage as prequalification
from advisor.stages.contact.review import stage as review
from advisor.stages.contact.rulings import stage as rulings

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

FINDINGS: dict[str, str] = {
    "contact.source_missing": N_("The source of the lead is not noted."),
    "contact.referrer_missing": N_("Who recommended us is not noted."),
    "contact.notice_missing": N_("The privacy notice was not given."),
    "contact.channel_unverified": N_("No channel is verified yet."),
    **prequalification.FINDINGS,
    **review.FINDINGS,
    **affordability.FINDINGS,
}

VERBS: dict[str, str] = {
    "contact.source_noted": N_("Source noted"),
    "contact.channel_verified": N_("Channel verified"),
    **prequalification.VERBS,
    **review.VERBS,
    **affordability.VERBS,
    **rulings.VERBS,
}
