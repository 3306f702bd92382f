"""The facts a product's criteria may ask about: a closed list with their kinds and titles."""

from dataclasses import dataclass
from enum import StrEnum

from advisor.domain.catalogue import CLIENT_TYPE_TITLES
from advisor.domain.words import N_


class Kind(StrEnum):
    """How a fact is measured."""

    MONEY = "money"  # in the currency of the product
    NUMBER = "number"
    PERCENT = "percent"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its title, its kind, and the values a choice may have (none: any word)."""

    title: str
    kind: Kind
    values: tuple[str, ...] = ()


FACTS: dict[str, Fact] = {
    "amount": Fact(N_("Amount"), Kind.MONEY),
    "months": Fact(N_("Term in months"), Kind.NUMBER),
    "income": Fact(N_("Income a month"), Kind.MONEY),
    "left": Fact(N_("Left a month after living costs and debts"), Kind.MONEY),
    "burden": Fact(N_("Debt payments in percent of income"), Kind.PERCENT),
    "age": Fact(N_("Age in years"), Kind.NUMBER),
    "client_type": Fact(N_("Kind of client"), Kind.CHOICE, tuple(CLIENT_TYPE_TITLES)),
    "country": Fact(N_("Country"), Kind.CHOICE),
    "own_share": Fact(N_("Own contribution in percent"), Kind.PERCENT),
    "business_months": Fact(N_("Months in business"), Kind.NUMBER),
    "employed_months": Fact(N_("Months with this employer"), Kind.NUMBER),
    "bad_entries": Fact(N_("Negative entries in registers"), Kind.YES_NO),
    "collateral": Fact(N_("Collateral"), Kind.YES_NO),
    "guarantor": Fact(N_("Guarantor"), Kind.YES_NO),
}
"""What a criterion may name. Facts a case does not know are asked, never guessed."""

LIMITS: dict[str, Fact] = {
    "product": Fact(N_("Product line"), Kind.CHOICE),
    "currency": Fact(N_("Currency"), Kind.CHOICE),
}
"""What the product itself says beside its criteria."""
