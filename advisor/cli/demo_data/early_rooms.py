"""What happens in the rooms from contact to contract: when a case comes in, and before it leaves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from advisor.cli.demo_data.figures import tell_figures
from advisor.cli.demo_data.life import Life
from advisor.cli.demo_data.offers import simulate
from advisor.cli.demo_data.plots import Twist
from advisor.domain.catalogue import REFERRALS
from advisor.domain.debts import Debt
from advisor.domain.process import StageKey
from advisor.records.case import Case
from advisor.records.contact import ContactChannel, ContactResult
from advisor.records.party import Party
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.outreach import Contact, log_contact
from advisor.stages.analysis import actions as analysis
from advisor.stages.analysis.gate import topics
from advisor.stages.contact import actions as contact
from advisor.stages.contact.affordability.actions import Figures, check_affordability
from advisor.stages.contact.prequalification.actions import (
    ConsentAnswer,
    Sheet,
    answer_consent,
    reopen_consent,
    save_interview,
)
from advisor.stages.contact.prequalification.records import DebtRow
from advisor.stages.contract import actions as contract
from advisor.stages.contract.identity import actions as identity
from advisor.stages.meeting import actions as meeting
from advisor.stages.meeting.gate import Place, Result
from advisor.stages.meeting.records import busy
from advisor.stages.offer import actions as offer
from advisor.stages.offer.answers.actions import Handing, hand_over, note_answer
from advisor.stages.offer.gate import needed_parts

Room = Callable[[Context, Life], Any]
LEAVES = {
    StageKey.CONTACT: 2, StageKey.MEETING: 4, StageKey.ANALYSIS: 3, StageKey.OFFER: 5, StageKey.CONTRACT: 4,
}  # fmt: skip


def called(ctx: Context, life: Life, polish: str, russian: str, result: ContactResult = ContactResult.REACHED) -> None:
    """Log a call with the client."""
    case = writable(ctx, life.case_id)
    at = ctx.now - timedelta(minutes=5 + life.place % 13)  # noted when the call was over
    log_contact(ctx, case, Contact(ContactChannel.CALL, result, life.say(polish, russian), at=at))


def begin_contact(ctx: Context, life: Life) -> None:
    """The first call: who recommended, the privacy notice, and the doubt that sends some cases to the review queue."""
    called(ctx, life, "Pierwsza rozmowa: czego potrzebuje, kiedy dzwonić.", "Первый звонок: ситуация, когда звонить.")
    contact.give_notice(ctx, life.case_id, "phone")
    if life.plot.source in REFERRALS:
        contact.note_source(ctx, life.case_id, contact.SourceNote(life.plot.source, referrer_name="Barbara Sikora"))
    if life.has(Twist.REFERRED, Twist.UNTOLD, Twist.WEIGHED) or life.plot.ending == "TOTAL_NOT_ABOVE_MIN":
        finish_contact(ctx, life)
    if life.has(Twist.MIXED):  # told at once, and thought over until the case moves on
        _interview(ctx, life)
        _agreed(ctx, life, agrees=False)


def finish_contact(ctx: Context, life: Life) -> None:
    """Pre-qualification or affordability, and a channel that works."""
    contact.verify_channel(ctx, life.case_id, "phone")
    if not life.debt_relief:
        factor = 1 if life.has(Twist.REFERRED) else 6
        check_affordability(ctx, life.case_id, Figures(
            life.instalment * factor, life.instalment // 3, life.instalment, life.currency,
        ))  # fmt: skip
        return
    if life.has(Twist.MIXED):
        reopen_consent(ctx, life.case_id, "phone")
        _agreed(ctx, life, agrees=True)
    else:
        _interview(ctx, life)


def _interview(ctx: Context, life: Life) -> None:
    notes = {"budget": "10 000 в месяц", "timing": "до конца года", "task": "Избавиться от долгов и звонков."}
    answers = {"earlier_insolvency": False, "conviction": False, "hidden_property": False}
    save_interview(ctx, life.case_id, Sheet(_debts(life), life.has(Twist.REFERRED), notes, answers))


def _agreed(ctx: Context, life: Life, *, agrees: bool) -> None:
    answer_consent(ctx, life.case_id, ConsentAnswer(agrees, "phone", ctx.actor.name, ctx.now))


def _debts(life: Life) -> tuple[DebtRow, ...]:
    amount = Decimal(life.plot.amount)
    rows = [
        DebtRow(Debt("bank_loan", (amount * 6 / 10).quantize(Decimal("0.01"))), "Банк «Пример»", True),
        DebtRow(Debt("credit_card", (amount * 3 / 10).quantize(Decimal("0.01"))), "Карта «Пример»", True),
        DebtRow(Debt("microloan", (amount / 10).quantize(Decimal("0.01"))), "МФО «Быстро»"),
    ]
    if life.has(Twist.MIXED, Twist.UNTOLD):
        rows.append(DebtRow(Debt("alimony", Decimal("120000.00"))))
    if life.has(Twist.REFERRED):
        rows.append(DebtRow(Debt("mortgage", Decimal("2100000.00")), "Ипотечный банк", True))
    return tuple(rows)


def begin_meeting(ctx: Context, life: Life) -> None:
    """Book the meeting: a case of the past on the day it left the room, one that stands here in the coming days."""
    day = _meeting_day(ctx, life)
    place = (Place.OFFICE, Place.CLIENT, Place.ONLINE)[life.place % 3]
    where = {Place.OFFICE: "ul. Wymyślona 7", Place.CLIENT: life.plot.city, Place.ONLINE: "https://meet.example.test/7"}
    row = meeting.book(ctx, life.case_id, meeting.Booking(
        _free_hour(ctx, life, day), place, where[place], free_said=True,
        confirmed=life.place % 2 == 0,
    ))  # fmt: skip
    life.ids["appointment"] = row.id


def _free_hour(ctx: Context, life: Life, day: date) -> datetime:
    """An hour of the day at which the owner of the case meets nobody else, as the client's clock shows it."""
    case = ctx.session.get_one(Case, life.case_id)
    zone = ZoneInfo(ctx.session.get_one(Party, case.client_id).time_zone)
    hours = [datetime.combine(day, time(8 + (2 + life.place + turn) % 12)) for turn in range(12)]
    return next(
        (hour for hour in hours if not busy(ctx.session, case.owner_id or 0, hour.replace(tzinfo=zone), 60, case.id)),
        hours[0],
    )


def _meeting_day(ctx: Context, life: Life) -> date:
    if life.plot.stage is StageKey.MEETING and not life.has(Twist.NO_SHOW):
        day = life.now.date() + timedelta(days=1 + life.place % 4)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    missed = life.now.date() - timedelta(days=2)
    day = missed if life.has(Twist.NO_SHOW) else ctx.today + timedelta(days=LEAVES[StageKey.MEETING])
    return day - timedelta(days=max(0, day.weekday() - 4))


def finish_meeting(ctx: Context, life: Life) -> None:
    """The meeting was held."""
    meeting.note_result(ctx, life.case_id, life.ids["appointment"], Result.HELD, life.say(
        "Spotkanie rzeczowe, klient przygotowany.", "Встреча прошла по делу, клиент подготовлен."))  # fmt: skip


def miss_meeting(ctx: Context, life: Life) -> None:
    """Nobody came."""
    meeting.note_result(ctx, life.case_id, life.ids["appointment"], Result.NO_SHOW, "Nie przyszła, telefon milczy.")


def begin_analysis(ctx: Context, life: Life) -> None:
    """Minutes of the talk, purpose and amount."""
    analysis.note_talk(ctx, life.case_id, ctx.now - timedelta(hours=1), ContactChannel.MEETING, life.say(
        "Omówiono cel, dochody i możliwe drogi finansowania.", "Обсудили долги, имущество и доходы."))  # fmt: skip
    purpose = life.say("Finansowanie zgodnie z planem rodziny lub firmy", "Списание долгов через суд")
    analysis.note_need(ctx, life.case_id, analysis.Need(purpose, life.minor, life.currency))


def finish_analysis(ctx: Context, life: Life) -> None:
    """Figures, the topics in words, and a route."""
    income = 4_500_000 if life.debt_relief else life.instalment * 5
    analysis.note_ability(ctx, life.case_id, analysis.Ability(
        income, income // 10, income // 3, None if life.debt_relief else life.instalment, life.currency,
    ))  # fmt: skip
    profile = writable(ctx, life.case_id).profile
    words = life.say("Omówione na spotkaniu, szczegóły w notatce.", "Обсудили на встрече, подробности в записи.")
    said = dict.fromkeys(topics(profile, life.plot.client_type), (words, False))
    analysis.write_topics(ctx, life.case_id, analysis.Words(said))
    analysis.add_route(ctx, life.case_id, analysis.NewRoute(life.kind, life.institution))
    tell_figures(ctx, life)


def begin_offer(ctx: Context, life: Life) -> None:
    """Compose the offer: terms, and a simulation where something is lent."""
    case = writable(ctx, life.case_id)
    terms = offer.default_terms(case, "ru" if life.debt_relief else "pl")
    fee = {"fee_fixed": 9_000_000} if life.debt_relief else {"fee_percent": Decimal("1.5")}
    why = life.say("Dotacja nie jest kredytem: nie ma rat.", "")
    if life.debt_relief or life.plot.product == "eu_grant":
        terms = replace(terms, **fee, commission_none=True, no_simulation_because=why,
                        plan_why=life.say("", "Доходы не позволяют платить, имущества нет."))  # fmt: skip
        offer.save_terms(ctx, life.case_id, terms)
        return
    offer.save_terms(ctx, life.case_id, replace(terms, **fee))
    simulate(ctx, life)


def finish_offer(ctx: Context, life: Life) -> None:
    """Hand the offer over on paper and hear the answer."""
    parts = tuple(sorted(needed_parts(writable(ctx, life.case_id).profile)))
    hand_over(ctx, life.case_id, Handing("in_person", ctx.today, f"teczka {100 + life.place}", parts))
    note_answer(ctx, life.case_id, "accepted", "phone")


def begin_contract(ctx: Context, life: Life) -> None:
    """Negotiate scope and fee."""
    scope = life.say("Analiza, wniosek, prowadzenie sprawy do decyzji.", "Анализ, заявление, сопровождение в суде.")
    fee: dict[str, Any] = {"fee_fixed": 8_500_000} if life.debt_relief else {"fee_percent": Decimal("1.4")}
    basis = life.say("Po wypłacie środków", "Тремя платежами")
    parts: dict[str, Any] = {"fee_parts": 3, "fee_first_on": ctx.today + timedelta(days=30)} if life.debt_relief else {}
    contract.negotiate(ctx, life.case_id, contract.Agreed(scope, fee_basis=basis, **fee, **parts))


def finish_contract(ctx: Context, life: Life) -> None:
    """Check identity, sign on paper, give the power of attorney."""
    identity.check_identity(ctx, life.case_id, identity.Proof(
        life.client_id, "identity_card", ctx.today, ctx.today + timedelta(days=1500)))  # fmt: skip
    contract.sign_on_paper(ctx, life.case_id, ctx.today, f"segregator U-{life.place + 1}")
    contract.give_mandate(ctx, life.case_id, ctx.today, None)


BEGIN: dict[StageKey, Room] = {
    StageKey.CONTACT: begin_contact, StageKey.MEETING: begin_meeting, StageKey.ANALYSIS: begin_analysis,
    StageKey.OFFER: begin_offer, StageKey.CONTRACT: begin_contract,
}  # fmt: skip
FINISH: dict[StageKey, Room] = {
    StageKey.CONTACT: finish_contact, StageKey.MEETING: finish_meeting, StageKey.ANALYSIS: finish_analysis,
    StageKey.OFFER: finish_offer, StageKey.CONTRACT: finish_contract,
}  # fmt: skip
