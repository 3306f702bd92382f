"""What the places of a clause stand for in one case, written as a paper of that language writes it."""

from dataclasses import dataclass
from decimal import Decimal

from babel.units import format_unit

from advisor.domain.finance.money import Money
from advisor.domain.words import N_
from advisor.papers.letterhead import Heading
from advisor.papers.pages import environment, reader
from advisor.services.language import say

FEE_PERCENT = N_("%(percent)s %% of the sum paid out")
FEE_BOTH = N_("%(fixed)s and %(percent)s")
FREE = N_("no charge")
MONTHS = N_("for %(time)s")
UNTIL_WITHDRAWN = N_("until it is withdrawn")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a case that clauses may name; None for what is not known."""

    amount: Money | None = None
    fixed: Money | None = None
    percent: Decimal | None = None
    offer: str = ""
    mandate_months: int | None = None


def clause_facts(head: Heading, lang: str, figures: Figures) -> dict[str, str]:
    """The words for every place of domain.clauses.PLACES; an unknown fact is an empty text."""
    months = figures.mandate_months
    return {
        "client": head.client_name, "firm": head.firm.name, "advisor": head.advisor.name, "product": head.product,
        "case": head.case_number, "amount": money_words(lang, figures.amount), "offer": figures.offer,
        "fee": fee_words(lang, figures.fixed, figures.percent),
        "mandate_term": "" if months is None else term_words(lang, months),
    }  # fmt: skip


def fee_words(lang: str, fixed: Money | None, percent: Decimal | None) -> str:
    """The fee in one phrase: an amount, a percentage of the sum paid out, or both; empty when none was agreed."""
    share = "" if not percent else say(lang, FEE_PERCENT, percent=number_words(lang, percent))
    if fixed is not None and fixed.amount and share:
        return say(lang, FEE_BOTH, fixed=money_words(lang, fixed), percent=share)
    if share or fixed is None:
        return share if share or percent is None else say(lang, FREE)
    return money_words(lang, fixed) if fixed.amount else say(lang, FREE)


def term_words(lang: str, months: int) -> str:
    """How long a power of attorney runs, in words."""
    if not months:
        return say(lang, UNTIL_WITHDRAWN)
    return say(lang, MONTHS, time=format_unit(months, "duration-month", "long", locale=reader(lang)))


def money_words(lang: str, money: Money | None) -> str:
    """An amount as papers write it; empty for none."""
    return "" if money is None else str(environment(lang).filters["money"](money.amount, money.currency))


def number_words(lang: str, number: Decimal) -> str:
    """An exact number with the decimal sign of the language."""
    return str(environment(lang).filters["number"](number.normalize()))
