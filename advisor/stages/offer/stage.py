"""What the offer stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

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

FINDINGS: dict[str, str] = {}
