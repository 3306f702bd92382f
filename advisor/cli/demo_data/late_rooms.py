"""What happens in the rooms from documents to referrals: when a case comes in, and before it leaves."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from advisor.cli.demo_data.early_rooms import called
from advisor.cli.demo_data.life import Life
from advisor.cli.demo_data.plots import Twist
from advisor.cli.demo_data.scans import bring_scans
from advisor.domain import checklists
from advisor.domain.process import StageKey
from advisor.records.contact import ContactChannel
from advisor.records.fee import FeeKind, fees_of
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.stages.decision import actions as decision
from advisor.stages.documents import actions as documents
from advisor.stages.documents.desk import actions as desk
from advisor.stages.documents.desk.gate import OUTSTANDING
from advisor.stages.documents.desk.records import items_of
from advisor.stages.monitoring import actions as monitoring
from advisor.stages.referrals import actions as referrals
from advisor.stages.submission import actions as submission
from advisor.stages.tracking import actions as tracking

Room = Callable[[Context, Life], Any]


def begin_documents(ctx: Context, life: Life) -> None:
    """Build the list, plan the filing day, ask for everything; the first papers come, one of them no good."""
    asked = checklists.questions(life.plot.product, life.plot.client_type)
    documents.answer_questions(ctx, life.case_id, {question.key: False for question in asked})
    documents.build_list(ctx, life.case_id)
    stays = life.plot.stage is StageKey.DOCUMENTS
    day = life.now.date() + timedelta(days=9) if stays else ctx.today + timedelta(days=14)
    documents.plan_filing(ctx, life.case_id, day)
    desk.request_items(ctx, writable(ctx, life.case_id))
    papers = [item for item in items_of(ctx.session, life.case_id) if not item.form]
    issued = desk.Dates(ctx.today - timedelta(days=1))
    for item in papers[: 1 + len(papers) // 2]:
        desk.receive_on_paper(ctx, life.case_id, item.id, _shelf(life), issued)
    for item in papers[1 : 1 + len(papers) // 3]:
        desk.accept_item(ctx, life.case_id, item.id, issued)
    if stays:
        bring_scans(ctx, life, papers)


def finish_documents(ctx: Context, life: Life) -> None:
    """The rest comes and is good; our forms are prepared, the pack is filed these days."""
    today = ctx.today
    documents.plan_filing(ctx, life.case_id, today)
    for item in items_of(ctx.session, life.case_id):
        if not item.form and item.state in OUTSTANDING:  # what lies here already is not taken twice
            desk.receive_on_paper(ctx, life.case_id, item.id, _shelf(life), desk.Dates(today))
        desk.accept_item(ctx, life.case_id, item.id, desk.Dates(today))


def _shelf(life: Life) -> str:
    return f"{life.say('półka', 'полка')} {life.place % 7 + 1}"


def begin_submission(ctx: Context, life: Life) -> None:
    """Who signs what."""
    for paper in (life.say("Wniosek", "Заявление"), life.say("Oświadczenie o dochodach", "Опись имущества")):
        row = submission.add_signing(ctx, life.case_id, paper, life.plot.name)
        life.ids[f"signing {paper}"] = row.id


def finish_submission(ctx: Context, life: Life) -> None:
    """Everything is signed and filed."""
    for name, row_id in life.ids.items():
        if name.startswith("signing"):
            submission.sign(ctx, life.case_id, row_id, ctx.today)
    row = submission.file_submission(ctx, life.case_id, submission.Filing(
        life.institution, ctx.today, "post" if life.debt_relief else "in_person",
        reference="" if life.place % 4 == 0 else f"W/{ctx.now.year}/{4100 + life.place}",
        clerk_name="Jolanta Kurek" if life.place % 4 == 0 else "", amount=life.minor, currency=life.currency,
    ))  # fmt: skip
    life.ids["submission"] = row.id


def begin_tracking(ctx: Context, life: Life) -> None:
    """The institution takes it up and asks something."""
    called(ctx, life, "Wniosek złożony, powiedziałam, co dalej i kiedy.", "Заявление подано, рассказали, что дальше.")
    tracking.log_call(ctx, life.case_id, tracking.Call(life.ids["submission"], "call", life.say(
        "Wniosek przyjęty, analityk przydzielony.", "Дело принято, назначен помощник судьи.")))  # fmt: skip
    row = tracking.note_question(ctx, life.case_id, tracking.Ask(
        life.ids["submission"], "document", life.say("Prosimy o wyciąg z rachunku.", "Просим выписку по счёту."),
        ctx.today, ctx.today + timedelta(days=10),
    ))  # fmt: skip
    life.ids["question"] = row.id


def finish_tracking(ctx: Context, life: Life) -> None:
    """The question is answered and the decision comes."""
    tracking.answer_question(ctx, life.case_id, life.ids["question"], ctx.today, life.say("Wysłano.", "Отправили."))
    if life.has(Twist.REJECTED):
        ruling = decision.Ruling(life.ids["submission"], "refused", ctx.today, ("income", "burden"))
    elif life.debt_relief:
        ruling = decision.Ruling(life.ids["submission"], "opened", ctx.today, next_procedure="sale")
    else:
        ruling = decision.Ruling(
            life.ids["submission"], "approved", ctx.today, amount=life.minor, currency=life.currency,
            months=life.months, annual_rate=Decimal("8.70"), valid_until_on=ctx.today + timedelta(days=30),
        )  # fmt: skip
    life.ids["decision"] = decision.record_decision(ctx, life.case_id, ruling).id


def begin_decision(ctx: Context, life: Life) -> None:
    """The client is told."""
    decision.tell_client(ctx, life.case_id, life.ids["decision"], ContactChannel.CALL, ctx.today)


def finish_decision(ctx: Context, life: Life) -> None:
    """The client accepts; or nothing can turn the no round."""
    if life.has(Twist.REJECTED):
        decision.no_remedy(ctx, life.case_id, life.ids["decision"], "Dochód nie wzrośnie przed końcem roku.")
    elif not life.debt_relief:
        decision.note_answer(ctx, life.case_id, life.ids["decision"], decision.Answer(
            "accepted", ctx.today, contract_on=ctx.today, contract_number=f"K-{7000 + life.place}",
        ))  # fmt: skip


def begin_monitoring(ctx: Context, life: Life) -> None:
    """Duties after the decision; the fee that the contract brought is invoiced."""
    kind, text = ("report", "Отчёт финансовому управляющему") if life.debt_relief else ("insurance", "Polisa do banku")
    life.ids["duty"] = monitoring.add_duty(
        ctx, life.case_id, monitoring.NewDuty(kind, text, ctx.today + timedelta(days=12))
    ).id
    _bill(ctx, life, paid=False)


def finish_monitoring(ctx: Context, life: Life) -> None:
    """Everything is done and paid; the service ends."""
    monitoring.finish_duty(ctx, life.case_id, life.ids["duty"], ctx.today, f"segregator M-{life.place}")
    _bill(ctx, life, paid=True)
    monitoring.end_service(ctx, life.case_id)


def _bill(ctx: Context, life: Life, *, paid: bool) -> None:
    """Invoice, or receive, what the client owes by the contract."""
    fees = (row for row in fees_of(ctx.session, life.case_id) if row.kind is FeeKind.FEE)
    for number, row in enumerate(fees, 1):
        monitoring.change_money(ctx, life.case_id, row.id, monitoring.Money(
            row.kind, row.text, row.amount, row.currency, row.agreed_on, due_on=ctx.today + timedelta(days=14),
            invoiced_on=row.invoiced_on or ctx.today, invoice_number=f"F/{ctx.now.year}/{life.place + 1}/{number}",
            paid_on=ctx.today if paid else None,
        ))  # fmt: skip


def begin_referrals(ctx: Context, life: Life) -> None:
    """Ask for an opinion."""
    referrals.note_opinion(ctx, life.case_id, referrals.Opinion("asked"))


def finish_referrals(ctx: Context, life: Life) -> None:
    """The opinion comes, a recommendation is asked for, the next contact is planned."""
    words = life.say("Wszystko jasno i na czas.", "Всё понятно и в срок.")
    referrals.note_opinion(ctx, life.case_id, referrals.Opinion("answered", words, 5))
    referrals.note_recommendation(ctx, life.case_id, "asked")
    referrals.plan_next_contact(ctx, life.case_id, ctx.today + timedelta(days=180), life.say(
        "Zapytać, czy rata nie ciąży", "Спросить, как дела после процедуры"))  # fmt: skip


BEGIN: dict[StageKey, Room] = {
    StageKey.DOCUMENTS: begin_documents, StageKey.SUBMISSION: begin_submission, StageKey.TRACKING: begin_tracking,
    StageKey.DECISION: begin_decision, StageKey.MONITORING: begin_monitoring, StageKey.REFERRALS: begin_referrals,
}  # fmt: skip
FINISH: dict[StageKey, Room] = {
    StageKey.DOCUMENTS: finish_documents, StageKey.SUBMISSION: finish_submission, StageKey.TRACKING: finish_tracking,
    StageKey.DECISION: finish_decision, StageKey.MONITORING: finish_monitoring, StageKey.REFERRALS: finish_referrals,
}  # fmt: skip
