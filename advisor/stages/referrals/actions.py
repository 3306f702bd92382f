"""What can be done in the referrals room: note opinion and recommendation, the next contact, and who was referred."""

from dataclasses import dataclass
from datetime import date, datetime, time

from advisor.domain.errors import Invalid
from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.reminder import OPEN, Reminder, ReminderState
from advisor.services import followups, plans
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.notes import seal_text
from advisor.services.rows import active, coming_day, words
from advisor.stages.referrals.records import Referral, Relation
from advisor.stages.referrals.stage import NEXT_CONTACT_PLAN, OPINIONS, RECOMMENDATIONS

LAST_SCORE = 5


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the client thinks of our work: asked, answered, declined or not appropriate (then with a word why)."""

    state: str
    words: str = ""
    score: int | None = None  # 1 to 5


def note_opinion(ctx: Context, case_id: int, opinion: Opinion) -> Relation:
    """Note that the opinion was asked for, and the answer; "not appropriate" needs a word why."""
    case = active(ctx, case_id)
    if opinion.state not in OPINIONS:
        raise Invalid("state", "unknown")
    if opinion.score is not None and not 1 <= opinion.score <= LAST_SCORE:
        raise Invalid("score", "out_of_range")
    text = words("words", opinion.words, 20_000, needed=opinion.state == "not_appropriate")
    row, client = _relation(ctx, case), ctx.session.get_one(Party, case.client_id)
    row.opinion, row.opinion_on = opinion.state, ctx.today
    row.score = opinion.score if opinion.state == "answered" else None
    row.opinion_words = seal_text(ctx.session, client.uid, ("client_relation", row.uid, "opinion_words"), text)
    _asked(ctx, case, row)
    ctx.record("referrals.opinion_noted", "case", case.id, case_id=case.id, state=row.opinion, score=row.score)
    return row


def note_recommendation(ctx: Context, case_id: int, state: str, why: str = "") -> Relation:
    """Note that a recommendation was asked for, and what came of it; "not appropriate" needs a word why."""
    case = active(ctx, case_id)
    if state not in RECOMMENDATIONS:
        raise Invalid("state", "unknown")
    row = _relation(ctx, case)
    row.recommendation, row.recommendation_on = state, ctx.today
    row.recommendation_words = words("words", why, needed=state == "not_appropriate")
    _asked(ctx, case, row)
    ctx.record("referrals.recommendation_noted", "case", case.id, case_id=case.id, state=state)
    return row


def plan_next_contact(ctx: Context, case_id: int, on: date, why: str) -> Relation:
    """Set the day of the next contact; its reminder rings at 10:00 by the client's clock and outlives the case.

    A new day moves the reminder. Somebody who asked not to be contacted may be again, by his own word.
    """
    case = active(ctx, case_id)
    row, client = _relation(ctx, case), ctx.session.get_one(Party, case.client_id)
    if coming_day(ctx, "on", on) <= ctx.today:
        raise Invalid("on", "in_the_past")
    row.next_contact_on, row.next_contact_why = on, words("why", why)
    row.do_not_contact = client.do_not_contact = False
    _forget(ctx, row, "moved")
    at = datetime.combine(on, time(10))
    reminder = followups.remind_at(ctx, case, at, client.time_zone, row.next_contact_why)
    reminder.plan, row.reminder_id = NEXT_CONTACT_PLAN, reminder.id
    ctx.record("referrals.next_contact_planned", "case", case.id, case_id=case.id, on=on.isoformat())
    return row


def do_not_contact(ctx: Context, case_id: int, why: str) -> Relation:
    """Note that the client does not want to be contacted: every door sees it, the next contact loses its point."""
    case = active(ctx, case_id)
    reason = words("why", why)
    row, client = _relation(ctx, case), ctx.session.get_one(Party, case.client_id)
    client.do_not_contact = row.do_not_contact = True
    row.next_contact_on, row.next_contact_why = None, reason
    _forget(ctx, row, "do_not_contact")
    followups.refresh_next_action(ctx, case)
    ctx.record("referrals.do_not_contact", "party", client.id, case_id=case.id, party_id=client.id, reason=reason)
    return row


def link_referral(ctx: Context, case_id: int, new_case: Case) -> Referral:
    """Link a lead that came of this case; the recommendation counts as given."""
    case = writable(ctx, case_id)
    if new_case.client_id == case.client_id:
        raise Invalid("name", "same_person")
    row = Referral(case_id=case.id, new_case_id=new_case.id, at=ctx.now)
    ctx.session.add(row)
    if case.status is Status.ACTIVE:
        relation = _relation(ctx, case)
        relation.recommendation, relation.recommendation_on = "given", ctx.today
    ctx.session.flush()
    ctx.record("referrals.referred", "case", new_case.id, case_id=case.id, number=new_case.number)
    return row


def _asked(ctx: Context, case: Case, row: Relation) -> None:
    """Both were asked for: the room's follow-up is done."""
    if row.opinion and row.recommendation:
        plans.stop(ctx, case, "stage.referrals", "asked")


def _relation(ctx: Context, case: Case) -> Relation:
    """The case's row, made at its first use."""
    row = ctx.session.get(Relation, case.id)
    if row is None:
        row = Relation(case_id=case.id, changed_at=ctx.now)
        ctx.session.add(row)
    row.changed_at = ctx.now
    return row


def _forget(ctx: Context, row: Relation, why: str) -> None:
    """Cancel the reminder of the former next contact."""
    reminder = ctx.session.get(Reminder, row.reminder_id) if row.reminder_id else None
    if reminder is not None and reminder.state in OPEN:
        reminder.state, reminder.cancelled_at, reminder.cancelled_why = ReminderState.CANCELLED, ctx.now, why
    row.reminder_id = None
