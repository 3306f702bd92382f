"""What the pre-qualification keeps: the interview with its debts, and verdicts as they were given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, ForeignKey, Index, String, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisor.domain.debts import Collateral, Debt, FineFor, Lead, Outcome
from advisor.domain.debts.extrajudicial import HintFacts, facts_of
from advisor.domain.debts.kinds import CHALLENGED_DEAL
from advisor.domain.debts.lead import CURRENCY
from advisor.domain.debts.screening import confirmed
from advisor.domain.finance.money import Money, from_minor, to_minor
from advisor.records.base import PERSONAL, Amount, Row, choice, new_uid
from advisor.records.case import Case
from advisor.records.party import Consent, ConsentPurpose, ConsentRefusal, Party
from advisor.records.sealed import Sealed
from advisor.records.together import CASE, Rows
from advisor.services.notes import read_text, seal_text
from advisor.stages.contact.prequalification.gate import Facts
from advisor.stages.contact.review.records import Review

_ANSWERS = ("collateral", "bank_notified", "proceeds_to_loan", "fine_for", "deal_invalid", "payment_ordered")
_HINT_ANSWERS = {each.name for each in fields(HintFacts)} - {"obligations_without_penalties", "penalties", "mortgage"}
NOTES = ("budget", "timing", "task")
"""What OP-04 wants to be found out; all optional."""


class DebtLine(Row):
    """One debt as the client states it, interest and penalties included, in kopecks; the creditor's name is sealed."""

    __tablename__ = "debt_line"
    __table_args__ = (Index("ix_debt_line_case", "case_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(64), default="", info=PERSONAL)
    amount: Mapped[int] = mapped_column(Amount, default=0, info=PERSONAL)
    currency: Mapped[str] = mapped_column(String(3), default=CURRENCY)
    creditor: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    in_credit_report: Mapped[bool] = mapped_column(default=False, info=PERSONAL)  # ES-01
    annual_rate: Mapped[Decimal | None] = mapped_column(default=None, info=PERSONAL)  # ES-02: percent a year
    agreed_on: Mapped[date | None] = mapped_column(default=None, info=PERSONAL)
    collateral: Mapped[Collateral | None] = mapped_column(choice(Collateral), default=None, info=PERSONAL)
    bank_notified: Mapped[bool | None] = mapped_column(default=None, info=PERSONAL)
    proceeds_to_loan: Mapped[bool | None] = mapped_column(default=None, info=PERSONAL)
    fine_for: Mapped[FineFor | None] = mapped_column(choice(FineFor), default=None, info=PERSONAL)
    deal_invalid: Mapped[bool | None] = mapped_column(default=None, info=PERSONAL)
    payment_ordered: Mapped[bool | None] = mapped_column(default=None, info=PERSONAL)
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"), index=True, default=None)  # OP-13


class Interview(Row):
    """What was asked beside the debts. `verdict_id` is the verdict in force: None while a question is open."""

    __tablename__ = "interview"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default_factory=new_uid, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    mortgage: Mapped[bool | None] = mapped_column(default=None, info=PERSONAL)
    budget: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    timing: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    task: Mapped[bytes | None] = mapped_column(Sealed, default=None)
    hint: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, info=PERSONAL)
    verdict_id: Mapped[int | None] = mapped_column(ForeignKey("prequalification.id"), default=None)
    saved_at: Mapped[datetime | None] = mapped_column(default=None)  # moves with every save, so the version does
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}


class Prequalification(Row):
    """A verdict as it was given: facts, rule version, outcome and sums in kopecks. Never changed afterwards (OP-22).

    `hint` holds what was answered for the other verdict, "may the law help?", so that both are replayed as given.
    """

    __tablename__ = "prequalification"
    __table_args__ = (Index("ix_prequalification_case", "case_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    reasons: Mapped[list[Any]] = mapped_column(default_factory=list)
    written_off: Mapped[int] = mapped_column(Amount, info=PERSONAL)
    not_written_off: Mapped[int] = mapped_column(Amount, info=PERSONAL)
    disputed: Mapped[int] = mapped_column(Amount, info=PERSONAL)
    currency: Mapped[str] = mapped_column(String(3), default=CURRENCY)
    mixed: Mapped[bool]
    facts: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)
    hint: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, server_default="{}", info=PERSONAL)
    pack_key: Mapped[str] = mapped_column(String(40))
    pack_version: Mapped[int]
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), default=None)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    by_name: Mapped[str] = mapped_column(String(200))


@dataclass(frozen=True, slots=True)
class DebtRow:
    """One row of the interview: the debt as the law sees it, to whom, in the credit report or not, its ruling kept."""

    debt: Debt
    creditor: str = ""
    in_credit_report: bool = False
    ruling_id: int | None = None
    annual_rate: Decimal | None = None
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """The interview of a case with everything that hangs on it, as the page shows it."""

    interview: Interview | None
    lines: list[DebtLine]
    verdict: Prequalification | None
    review: Review | None
    consent: Consent | None
    refusal: ConsentRefusal | None

    @property
    def partial_consent(self) -> bool | None:
        """The client's answer to the split statement; None = not asked."""
        return True if self.consent is not None else False if self.refusal is not None else None

    @property
    def lead(self) -> Lead:
        """The facts of the verdict as they are now."""
        debts, asked = tuple(debt_of(line) for line in self.lines), self.interview
        if asked is None:
            return Lead(debts)
        return Lead(debts, asked.mortgage, self.partial_consent, screening=confirmed(asked.hint))


def held(session: Session, case_id: int) -> Held:
    """The interview of a case, its debts, the verdict in force with its review, the client's running answer."""
    query = (
        select(Interview, Prequalification, Review, Consent, ConsentRefusal)
        .outerjoin(Prequalification, Prequalification.id == Interview.verdict_id)
        .outerjoin(Review, Review.id == Prequalification.review_id)
        .outerjoin(Consent, _runs(Consent, case_id))
        .outerjoin(ConsentRefusal, _runs(ConsentRefusal, case_id))
        .where(Interview.case_id == case_id)
        .order_by(Consent.id.desc())
    )
    interview, *rest = session.execute(query.limit(1)).first() or (None,) * 5
    return Held(interview, lines_of(session, case_id), *rest)


def heard(session: Session, case_id: int) -> tuple[bool | None, str, str]:
    """The client's answer to the split statement (None = not asked), language, country; one statement a keystroke."""
    agreed, refused, language, country = session.execute(_HEARD, {"case_id": case_id}).one()
    return (True if agreed else False if refused else None), language, country


DEBT_LINES = Rows(DebtLine, DebtLine.case_id == CASE, (DebtLine.position,))
VERDICTS = Rows(Prequalification, Prequalification.case_id == CASE, (Prequalification.id.desc(),))


def lines_of(session: Session, case_id: int) -> list[DebtLine]:
    """The debts of a case in the order of the interview."""
    return DEBT_LINES.of(session, case_id)


def verdicts_of(session: Session, case_id: int) -> list[Prequalification]:
    """All verdicts of a case, newest first."""
    return VERDICTS.of(session, case_id)


def debt_of(line: DebtLine) -> Debt:
    """A stored line as the law sees it, in roubles."""
    answers = {name: getattr(line, name) for name in _ANSWERS}
    return Debt(line.kind, from_minor(line.amount, line.currency).amount, **answers)


def hint_facts(lead: Lead, answers: Mapping[str, Any]) -> HintFacts:
    """The hint's facts: the lead's debts and what was asked beside them; penalties are taken off the sum."""
    base = facts_of(lead)
    penalties = Decimal(answers.get("penalties") or "0.00")
    asked = {name: value for name, value in answers.items() if name in _HINT_ANSWERS and value is not None}
    owed = max(base.obligations_without_penalties - penalties, Decimal("0.00"))
    return replace(base, obligations_without_penalties=owed, penalties=penalties, **asked)


def resealed(
    session: Session, party_uid: str, place: tuple[str, str, str], envelope: bytes | None, text: str
) -> bytes | None:
    """The text sealed for its place; an unchanged one keeps its envelope, so the trail shows real changes only."""
    if read_text(session, party_uid, place, envelope) == text.strip():
        return envelope
    return seal_text(session, party_uid, place, text)


def write_lines(
    session: Session, party_uid: str, lines: Sequence[DebtLine], case_id: int, rows: Sequence[DebtRow]
) -> None:
    """Make the stored lines say what the rows say. Rows keep their place, so the trail shows which figure changed."""
    kept = {line.position: line for line in lines}
    for position, row in enumerate(rows):
        line = kept.pop(position, None) or DebtLine(case_id=case_id, position=position)
        line.kind, line.amount = row.debt.kind, kopecks(row.debt.amount)
        for name in ("in_credit_report", "annual_rate", "agreed_on"):
            setattr(line, name, getattr(row, name))
        line.ruling_id = row.ruling_id if row.debt.kind == CHALLENGED_DEAL else None
        line.creditor = resealed(session, party_uid, ("debt_line", line.uid, "creditor"), line.creditor, row.creditor)
        for name in _ANSWERS:
            setattr(line, name, getattr(row.debt, name))
        session.add(line)
    for line in kept.values():
        session.delete(line)


def kopecks(amount: Decimal) -> int:
    """Roubles as the ledger keeps them."""
    return to_minor(Money(amount, CURRENCY))


def facts(session: Session, case_id: int) -> Facts:
    """What the gate looks at: one statement."""
    verdict = Prequalification
    row = session.execute(
        select(verdict.outcome, verdict.reasons, verdict.mixed, exists().where(_runs(Consent, case_id)), Review.answer)
        .join(Interview, Interview.verdict_id == verdict.id)
        .outerjoin(Review, Review.id == verdict.review_id)
        .where(Interview.case_id == case_id)
    ).first()
    return Facts() if row is None else Facts(row[0], tuple(row[1]), row[2], bool(row[3]), row[4])


def _runs(answer: type[Consent | ConsentRefusal], case_id: int | BindParameter[int]) -> Any:
    """The condition of a running "yes" or "no" to a partial write-off in this case."""
    split = ConsentPurpose.PARTIAL_WRITE_OFF
    return (answer.case_id == case_id) & (answer.purpose == split) & answer.withdrawn_at.is_(None)


_HEARD = select(
    exists().where(_runs(Consent, CASE)),
    exists().where(_runs(ConsentRefusal, CASE)),
    Party.language,
    Party.country,
).where(Party.id == select(Case.client_id).where(Case.id == CASE).scalar_subquery())
