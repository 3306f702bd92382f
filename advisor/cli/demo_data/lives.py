"""Turn plots into steps: who did what when, on working days and in order, room by room."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from advisor.casework.advance import Order, advance, send_back
from advisor.casework.open import NewCase, open_case
from advisor.casework.status import Closing, close, hold
from advisor.cli.demo_data import early_rooms, late_rooms
from advisor.cli.demo_data.life import Life
from advisor.cli.demo_data.plots import Twist
from advisor.domain.catalogue import REFERRALS
from advisor.domain.process import LINE, StageKey, following
from advisor.records.contact import ContactResult
from advisor.records.party import PartyKind
from advisor.services import followups
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.parties import PartyCard, create_party
from advisor.stages.support.actions import open_ticket

Do = Callable[[Context, Life], Any]

BEGIN: dict[StageKey, Do] = {**early_rooms.BEGIN, **late_rooms.BEGIN}
FINISH: dict[StageKey, Do] = {**early_rooms.FINISH, **late_rooms.FINISH}
GAPS: dict[StageKey, int] = {
    **early_rooms.LEAVES, StageKey.DOCUMENTS: 12, StageKey.SUBMISSION: 2, StageKey.TRACKING: 16,
    StageKey.DECISION: 4, StageKey.MONITORING: 24, StageKey.REFERRALS: 3,
}  # fmt: skip
"""Days a case of the past spent in each room."""
MANAGERS = {"karolina": "marta", "piotr": "marta", "anna": "igor"}


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One transaction of the past: when, in which case, by whom, what."""

    at: datetime
    place: int
    actor: str = field(compare=False)
    do: Callable[[Context], Any] = field(compare=False)


@dataclass(slots=True)
class Story:
    """The steps of one case while they are put together, on working days, each later than the one before."""

    life: Life
    steps: list[Step] = field(default_factory=list)

    def add(self, days_ago: int, hour: int, do: Do, actor: str = "") -> None:
        """One more step, that many days ago (yesterday at the latest)."""
        life = self.life
        day: date = life.now.date() - timedelta(days=max(days_ago, 1))
        day -= timedelta(days=max(0, day.weekday() - 4))
        at = datetime.combine(day, time(hour, life.place * 13 % 60), life.now.tzinfo)
        if self.steps:
            at = max(at, self.steps[-1].at + timedelta(minutes=7))
        self.steps.append(Step(at, life.place, actor or life.plot.owner, partial(_run, do, life)))


def steps_of(life: Life) -> list[Step]:
    """Everything that happened in one case, in order."""
    plot, story = life.plot, Story(life)
    rooms = LINE[: LINE.index(plot.stage)]
    ago = plot.days + sum(GAPS[room] for room in rooms)
    story.add(ago, 7, _open)
    for room in rooms:
        story.add(ago, 8, BEGIN[room])
        ago -= GAPS[room]
        overridden = life.has(Twist.OVERRIDE) and room is StageKey.OFFER
        story.add(ago, 13, partial(_leave, room), MANAGERS[plot.owner] if overridden else "")
    if plot.ending == "no_answer":
        story.add(ago, 9, _unanswered)
        story.add(ago - 3, 15, _unanswered)
    elif not life.has(Twist.NEW, Twist.STALE):
        story.add(ago, 14, BEGIN[plot.stage])
    _last(story)
    return story.steps


def _run(do: Do, life: Life, ctx: Context) -> None:
    do(ctx, life)


def _open(ctx: Context, life: Life) -> None:
    plot, land, number = life.plot, life.country, 100 + life.place
    phone = f"+7 499 0{number % 100:02d}-10-{number % 90 + 10}" if land == "RU" else f"400 200 {number}"
    company = "sp. z o.o." in plot.name
    born = None if company else date(1962 + life.place % 38, life.place % 12 + 1, life.place % 27 + 1)
    chinese = "\u4e00" <= plot.name[0] <= "\u9fff"
    client = create_party(ctx, PartyCard(
        plot.name, PartyKind.COMPANY if company else PartyKind.PERSON, f"klient{number}@example.test", phone,
        birth_on=born, city=plot.city, country=land, language="en" if chinese else "",
    ))  # fmt: skip
    case = open_case(ctx, client, NewCase(
        product=plot.product, client_type=plot.client_type, currency=life.currency, amount=life.minor,
        source=None if plot.source in REFERRALS else plot.source, campaign="TARGI26" if life.place % 6 == 0 else "",
    ))  # fmt: skip
    life.case_id, life.client_id = case.id, client.id


def _leave(room: StageKey, ctx: Context, life: Life) -> None:
    """Finish the room's work and move on; an override says why the client's answer is not waited for."""
    target = following(room)
    if target is None:
        return
    if life.has(Twist.OVERRIDE) and room is StageKey.OFFER:
        reason = "Klient podpisuje jutro przy notariuszu, odpowiedź ustna przy mnie."
        advance(ctx, Order(life.case_id, target, override_reason=reason))
        return
    FINISH[room](ctx, life)
    advance(ctx, Order(life.case_id, target))


def _unanswered(ctx: Context, life: Life) -> None:
    early_rooms.called(ctx, life, "Nie odbiera.", "Не отвечает.", ContactResult.NO_ANSWER)


def _last(story: Story) -> None:
    """What happened last: the twist, the ending, a reminder somebody set for himself."""
    plot, twist = story.life.plot, story.life.plot.twist
    if twist is Twist.NO_SHOW:
        story.add(1, 15, early_rooms.miss_meeting)
    if twist is Twist.TICKET:
        story.add(1, 10, _ticket)
    if twist is Twist.HELD:
        story.add(plot.days - 1, 12, _hold)
    if twist is Twist.RETURNED:
        story.add(2, 11, _return)
    if plot.ending:
        if plot.ending in ("served", "no_remedy"):
            story.add(plot.days - 1, 10, FINISH[plot.stage])
        story.add(plot.days - 3, 15, _close)
    elif story.life.place % 4 == 0 and twist is not Twist.HELD:
        story.add(1, 15, _remind)


def _ticket(ctx: Context, life: Life) -> None:
    open_ticket(ctx, life.case_id, "Pytanie o ubezpieczenie", "Czy polisa musi być z tego samego banku?")


def _hold(ctx: Context, life: Life) -> None:
    hold(ctx, life.case_id, life.now.date() + timedelta(days=21), "Klient za granicą do końca miesiąca")


def _return(ctx: Context, life: Life) -> None:
    send_back(ctx, Order(life.case_id, StageKey.DOCUMENTS), "Bank prosi o bilans za ostatni kwartał")


def _close(ctx: Context, life: Life) -> None:
    close(ctx, Closing(life.case_id, life.plot.ending))


def _remind(ctx: Context, life: Life) -> None:
    """A free reminder for today or one of the next days."""
    at = datetime.combine(
        life.now.date() + timedelta(days=(0, 0, 1, 2)[life.place // 4 % 4]), time(10 + life.place % 6)
    )
    words = life.say("Oddzwonić, obiecałam nowe wyliczenie", "Перезвонить, обещала новый расчёт")
    followups.remind_at(ctx, writable(ctx, life.case_id), at, "Europe/Warsaw", words)
