"""What the offer stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_
from advisor.stages.offer.answers import stage as answers
from advisor.stages.offer.simulations import stage as simulations

STAGE = Stage(
    key=StageKey.OFFER,
    title=N_("Preliminary offer and requirements"),
    short=N_("Offer"),
    phase=Phase.AGREE,
    follow_up_days=3,
    follow_up_text=N_("Ask for the answer to the offer"),
    target_days=10,
    duties=(
        N_("Co-operation terms with the draft contract"),
        N_("Simulation, or why it cannot be given"),
        N_("Institution's terms"),
        N_("List of documents"),
        N_("Time plan"),
    ),
)

FINDINGS: dict[str, str] = {
    "offer.terms_missing": N_("The co-operation terms are missing: what we do, for what fee, and the draft contract."),
    "offer.commission_missing": N_("The commission we receive from others is not stated."),
    "offer.simulation_missing": N_("There is neither a simulation nor a reason why it cannot be given."),
    "offer.plan_missing": N_("The plan of the procedure is missing."),
    "offer.requirements_missing": N_("The legal and formal requirements are missing."),
    "offer.documents_missing": N_("The list of documents is missing."),
    "offer.time_plan_missing": N_("The time plan is missing."),
    **answers.FINDINGS,
}

VERBS: dict[str, str] = {
    "offer.terms_saved": N_("Terms of the offer saved"),
    **simulations.VERBS,
    **answers.VERBS,
}
