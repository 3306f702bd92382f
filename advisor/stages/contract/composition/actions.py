"""Put contract and power of attorney together as the press prints them, and keep what was printed."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from advisor.domain.clauses import read_clauses
from advisor.domain.errors import Invalid, StaleVersion
from advisor.domain.fee_plan import fee_parts
from advisor.domain.finance.money import Money, from_minor
from advisor.papers.clause_facts import FEE_PERCENT, Figures, clause_facts, number_words, term_words
from advisor.papers.contract import ContractPaper, FeeLine
from advisor.papers.issue import Draft, heading
from advisor.papers.mandate import MandatePaper
from advisor.papers.offer_parts import Clause, Fee
from advisor.papers.pages import reader
from advisor.records.case import Case
from advisor.records.engagement import Engagement, engagement_of
from advisor.records.outbox import Letter
from advisor.records.paper import Paper, PaperKind, newest_paper
from advisor.records.party import Party
from advisor.services.clause_book import InForce, contract_key, edition, in_force, mandate_key
from advisor.services.context import Context
from advisor.services.language import say, written_day
from advisor.services.papers import Pressed, keep_paper, paper_of, send_paper
from advisor.services.rows import active
from advisor.stages.analysis.gate import PERSONS
from advisor.stages.contract.composition.gate import unprintable
from advisor.stages.contract.composition.records import client_lines, offer_number, source_of
from advisor.stages.contract.composition.stage import CHANGED, EDITION, HOUSE_WORDING, IN_PARTS, TITLES
from advisor.stages.contract.discount.records import discount_of
from advisor.stages.offer.composition.stage import FEE_TITLE, SUCCESS_FEE_TITLE


def draft_contract(session: Session, case: Case, today: date) -> Draft:
    """The contract as it would be printed today, without number. Invalid('paper', code) says what is missing."""
    row = engagement_of(session, case.id)
    missing = unprintable(row.scope, discount_of(session, case, row)) if row is not None else "terms_first"
    if row is None or missing:
        raise Invalid("paper", missing)
    client = session.get_one(Party, case.client_id)
    lang, head = client.language, heading(session, case)
    known = edition(session, contract_key(case.profile, lang), row.wording_no)
    text, offer = row.clauses or known.text, offer_number(session, case)
    places = clause_facts(head, lang, replace(_figures(row, case), offer=offer))
    paper = ContractPaper(
        heading=head, language=lang, issued_on=today, currency=case.currency, title=say(lang, TITLES[case.profile]),
        scope=tuple(line.strip(" -•") for line in row.scope.splitlines() if line.strip()), fees=_fees(row, case, lang),
        clauses=tuple(Clause(title=c.title, text=c.text) for c in read_clauses(text, places)),
        wording=_wording(lang, known, changed=text != known.text), terms_no=row.terms_no, offer_number=offer,
        client_lines=client_lines(session, client), parts=_parts(row, case), consumer=case.client_type in PERSONS,
    )  # fmt: skip
    outline = {"issued_on": today.isoformat(), "terms_no": row.terms_no, "wording_no": row.wording_no,
               "fee_fixed": str(row.fee_fixed or ""), "fee_percent": str(row.fee_percent or "")}  # fmt: skip
    return Draft(PaperKind.CONTRACT, paper, outline)


def draft_mandate(session: Session, case: Case, today: date) -> Draft:
    """The power of attorney as it would be printed today, by the edition in force."""
    row = engagement_of(session, case.id)
    months = row.mandate_months if row else 12
    client = session.get_one(Party, case.client_id)
    lang, head = client.language, heading(session, case)
    known = in_force(session, mandate_key(case.profile, lang))
    places = clause_facts(head, lang, Figures(mandate_months=months, offer=offer_number(session, case)))
    paper = MandatePaper(
        heading=head, language=lang, issued_on=today, term=term_words(lang, months),
        clauses=tuple(Clause(title=c.title, text=c.text) for c in read_clauses(known.text, places)),
        wording=_wording(lang, known, changed=False), client_lines=client_lines(session, client),
    )  # fmt: skip
    outline = {"issued_on": today.isoformat(), "months": months, "wording_no": known.number}
    return Draft(PaperKind.MANDATE, paper, outline)


def case_facts(session: Session, case: Case, lang: str) -> dict[str, str]:
    """What the places of a clause stand for in this case now, in a language."""
    row, figures = engagement_of(session, case.id), Figures()
    if row is not None:
        figures = _figures(row, case)
    elif case.amount is not None:
        figures = Figures(from_minor(case.amount, case.currency))
    return clause_facts(heading(session, case), lang, replace(figures, offer=offer_number(session, case)))


def standing(session: Session, case: Case, kind: PaperKind) -> tuple[Paper, Draft] | None:
    """The newest paper of a kind with what it says, while it still says what was agreed; None once terms moved on.

    The paper is put together anew for its own day and compared by digest: what a client reads is what was printed.
    """
    paper = newest_paper(session, case.id, kind)
    source = source_of(session, paper)
    if paper is None or source is None:
        return None
    draw = draft_contract if kind is PaperKind.CONTRACT else draft_mandate
    try:
        draft = draw(session, case, date.fromisoformat(source.figures["issued_on"]))
    except Invalid:
        return None
    return (paper, draft) if draft.digest == source.digest else None


def issue_contract(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a printed contract. StaleVersion when the terms changed since it went to the press."""
    case = active(ctx, case_id)
    row = engagement_of(ctx.session, case.id)
    if row is not None and row.signed_on is not None:
        raise Invalid("paper", "signed_already")
    if draft_contract(ctx.session, case, today).digest != pressed.digest:
        raise StaleVersion
    return keep_paper(ctx, case, pressed)


def issue_mandate(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a printed power of attorney. StaleVersion when its facts changed since it went to the press."""
    case = active(ctx, case_id)
    if draft_mandate(ctx.session, case, today).digest != pressed.digest:
        raise StaleVersion
    return keep_paper(ctx, case, pressed)


def send_contract(ctx: Context, case_id: int, paper_id: int, base_url: str) -> Letter:
    """Write the letter that brings the client to the page where contract and power of attorney can be signed."""
    case = active(ctx, case_id)
    return send_paper(ctx, case, paper_of(ctx.session, case.id, paper_id), base_url)


def fixed_fee(row: Engagement, case: Case) -> Money | None:
    """The fixed part of the fee."""
    return None if row.fee_fixed is None else from_minor(row.fee_fixed, case.currency)


def _figures(row: Engagement, case: Case) -> Figures:
    amount = None if case.amount is None else from_minor(case.amount, case.currency)
    return Figures(amount, fixed_fee(row, case), row.fee_percent, mandate_months=row.mandate_months)


def _fees(row: Engagement, case: Case, lang: str) -> tuple[Fee, ...]:
    fixed, made = fixed_fee(row, case), []
    if fixed is not None:
        parts = say(lang, IN_PARTS, count=row.fee_parts) if row.fee_parts > 1 and row.fee_fixed else ""
        basis = ", ".join(x for x in (parts, row.fee_basis.strip()) if x)
        made.append(Fee(title=say(lang, FEE_TITLE), basis=basis, amount=fixed.amount))
    if row.fee_percent is not None:
        share = say(lang, FEE_PERCENT, percent=number_words(lang, row.fee_percent))
        basis = share if fixed is not None else ", ".join(x for x in (share, row.fee_basis.strip()) if x)
        made.append(Fee(title=say(lang, SUCCESS_FEE_TITLE), basis=basis))
    return tuple(made)


def _parts(row: Engagement, case: Case) -> tuple[FeeLine, ...]:
    if row.fee_fixed is None or row.fee_parts < 2:
        return ()
    return tuple(
        FeeLine(number=part.number, amount=from_minor(part.amount, case.currency).amount, due_on=part.due_on)
        for part in fee_parts(row.fee_fixed, row.fee_parts, row.fee_first_on)
    )


def _wording(lang: str, known: InForce, *, changed: bool) -> str:
    name = say(lang, HOUSE_WORDING)
    if known.number and known.made_on:
        name = say(lang, EDITION, number=known.number, day=written_day(known.made_on, "long", reader(lang)))
    return f"{name}, {say(lang, CHANGED)}" if changed else name
