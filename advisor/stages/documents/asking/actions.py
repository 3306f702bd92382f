"""Ask again: one letter with every reason, rewritten while it waits; a call for the advisor where no letter may go."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from advisor.domain import checklists
from advisor.domain.outreach.cadence import moment_at, next_allowed
from advisor.domain.process import LINE, StageKey
from advisor.domain.roles import ActorKind
from advisor.records.case import Case
from advisor.records.outbox import Letter, LetterState
from advisor.records.party import Party
from advisor.records.reminder import OPEN, Reminder
from advisor.records.staff import Staff, firm
from advisor.services import followups, plans, post
from advisor.services.context import Context
from advisor.services.language import say, written_day
from advisor.services.links import make_link, revoke_link
from advisor.stages.documents.asking.gate import Days, Held, ask_from_on
from advisor.stages.documents.asking.records import (
    ASKED,
    LETTER,
    MOST_REMINDERS,
    may_go_stale,
    on_the_way,
    waiting_letter,
)
from advisor.stages.documents.asking.stage import CALL, STALE
from advisor.stages.documents.desk.gate import ItemState
from advisor.stages.documents.desk.records import ChecklistItem, country_of, items_of
from advisor.stages.documents.desk.stage import OTHER, REJECT_REASONS
from advisor.stages.documents.records import plan_of

SETTLING = timedelta(minutes=3)
"""A pile is judged in one go: the letter waits that long after the last judgement, and a slip can be taken back."""
PLAN = "documents.again"
LOOK_AHEAD = timedelta(days=400)


def ask_again(ctx: Context, case: Case, base_url: str) -> Letter | None:
    """Tell the client what must come again and why; the letter that still waits is written anew, or taken back.

    Where no letter may go (no address, asked not to be contacted) the advisor gets a follow-up instead.
    """
    waiting = waiting_letter(ctx.session, case.id)
    since = waiting.created_at if waiting else None
    told = [item for item in _to_tell(ctx, case) if item.requested_at is None or item.requested_at == since]
    if waiting is not None:
        _take_back(ctx, case, waiting)
    if not told:
        return None
    for item in told:
        item.requested_at, item.reminded = ctx.now, item.reminded + (item.requested_at is None)
    client = ctx.session.get_one(Party, case.client_id)
    ctx.record("documents.asked_again", "case", case.id, case_id=case.id, count=len(told))
    if not client.email or client.do_not_contact:
        _call(ctx, case)
        return None
    return _write(ctx, case, client, told, base_url)


def reask_stale(ctx: Context, today: date, base_url: str, batch: tuple[int, int] = (0, 500)) -> tuple[int, int]:
    """Ask anew for accepted papers that will be stale on the day that counts, once a fresh one would last till then.

    `batch` is (after which item, how many); gives the last item looked at (0 at the end) and how many were asked for.
    """
    after, limit = batch
    rows = ctx.session.execute(may_go_stale(today + LOOK_AHEAD, after, limit)).all()
    asked: dict[int, Case] = {}
    count = 0
    for item, case in rows:
        if _goes_stale(ctx, case, item, today):
            asked[case.id] = case
            count += 1
    for case in asked.values():
        ask_again(ctx, case, base_url)
        keep_reminding(ctx, case, anew=True)
    return (rows[-1][0].id if len(rows) == limit else 0), count


def keep_reminding(ctx: Context, case: Case, *, anew: bool = False) -> None:
    """Remind the client while papers are asked for, and stop at once when the last has come.

    A plan that runs goes on by itself; `anew` begins it again. What was reminded of three times begins none: its plan
    has told the advisor.
    """
    asked = [item for item in items_of(ctx.session, case.id) if item.state in ASKED and not item.form]
    if not asked:
        plans.stop(ctx, case, "documents", "received")
        plans.stop(ctx, case, "stage.documents", "received")
    elif any(item.reminded <= MOST_REMINDERS for item in asked) and (
        anew or not plans.running(ctx.session, case.id, "documents")
    ):
        plans.start(ctx, case, plans.Event("documents", ctx.now))


def watch_expiry(ctx: Context, case: Case) -> None:
    """Before filing somebody is told in time which accepted paper runs out first; one word per case, not per paper."""
    if LINE.index(case.stage) > LINE.index(StageKey.SUBMISSION):
        return
    ends = [
        item.valid_until_on for item in items_of(ctx.session, case.id)
        if item.state is ItemState.ACCEPTED and item.valid_until_on is not None and item.valid_until_on > ctx.today
    ]  # fmt: skip
    if not ends:
        plans.stop(ctx, case, "expiry", "judged")
        return
    at = moment_at(min(ends), time(9), ZoneInfo(ctx.session.get_one(Party, case.client_id).time_zone))
    if not plans.move(ctx, case, "expiry", at):
        plans.start(ctx, case, plans.Event("expiry", at, stage=StageKey.SUBMISSION))


def reason_of(item: ChecklistItem, language: str) -> str:
    """Why a paper must come again, in the client's words: from the list, in the advisor's words, or its stale day.

    Empty for a paper that nobody asks for: what is said inside the firm (why it was waived) never gets here.
    """
    if item.state not in ASKED:
        return ""
    coded = REJECT_REASONS.get(item.reason_code, "") if item.reason_code != OTHER else ""
    parts = [say(language, coded)]
    if item.stale_for_on and item.valid_until_on:
        until, day = (written_day(d, "long", language) for d in (item.valid_until_on, item.stale_for_on))
        parts.append(say(language, STALE, until=until, day=day))
    return " ".join(part for part in (*parts, item.reason) if part)


def _goes_stale(ctx: Context, case: Case, item: ChecklistItem, today: date) -> bool:
    plan = plan_of(ctx.session, case.id)
    days = Days(case.planned_filing_on, plan.decision_on if plan else None)
    needed_on = days.counts_on(item.needed_by)
    if needed_on is None or needed_on < today or item.valid_until_on is None:
        return False
    paper = checklists.document(item.document) or checklists.Document("", {"en": ""}, "")
    held = Held(paper, item.valid_until_on, item.limit_days, country_of(ctx.session, case))
    start = ask_from_on(held, needed_on)
    if start is None or start > today:
        return False
    item.state, item.stale_for_on = ItemState.REQUESTED, needed_on
    item.requested_at, item.reminded = None, 0
    ctx.record("documents.item_stale", "checklist_item", item.id, case_id=case.id, day=needed_on.isoformat())
    return True


def _to_tell(ctx: Context, case: Case) -> Iterable[ChecklistItem]:
    """Rejected and stale lines; what was merely requested has its checklist."""
    coming = on_the_way(ctx.session, case.id)
    for item in items_of(ctx.session, case.id):
        again = item.state is ItemState.REJECTED or (item.state is ItemState.REQUESTED and item.stale_for_on)
        if again and not item.form and item.id not in coming:
            yield item


def _take_back(ctx: Context, case: Case, letter: Letter) -> None:
    letter.state = LetterState.CANCELLED
    link_id = letter.key.rpartition(":")[2]
    revoke_link(ctx, case, int(link_id))


def _write(ctx: Context, case: Case, client: Party, told: list[ChecklistItem], base_url: str) -> Letter:
    link, url = make_link(ctx, case, client, base_url)
    owner = ctx.session.get(Staff, case.owner_id) if case.owner_id else None
    values = {
        "papers": [(item.name(client.language), reason_of(item, client.language)) for item in told], "url": url,
        "until": written_day(link.expires_at, "long", client.language),
        "advisor": owner.name if owner else ctx.actor.name, "firm": firm(ctx.session).name,
    }  # fmt: skip
    letter = post.to_client(ctx, client, post.Draft(
        LETTER, f"{LETTER}:{case.id}:{link.id}", values, case_id=case.id, why=f"{len(told)} papers to come again",
    ))  # fmt: skip
    letter.next_try_at = ctx.now + SETTLING
    if ctx.actor.kind is ActorKind.SYSTEM:  # what the house finds at night is said in the morning
        letter.next_try_at = next_allowed(letter.next_try_at, ZoneInfo(client.time_zone), client.country)
    return letter


def _call(ctx: Context, case: Case) -> None:
    open_one = select(Reminder.id).where(
        Reminder.case_id == case.id, Reminder.plan == PLAN, Reminder.state.in_(OPEN)
    )  # fmt: skip
    if ctx.session.scalar(open_one.limit(1)) is None:
        followups.schedule(ctx, case, followups.Plan(PLAN, CALL, 0))
