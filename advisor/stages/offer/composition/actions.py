"""Put the offer of a case together as the press prints it, in the client's language."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from advisor.domain import checklists
from advisor.domain.catalogue import BY_CODE
from advisor.domain.checklist_words import NEEDED_BY
from advisor.domain.debts import lead_from_json, prequalify
from advisor.domain.debts.kinds import Group
from advisor.domain.debts.words import KINDS
from advisor.domain.errors import Invalid
from advisor.domain.finance.money import from_minor
from advisor.domain.process import Profile
from advisor.papers.clause_facts import Figures, clause_facts, number_words
from advisor.papers.issue import Draft, heading
from advisor.papers.letterhead import Heading
from advisor.papers.offer import OfferPaper
from advisor.papers.offer_parts import (
    Clause,
    Commission,
    Conditions,
    Fee,
    OfferDocument,
    Plan,
    Remainder,
    Terms,
    TimeStep,
)
from advisor.records.case import Case
from advisor.records.paper import PaperKind
from advisor.records.party import Party
from advisor.services.language import say, say_many
from advisor.services.rulebook import rules_of
from advisor.stages.offer.composition import stage as words
from advisor.stages.offer.composition.gate import clauses
from advisor.stages.offer.composition.records import Held, Offer, held, outline, ready_parts
from advisor.stages.offer.gate import needed_parts
from advisor.stages.offer.simulations.records import OfferSimulation, figures


def draft_offer(session: Session, case: Case, today: date) -> Draft:
    """The offer as it would be printed today, without number and link. Invalid('paper', code) names a missing part."""
    have = held(session, case)
    offer = have.offer
    missing = sorted(needed_parts(case.profile) - ready_parts(case, have))
    if not have.commission_told:
        missing.append("commission")
    if offer is None or missing:
        raise Invalid("paper", "parts_missing", parts=missing)
    client = session.get_one(Party, case.client_id)
    lang, head = client.language, heading(session, case)
    paper = OfferPaper(
        heading=head, language=lang, issued_on=today, valid_until_on=today + timedelta(days=offer.valid_days),
        currency=case.currency, purpose=case.purpose or head.product,
        terms=Terms(
            scope=_lines(offer.scope), fees=_fees(offer, case, lang), contract_title=say(lang, words.CONTRACT_TITLE),
            clauses=_clauses(offer, case, head, lang),
        ),
        commissions=_commissions(have, lang),
        simulations=tuple(figures(row, lang) for row in have.simulations),
        no_simulation_because=offer.no_simulation_because.strip(),
        plan=_plan(session, have, case, lang),
        conditions=tuple(_conditions(row) for row in have.simulations if row.conditions.strip()),
        formalities=_lines(offer.requirements), documents=_documents(case, lang),
        timetable=_timetable(offer, case, lang),
    )  # fmt: skip
    return Draft(PaperKind.OFFER, paper, outline(have))


def _clauses(offer: Offer, case: Case, head: Heading, lang: str) -> tuple[Clause, ...]:
    amount = None if case.amount is None else from_minor(case.amount, case.currency)
    fixed = None if offer.fee_fixed is None else from_minor(offer.fee_fixed, case.currency)
    places = clause_facts(head, lang, Figures(amount, fixed, offer.fee_percent))
    return tuple(Clause(title=title, text=said) for title, said in clauses(offer.contract, places))


def _plan(session: Session, have: Held, case: Case, lang: str) -> Plan | None:
    """The plan of a debt-relief case by the verdict in force: its facts replayed by the rules it was given by."""
    verdict, offer = have.verdict, have.offer
    if case.profile is Profile.FINANCING or verdict is None or offer is None:
        return None
    rules = rules_of(session, verdict.pack_key, verdict.pack_version)
    decision = prequalify(lead_from_json(verdict.facts), rules)
    stays = tuple(
        Remainder(title=say(lang, KINDS.get(each.debt.law_kind, KINDS["other"])[0]), amount=each.debt.amount,
                  clause=each.clause.strip("-"))
        for each in decision.lines
        if each.group is Group.NOT_WRITTEN_OFF
    )  # fmt: skip
    return Plan(
        route=say(lang, BY_CODE[case.product].title), why=offer.plan_why.strip(),
        may_be_written_off=from_minor(verdict.written_off, verdict.currency).amount, rules=say(lang, rules.title),
        rules_on=rules.edition_on, steps=_timetable(offer, case, lang), stays=stays,
    )  # fmt: skip


def _fees(offer: Offer, case: Case, lang: str) -> tuple[Fee, ...]:
    fees = []
    if offer.fee_fixed:
        amount = from_minor(offer.fee_fixed, case.currency).amount
        fees.append(Fee(title=say(lang, words.FEE_TITLE), basis=offer.fee_basis.strip(), amount=amount))
    if offer.fee_percent:
        basis = say(lang, words.SUCCESS_BASIS, percent=number_words(lang, offer.fee_percent))
        more = "" if offer.fee_fixed else offer.fee_basis.strip()
        fees.append(Fee(title=say(lang, words.SUCCESS_FEE_TITLE), basis=", ".join(x for x in (basis, more) if x)))
    return tuple(fees)


def _commissions(have: Held, lang: str) -> tuple[Commission, ...]:
    offer, told = have.offer, [row for row in have.simulations if row.discloses]
    made = [
        Commission(
            payer=row.institution, basis=row.commission_basis,
            amount=None if row.commission is None else from_minor(row.commission, row.currency).amount,
        )
        for row in told
    ]  # fmt: skip
    if offer is not None and not made:
        basis = offer.commission_basis.strip() or say(lang, words.NO_COMMISSION)
        none = Decimal(0) if offer.commission_none else None
        made = [Commission(payer=say(lang, words.NOBODY), basis=basis, amount=none)]
    return tuple(made)


def _conditions(row: OfferSimulation) -> Conditions:
    return Conditions(institution=row.institution, product=row.product, points=_lines(row.conditions))


def _documents(case: Case, lang: str) -> tuple[OfferDocument, ...]:
    return tuple(
        OfferDocument(
            name=need.document.name(lang), issued_by=say(lang, need.document.issued_by),
            needed_by=say(lang, NEEDED_BY[need.needed_by]), note=say(lang, need.condition) if need.condition else "",
        )
        for need in checklists.requirements(case.product, case.client_type)
    )  # fmt: skip


def _timetable(offer: Offer, case: Case, lang: str) -> tuple[TimeStep, ...]:
    titles = words.STEPS if case.profile is Profile.FINANCING else words.STEPS_DEBT
    return tuple(
        TimeStep(
            title=say(lang, title), when=say_many(lang, words.WITHIN, offer.step_days[step]),
            who=say(lang, words.ACTORS[step]),
        )
        for step, title in titles.items()
        if offer.step_days.get(step)
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip(" -•") for line in text.splitlines() if line.strip())
