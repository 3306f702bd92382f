"""An honest alternative instead of a dead "no": lawful options that fit the facts, and no false hope (C-4, ES-20)."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.debts.decision import Comparison, Decision
from advisor.domain.debts.extrajudicial import HintFacts, HintRules, LegalHint, Tick, hint
from advisor.domain.debts.kinds import Group
from advisor.domain.debts.pack import RulePack
from advisor.domain.words import N_

# Kinds whose creditors call: the contact limits of 230-FZ protect the person there.
_LENDERS = frozenset({"bank_loan", "credit_card", "microloan", "secured_loan", "private_loan", "mortgage"})
# Here OP-1 lets more debts stay than the law does (DOMAIN A.4): any material harm, a sold pledge, any challenged deal.
_STRICTER_THAN_LAW = frozenset({"3.3", "3.6", "3.7", "-"})

_MFC = N_("any MFC office at the place of registration")
_BAILIFFS = N_("the online reception of the bailiff service")


@dataclass(frozen=True, slots=True)
class Option:
    """A lawful option: conditions ticked, not met (False) or to be asked (None), its dated source, where to ask."""

    code: str
    ticks: tuple[Tick, ...] = ()
    comparison: Comparison | None = None
    reference: str = ""
    reference_on: date | None = None
    where: str = ""


def alternatives(decision: Decision, facts: HintFacts, pack: RulePack[HintRules]) -> tuple[Option, ...]:
    """The options that fit a lead, the strongest first; with only debts that stay, nothing that writes off is named."""
    groups = {line.group for line in decision.lines}
    kinds = {line.debt.law_kind for line in decision.lines}
    options: list[Option] = []
    if groups - {Group.NOT_WRITTEN_OFF}:
        options += _legal(hint(facts, pack), pack)
    if groups == {Group.NOT_WRITTEN_OFF}:
        options += _staying(set(decision.non_dischargeable_clauses))
    if kinds & _LENDERS:
        options.append(Option("RESTRUCTURING"))
    if groups or facts.mortgage:
        options.append(Option("BUDGET_HELP"))
    if kinds & _LENDERS:
        options.append(Option("LOG_UNLAWFUL_CALLS", reference=N_("230-FZ"), where=_BAILIFFS))
    return tuple(options)


def _staying(clauses: set[str]) -> list[Option]:
    """What to say when every debt stays: plainly so, and apart from it where OP-1 is stricter than the law."""
    options = [Option("DEBTS_STAY")] if clauses - _STRICTER_THAN_LAW else []
    return options + ([Option("LAW_MAY_DIFFER")] if clauses & _STRICTER_THAN_LAW else [])


def _legal(answer: LegalHint, pack: RulePack[HintRules]) -> list[Option]:
    """What the law may offer, each with the article and the day of its edition."""
    rules, day = pack.rules, pack.edition_on
    options: list[Option] = []
    if rules.least <= answer.comparison.figure <= rules.most:
        repeat = (answer.repeat,) if answer.repeat is not None else ()
        ticks = (Tick("WITHIN_LIMITS", True), *answer.ticks, *repeat)
        options.append(Option("EXTRAJUDICIAL", ticks, answer.comparison, N_("127-FZ art. 223.2"), day, _MFC))
    if answer.duty_to_petition is not None:
        duty = answer.duty_to_petition
        options.append(Option("DUTY_TO_PETITION", (), duty, N_("127-FZ art. 213.4 p. 1"), day))
    else:
        options.append(Option("COURT_PETITION", (), None, N_("127-FZ art. 213.4 p. 2"), day))
    if answer.mortgage_route:
        options.append(Option("MORTGAGE_ROUTE", (), None, N_("298-FZ of 2024-08-08"), rules.mortgage_route_from))
    return options
