"""What can be done with rulings: put one beside its debt."""

from advisor.domain.errors import Invalid
from advisor.records.upload import Upload
from advisor.services.context import Context
from advisor.services.rows import active, of_case
from advisor.services.uploads import Incoming, add_upload
from advisor.stages.contact.prequalification.records import DebtLine, Interview, held
from advisor.stages.contact.rulings.gate import has_place


def add_ruling(ctx: Context, case_id: int, line_id: int, incoming: Incoming) -> Upload:
    """Keep the court's ruling beside a debt of a challenged deal; a new one takes the place of the old one (OP-13).

    An interview somebody has open meanwhile is stale afterwards. Raises NotFound for a debt of another case,
    Invalid('file', ...) for a debt that has no place for a ruling or a file that is not accepted.
    """
    case = active(ctx, case_id)
    line = of_case(ctx.session, DebtLine, line_id, case)
    if not has_place(line.kind):
        raise Invalid("file", "does_not_fit")
    upload = add_upload(ctx, case, case.client_id, incoming)
    line.ruling_id = upload.id
    interview: Interview | None = held(ctx.session, case_id).interview
    if interview is not None:
        interview.saved_at = ctx.now
    ctx.record("contact.ruling_added", "debt_line", line.id, case_id=case_id, upload=upload.id)
    return upload
