"""The products sold today beside the facts of a case: four statements, whatever the size of the catalogue."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from advisor.domain.finance.money import from_minor
from advisor.domain.products.criteria import FactValue, Fit
from advisor.domain.products.matching import Match, Sold, match
from advisor.records.case import Case, PartyRole
from advisor.records.case_people import parties_of
from advisor.records.institution import Institution, InstitutionProduct
from advisor.records.party import Party
from advisor.records.reference_rate import RateOfDay, rates_on
from advisor.stages.analysis.points.records import lines_of
from advisor.stages.analysis.records import NeedsProfile, profile_of
from advisor.stages.offer.matching.gate import rate_of

ORDER = {Fit.YES: 0, Fit.ASK: 1, Fit.NO: 2}
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Matched:
    """A product with its institution, its rate of the day and the answer."""

    product: InstitutionProduct
    institution: Institution
    rate: Decimal | None
    reference: RateOfDay | None
    answer: Match


def matched(session: Session, case: Case, client: Party, day: date, months: int | None = None) -> list[Matched]:
    """Every product of the case's line sold on the day: what fits first, then what must be asked, then the others."""
    facts = facts_of(session, case, client, day, months)
    rates, found = rates_on(session, day), []
    for product, institution in session.execute(_sold_on(case.product, day)):
        reference = rates.get(product.reference_rate_id or 0)
        rate = rate_of(product.annual_rate, product.margin, reference.percent if reference else None)
        found.append(Matched(product, institution, rate, reference, match(sold(product), facts, day)))
    return sorted(found, key=lambda each: (ORDER[each.answer.fit], each.rate is None, each.rate or 0))


def sold(product: InstitutionProduct) -> Sold:
    """A product of the ledger as the law of matching sees it."""
    return Sold(
        product.product, product.currency, _decimal(product.amount_min, product.currency),
        _decimal(product.amount_max, product.currency), product.months_min, product.months_max, product.criteria,
    )  # fmt: skip


def facts_of(session: Session, case: Case, client: Party, day: date, months: int | None = None) -> dict[str, FactValue]:
    """What is known of a case by the names criteria use; a fact without a value is asked."""
    facts: dict[str, FactValue] = {
        "product": case.product, "currency": case.currency, "amount": _decimal(case.amount, case.currency),
        "months": None if months is None else Decimal(months), "client_type": case.client_type,
        "country": client.country, "age": _age(client.birth_on, day), "guarantor": _guaranteed(session, case),
    }  # fmt: skip
    if any(line.kind == "collateral" for line in lines_of(session, case.id)):
        facts["collateral"] = True  # none noted is not none there: then it is asked
    return facts | _budget(profile_of(session, case.id), case.currency)


def _budget(needs: NeedsProfile | None, currency: str) -> dict[str, FactValue]:
    if needs is None or needs.currency != currency or needs.income is None:
        return {}
    income = from_minor(needs.income, currency).amount
    if needs.obligations is None:
        return {"income": income}
    debts = from_minor(needs.obligations, currency).amount
    facts: dict[str, FactValue] = {"income": income}
    if income > 0:
        facts["burden"] = (debts * _HUNDRED / income).quantize(Decimal("0.01"))
    if needs.living_costs is not None:
        facts["left"] = income - debts - from_minor(needs.living_costs, currency).amount
    return facts


def _guaranteed(session: Session, case: Case) -> bool:
    """Does anybody stand surety? Who does is a person of the case; nobody there is a plain no (CN-24)."""
    return any(part.role is PartyRole.GUARANTOR and part.to_on is None for part, _ in parties_of(session, case.id))


def _age(birth_on: date | None, day: date) -> Decimal | None:
    if birth_on is None:
        return None
    return Decimal(day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day)))


def _decimal(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else from_minor(minor, currency).amount


def _sold_on(product: str, day: date) -> Select[InstitutionProduct, Institution]:
    query = select(InstitutionProduct, Institution).join(
        Institution, Institution.id == InstitutionProduct.institution_id
    )
    return query.where(
        Institution.ended_on.is_(None), InstitutionProduct.product == product, InstitutionProduct.from_on <= day,
        or_(InstitutionProduct.to_on.is_(None), InstitutionProduct.to_on >= day),
    )  # fmt: skip
