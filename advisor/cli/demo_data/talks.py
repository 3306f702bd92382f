"""Between calls in the demo firm: promises of all sides, calls that teach the best time, a lawyer, a message taken."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from advisor.domain.outreach.contact import Purpose
from advisor.domain.process import Status
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.contact import ContactChannel, ContactResult
from advisor.records.guard import FactKind
from advisor.records.party import Party
from advisor.records.promise import Promiser
from advisor.services import guard, limits, promises
from advisor.services.messages import leave_message
from advisor.services.outreach import Contact, log_contact
from advisor.transaction import transaction

ADVISORS = ("karolina", "piotr", "anna")
PROMISED: tuple[tuple[Promiser, str, str, int, str], ...] = (
    # who, in Polish, in Russian, due in days, what became of it
    (Promiser.US, "Oddzwonić z wynikiem rozmowy z bankiem", "Перезвонить с ответом банка", -1, ""),
    (Promiser.CLIENT, "Przesłać wyciąg za ostatni kwartał", "Прислать выписку за квартал", 2, ""),
    (Promiser.INSTITUTION, "Odpisać na nasze pytanie", "Ответить на наш вопрос", -2, ""),
    (Promiser.US, "Przygotować zestawienie kosztów", "Подготовить расчёт расходов", 0, ""),
    (Promiser.US, "Sprawdzić aneks do umowy", "Проверить дополнение к договору", 3, "kept"),
    (Promiser.CLIENT, "Dostarczyć zaświadczenie z pracy", "Принести справку с работы", 1, "moved"),
)
CALLS = (ContactResult.REACHED, ContactResult.REACHED, ContactResult.NO_ANSWER, ContactResult.REACHED)
"""Afternoon calls to one client of every advisor, the newest first."""

SPOKE = {"pl": "Omówiono dokumenty i następny krok.", "ru": "Обсудили документы и следующий шаг."}


def tell(now: datetime, actors: dict[str, Actor]) -> None:
    """Add what was said on the phone to the first active cases of every advisor."""
    for key in ADVISORS:
        actor = actors[key]
        cases = _first_cases(actor, len(PROMISED))
        for case_id, promise in zip(cases, PROMISED, strict=False):
            _promise(case_id, promise, now, actor)
        _calls(cases[1], now, actor)
    lawyer, silent = _first_cases(actors["anna"], 8)[-2:]
    _limit(lawyer, FactKind.REPRESENTED, "Адвокат Котова, доверенность предъявлена", now, actors["anna"])
    _limit(silent, FactKind.NO_CALLS, "Просит только писать", now, actors["anna"])
    _message(_first_cases(actors["karolina"], 1)[0], now, actors["piotr"])
    _set_aside(_first_cases(actors["karolina"], 3)[2], now, actors["marta"])


def _first_cases(actor: Actor, count: int) -> list[int]:
    query = select(Case.id).where(Case.owner_id == actor.id, Case.status == Status.ACTIVE).order_by(Case.id)
    found = list(db.session.scalars(query.limit(count)))
    db.session.rollback()
    return found


def _promise(case_id: int, told: tuple[Promiser, str, str, int, str], now: datetime, actor: Actor) -> None:
    promiser, polish, russian, days, became = told
    with transaction(actor, now - timedelta(days=4)) as ctx:
        case = ctx.session.get_one(Case, case_id)
        words = russian if ctx.session.get_one(Party, case.client_id).language == "ru" else polish
        due_on = now.date() + timedelta(days=days)
        row_id = promises.make(ctx, case, promises.NewPromise(promiser, words, due_on)).id
    if became:
        with transaction(actor, now - timedelta(days=1)) as ctx:
            if became == "kept":
                promises.keep(ctx, case_id, row_id)
            else:
                promises.move(ctx, case_id, row_id, due_on + timedelta(days=3))


def _calls(case_id: int, now: datetime, actor: Actor) -> None:
    """On past working days at half past two on the client's clock."""
    day: date = now.date()
    for result in CALLS:
        day -= timedelta(days=1)
        while day.weekday() > 4:
            day -= timedelta(days=1)
        with transaction(actor, now) as ctx:
            case = ctx.session.get_one(Case, case_id)
            client = ctx.session.get_one(Party, case.client_id)
            at = datetime.combine(day, time(14, 30), ZoneInfo(client.time_zone))
            note = "" if result is ContactResult.NO_ANSWER else SPOKE.get(client.language, SPOKE["pl"])
            log_contact(ctx, case, Contact(ContactChannel.CALL, result, note, at=at))


def _limit(case_id: int, kind: FactKind, detail: str, now: datetime, actor: Actor) -> None:
    with transaction(actor, now - timedelta(days=3)) as ctx:
        client = ctx.session.get_one(Party, ctx.session.get_one(Case, case_id).client_id)
        limits.note_fact(ctx, client, kind, None, detail)


def _message(case_id: int, now: datetime, actor: Actor) -> None:
    with transaction(actor, now - timedelta(hours=3)) as ctx:
        case = ctx.session.get_one(Case, case_id)
        client = ctx.session.get_one(Party, case.client_id)
        leave_message(ctx, case, client, "Prosi o telefon po 15:00 w sprawie terminu spotkania.")


def _set_aside(case_id: int, now: datetime, manager: Actor) -> None:
    """A second reminder of a day, which the client had asked for: one line of the register."""
    day = now.date() - timedelta(days=1)
    day -= timedelta(days=max(0, day.weekday() - 4))
    reason = "Klientka prosiła o drugie przypomnienie tego dnia"
    for hour in (11, 16):
        with transaction(manager, now) as ctx:
            case = ctx.session.get_one(Case, case_id)
            zone = ZoneInfo(ctx.session.get_one(Party, case.client_id).time_zone)
            log_contact(ctx, case, Contact(
                ContactChannel.CALL, ContactResult.NO_ANSWER, at=datetime.combine(day, time(hour), zone),
                purpose=Purpose.PRE_DUE_REMINDER, terms=guard.Terms(override_reason=reason),
            ))  # fmt: skip
