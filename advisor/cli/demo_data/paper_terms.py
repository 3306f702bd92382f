"""Papers asked for otherwise: a kind of the firm's own, a bank with terms of its own, a case with a wish of its own."""

from datetime import datetime, timedelta

from sqlalchemy import select

from advisor.domain.checklists import NeededBy
from advisor.domain.process import StageKey, Status
from advisor.domain.roles import Actor
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.staff import Staff
from advisor.stages.documents.actions import OwnTerms, change_terms, plan_pack
from advisor.stages.documents.desk.gate import WantedAs
from advisor.stages.documents.desk.records import items_of
from advisor.stages.documents.rules.actions import NewPaper, NewTerm, define_paper, set_term
from advisor.stages.documents.rules.gate import Asking, Term, Whom
from advisor.transaction import transaction

OURS = "DEED_DRAFT"


def ask_otherwise(now: datetime, actors: dict[str, Actor], bank_id: int) -> None:
    """The administrator notes a bank's terms; a mortgage case planned with it sees a difference and follows it not yet.

    In the same case one paper is wanted twice, for a reason of its own.
    """
    with transaction(actors["alicja"], now - timedelta(days=4)) as ctx:
        define_paper(ctx, NewPaper(OURS, "Draft of the notarial deed", "Projekt aktu notarialnego",
                                   "Проект нотариального договора", "notary"))  # fmt: skip
        deed = Term(OURS, mandatory=True, needed_by=NeededBy.SIGNING, ordered_by="client")
        account = Term("STATEMENT_3_6", mandatory=True, needed_by=NeededBy.FILING, ordered_by="client",
                       whom=Whom.APPLICANTS, months=12)  # fmt: skip
        set_term(ctx, NewTerm(deed, Asking.MUST, "Wymóg banku od października", bank_id, "mortgage"))
        set_term(ctx, NewTerm(account, Asking.MUST, "Ten bank liczy średnią z roku", bank_id))
    query = select(Case.id, Case.owner_id).where(
        Case.stage == StageKey.DOCUMENTS, Case.status == Status.ACTIVE, Case.product == "mortgage"
    )
    case_id, owner_id = db.session.execute(query.order_by(Case.id).limit(1)).one()
    owner = db.session.get_one(Staff, owner_id).actor()
    with transaction(owner, now - timedelta(days=3)) as ctx:
        plan_pack(ctx, case_id, bank_id, None)
        work = next(item for item in items_of(ctx.session, case_id) if item.document == "EMPLOYMENT_CERT")
        own = OwnTerms(work.needed_by, work.mandatory, 2, work.months, WantedAs.ORIGINAL, "Drugi dla notariusza")
        change_terms(ctx, case_id, work.id, own)
    db.session.expunge_all()
