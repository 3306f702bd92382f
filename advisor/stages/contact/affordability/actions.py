"""What can be done in the affordability pre-check."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from advisor.domain.debts import RulePack
from advisor.domain.debts.affordability import Affordability, Carrying, LoanFacts, RatioLimits, afford
from advisor.domain.debts.packs import AFFORDABILITY_KEYS, AFFORDABILITY_PL
from advisor.domain.errors import Invalid, WrongStatus
from advisor.domain.finance.money import from_minor
from advisor.domain.process import Profile, Status
from advisor.domain.roles import Role
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.rulebook import edition_of, pack_in_force, packs
from advisor.stages.contact.affordability.records import AffordabilityCheck
from advisor.stages.contact.review import actions as review


@dataclass(frozen=True, slots=True)
class Figures:
    """Monthly figures of a household in minor units of one currency; None = not asked."""

    income: int | None
    obligations: int | None
    instalment: int | None
    currency: str


def rules_on(session: Session, day: date, currency: str) -> RulePack[RatioLimits]:
    """The edition in force for the currency; another currency gets rules that leave it to a person."""
    return pack_in_force(session, AFFORDABILITY_KEYS.get(currency, AFFORDABILITY_PL.key), day)


def rules_of(session: Session, check: AffordabilityCheck) -> RulePack[RatioLimits]:
    """The edition a stored check stands on, to replay it."""
    return edition_of(packs(session), check.pack_key, check.pack_version)


def weigh(figures: Figures, pack: RulePack[RatioLimits]) -> Affordability:
    """What an edition says to the figures."""
    income, due, asked = (
        None if minor is None else from_minor(minor, figures.currency).amount
        for minor in (figures.income, figures.obligations, figures.instalment)
    )
    return afford(LoanFacts(figures.currency, income, due, asked), pack)


def figures_of(check: AffordabilityCheck) -> Figures:
    """The figures of a stored check."""
    return Figures(check.income, check.obligations, check.instalment, check.currency)


def check_affordability(ctx: Context, case_id: int, figures: Figures) -> AffordabilityCheck:
    """Keep a pre-check of a financing case; a doubt goes to the underwriter (SPEC A0: warns and refers, never refuses).

    Raises Invalid('income', 'missing') when no figure was given, WrongStatus when the case is not active.
    """
    case = writable(ctx, case_id)
    if case.status is not Status.ACTIVE or case.profile is not Profile.FINANCING:
        raise WrongStatus(case.status)
    if figures.income is None and figures.obligations is None and figures.instalment is None:
        raise Invalid("income", "missing")
    answer = weigh(figures, rules_on(ctx.session, ctx.today, figures.currency))
    reasons, doubt = [reason.code for reason in answer.reasons], None
    if answer.outcome is Carrying.REFER:
        doubt = review.ask(ctx, case, Role.UNDERWRITER, reasons)
    else:
        review.take_back(ctx, case)
    check = AffordabilityCheck(
        case_id=case_id, income=figures.income, obligations=figures.obligations, instalment=figures.instalment,
        currency=figures.currency, outcome=answer.outcome, reasons=reasons, burden=answer.burden,
        pack_key=answer.pack_key, pack_version=answer.pack_version, review_id=doubt.id if doubt else None,
        at=ctx.now, by_id=ctx.actor.id, by_name=ctx.actor.name,
    )  # fmt: skip
    ctx.session.add(check)
    ctx.session.flush()
    ctx.record("contact.affordability_checked", "affordability_check", check.id, case_id=case_id,
               outcome=answer.outcome, pack=answer.pack_key, pack_version=answer.pack_version)  # fmt: skip
    return check
