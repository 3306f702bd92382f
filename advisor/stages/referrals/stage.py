"""What the referrals stage is, and the words of its findings, verbs and choices."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.REFERRALS,
    title=N_("Recommendations and long-term relation"),
    short=N_("Referrals"),
    phase=Phase.CARE,
    follow_up_days=5,
    follow_up_text=N_("Ask for an opinion and a recommendation"),
    target_days=30,
    duties=(
        N_("Ask for an opinion"),
        N_("Ask for a recommendation"),
        N_("Next contact date, or do not contact"),
    ),
)

FINDINGS: dict[str, str] = {
    "referrals.opinion_missing": N_("The client was not asked for an opinion."),
    "referrals.recommendation_missing": N_("The client was not asked for a recommendation."),
    "referrals.next_contact_missing": N_("Neither a next contact date nor “do not contact” is noted."),
}

VERBS: dict[str, str] = {
    "referrals.opinion_noted": N_("Opinion noted"),
    "referrals.recommendation_noted": N_("Recommendation noted"),
    "referrals.next_contact_planned": N_("Next contact planned"),
    "referrals.do_not_contact": N_("Do not contact"),
    "referrals.referred": N_("Referral entered"),
}

OPINIONS: dict[str, str] = {
    "asked": N_("Asked, no answer yet"),
    "answered": N_("Answered"),
    "declined": N_("Declined to answer"),
    "not_appropriate": N_("Not appropriate to ask"),
}
RECOMMENDATIONS: dict[str, str] = {
    "asked": N_("Asked, no answer yet"),
    "given": N_("Recommended somebody"),
    "declined": N_("Does not want to recommend"),
    "not_appropriate": N_("Not appropriate to ask"),
}

NEXT_CONTACT_PLAN = "referrals.next_contact"
"""Plan of the follow-up of the next contact date: it outlives the case."""
