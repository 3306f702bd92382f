"""What can be done in the corner: figures in detail, company figures, control points, count the points."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.domain.errors import Invalid, WrongStatus
from advisor.domain.points import CONTROLS, SHEET, Band, count
from advisor.domain.process import Profile
from advisor.domain.roles import Role
from advisor.services.context import Context
from advisor.services.rows import active, amount, of_case, words
from advisor.stages.analysis.actions import profile_for
from advisor.stages.analysis.points.records import NeedsLine, PointsCount, newest_count, point_facts
from advisor.stages.analysis.points.stage import COMPANY, LINE_KINDS
from advisor.stages.analysis.records import NeedsProfile, profile_of
from advisor.stages.contact.review import actions as review
from advisor.stages.contact.review.records import waiting

LIMIT = 10**15
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class NewLine:
    """One obligation, collateral or piece of property; minor units of the needs profile's currency."""

    kind: str
    text: str
    amount: int | None = None
    monthly: int | None = None


def add_line(ctx: Context, case_id: int, new: NewLine) -> NeedsLine:
    """Note a figure in detail. Raises Invalid for an unknown kind, an empty text or more lines than one can read."""
    case = active(ctx, case_id)
    if new.kind not in LINE_KINDS:
        raise Invalid("kind", "unknown")
    if ctx.session.query(NeedsLine).filter_by(case_id=case.id).count() >= MOST_LINES:
        raise Invalid("text", "too_long", limit=MOST_LINES)
    row = NeedsLine(
        case_id=case.id, kind=new.kind, text=words("text", new.text, 200), amount=amount("line_amount", new.amount),
        monthly=amount("monthly", new.monthly), currency=profile_for(ctx, case).currency, added_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("analysis.line_added", "needs_line", row.id, case_id=case.id, kind=row.kind)
    return row


def drop_line(ctx: Context, case_id: int, line_id: int) -> None:
    """Take a line that was told wrongly off the list."""
    case = active(ctx, case_id)
    ctx.session.delete(of_case(ctx.session, NeedsLine, line_id, case))
    ctx.record("analysis.line_dropped", "needs_line", line_id, case_id=case.id)


def note_company(ctx: Context, case_id: int, figures: Mapping[str, int | None]) -> NeedsProfile:
    """Note the yearly figures of a business; a loss is a negative profit."""
    case = active(ctx, case_id)
    needs = profile_for(ctx, case)
    for key, minor in figures.items():
        if key not in COMPANY or (minor is not None and abs(minor) > LIMIT):
            raise Invalid(key, "out_of_range")
    needs.company = {key: figures.get(key) for key in COMPANY}
    ctx.record("analysis.company_noted", "needs_profile", needs.id, case_id=case.id)
    return needs


def note_controls(ctx: Context, case_id: int, answers: Mapping[str, bool | None]) -> NeedsProfile:
    """Note the answers to the control points, the same six for every client (ES-19)."""
    case = active(ctx, case_id)
    needs = profile_for(ctx, case)
    needs.controls = {key: answers.get(key) for key in CONTROLS}
    ctx.record("analysis.controls_noted", "needs_profile", needs.id, case_id=case.id)
    return needs


def count_points(ctx: Context, case_id: int) -> PointsCount:
    """Count the points by the edition in force and keep every line; a doubt goes to the underwriter (ZA-03).

    Raises WrongStatus in debt relief, where the law's own rules decide.
    """
    case = active(ctx, case_id)
    if case.profile is not Profile.FINANCING:
        raise WrongStatus(case.profile)
    counted, doubt = count(point_facts(ctx.session, case, profile_of(ctx.session, case.id))), None
    if counted.band is Band.DOUBT:
        doubt = review.ask(ctx, case, Role.UNDERWRITER, counted.grounds)
    elif (before := newest_count(ctx.session, case.id)) and before[1] and before[1] is waiting(ctx.session, case.id):
        review.take_back(ctx, case)
    row = PointsCount(
        case_id=case.id, sheet=SHEET.key, edition_on=SHEET.edition_on, points=counted.points, band=counted.band.value,
        lines=[[line.code, line.value, line.points] for line in counted.lines], at=ctx.now, by_id=ctx.actor.id,
        review_id=doubt.id if doubt else None, by_name=ctx.actor.name,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("analysis.points_counted", "points_count", row.id, case_id=case.id, points=row.points, band=row.band,
               sheet=row.sheet)  # fmt: skip
    return row
