"""What the documents stage is, and the words of its findings."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_
from advisor.stages.documents.asking import stage as asking
from advisor.stages.documents.bundles import stage as bundles
from advisor.stages.documents.consistency import stage as consistency
from advisor.stages.documents.desk import stage as desk
from advisor.stages.documents.forms import stage as forms
from advisor.stages.documents.originals import stage as originals
from advisor.stages.documents.rules import stage as rules
from advisor.stages.documents.vault import stage as vault

STAGE = Stage(
    key=StageKey.DOCUMENTS,
    title=N_("Documents, applications and forms"),
    short=N_("Documents"),
    phase=Phase.AGREE,
    follow_up_days=5,
    follow_up_text=N_("Ask for the missing documents"),
    target_days=21,
    duties=(
        N_("Request what is missing"),
        N_("Check each paper"),
        N_("Prepare forms and applications"),
        N_("Keep papers valid on the filing day"),
    ),
)

FINDINGS: dict[str, str] = {
    **desk.FINDINGS,
    **consistency.FINDINGS,
    "documents.list_missing": N_("The document list is not built yet."),
    "documents.question_open": N_("A question that decides on papers is open."),
    "documents.filing_day_missing": N_("The planned filing day is missing."),
    "documents.filing_day_past": N_("The planned filing day lies in the past."),
}

VERBS: dict[str, str] = {
    **desk.VERBS,
    **asking.VERBS,
    **rules.VERBS,
    **vault.VERBS,
    **bundles.VERBS,
    **consistency.VERBS,
    **forms.VERBS,
    **originals.VERBS,
    "documents.list_built": N_("Document list built"),
    "documents.question_answered": N_("Question about papers answered"),
    "documents.filing_planned": N_("Filing day planned"),
    "documents.pack_planned": N_("Institution and decision day of the pack planned"),
    "documents.terms_changed": N_("Terms of a paper changed for this case"),
    "documents.item_added": N_("Paper added to the list"),
    "documents.item_removed": N_("Paper taken off the list"),
    "documents.issued": N_("Checklist issued"),
    "upload.added": N_("File uploaded"),
    "upload.removed": N_("File removed"),
    "paper.issued": N_("Paper issued"),
    "paper.sent": N_("Paper sent"),
    "link.made": N_("Client link made"),
    "link.opened": N_("Client link opened"),
    "link.revoked": N_("Client link revoked"),
}
