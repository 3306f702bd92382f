"""How the matching of products looks: the answer and every reason in words of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from advisor.domain.catalogue import BY_CODE, CLIENT_TYPE_TITLES
from advisor.domain.process import Profile
from advisor.domain.products.criteria import Criterion, FactValue, Fit
from advisor.domain.products.facts import FACTS, LIMITS, Kind
from advisor.domain.products.matching import Reason
from advisor.extensions import db
from advisor.stages.offer.matching.records import Matched, matched
from advisor.stages.offer.matching.stage import FITS, QUESTION, REASON, SIGNS, YES_NO
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.now import today
from advisor.web.kit.show import amount as plain
from advisor.web.kit.show import day as in_day
from advisor.web.kit.show import percent

TONES = {Fit.YES: "ok", Fit.ASK: "warn", Fit.NO: "neutral"}


@dataclass(frozen=True, slots=True)
class Offered:
    """One product as the page lists it; `reasons` say each "no" and each fact to ask for.

    `route` is institution and product as a route of the analysis names them, `fields` what notes it as one.
    """

    id: int
    institution: str
    product: str
    rate: str
    made_of: str
    fit: str
    tone: str
    may: bool
    reasons: tuple[str, ...]
    route: tuple[int, str]
    fields: dict[str, object]


def offered(found: Sequence[Matched]) -> list[Offered]:
    """The products in words."""
    return [
        Offered(
            each.product.id, each.institution.name, each.product.name, percent(each.rate), made_of(each),
            gettext(FITS[each.answer.fit]), TONES[each.answer.fit], each.answer.fit is not Fit.NO,
            tuple(reason_words(reason, each.product.currency) for reason in each.answer.reasons),
            (each.institution.id, each.product.name),
            {"kind": each.institution.kind, "institution_id": each.institution.id, "what": each.product.name},
        )
        for each in found
    ]  # fmt: skip


def products_for(file: CaseFile, months: int | None = None) -> list[Offered]:
    """The catalogue's products beside a financing case: four statements; none for another profile."""
    if file.case.profile is not Profile.FINANCING:
        return []
    return offered(matched(db.session(), file.case, file.client, today(), months))


def made_of(found: Matched) -> str:
    """What a variable rate is made of; empty for one of the product's own."""
    if found.rate is None or found.reference is None or found.product.annual_rate is not None:
        return ""
    since = in_day(found.reference.since_on)
    return gettext("%(rate)s of %(day)s + %(margin)s", rate=found.reference.code, day=since,
                   margin=percent(found.product.margin))  # fmt: skip


def reason_words(reason: Reason, currency: str) -> str:
    """What a criterion asks and what the case says."""
    criterion = reason.criterion
    fact, need = _parts(criterion, currency)
    if reason.value is None:
        return gettext(QUESTION, fact=fact, need=need)
    return gettext(REASON, fact=fact, need=need, value=_value(criterion, reason.value, currency))


def criterion_words(criterion: Criterion, currency: str) -> str:
    """A criterion as people say it: "Months in business: at least 12"."""
    fact, need = _parts(criterion, currency)
    yes_no = criterion.kind is Kind.YES_NO and criterion.sign == "="
    return f"{fact}: {_said(criterion, criterion.values[0], currency) if yes_no else need}"


def _parts(criterion: Criterion, currency: str) -> tuple[str, str]:
    known = FACTS.get(criterion.fact) or LIMITS[criterion.fact]
    values = ", ".join(_said(criterion, each, currency) for each in criterion.values)
    return gettext(known.title), gettext(SIGNS[criterion.sign], value=values)


def _value(criterion: Criterion, value: FactValue, currency: str) -> str:
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return _said(criterion, text, currency)


def _said(criterion: Criterion, text: str, currency: str) -> str:
    """One value of a criterion in the reader's language and number format."""
    if criterion.kind is Kind.MONEY:
        return f"{plain(Decimal(text))} {currency}"
    if criterion.kind is Kind.PERCENT:
        return percent(Decimal(text))
    if criterion.kind is Kind.NUMBER:
        return plain(Decimal(text))
    if criterion.kind is Kind.YES_NO:
        return gettext(YES_NO[text])
    title = CLIENT_TYPE_TITLES.get(text) or (BY_CODE[text].title if text in BY_CODE else "")
    return gettext(title) if title else text
