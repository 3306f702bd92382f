"""What can be done with the offer itself: save its terms, issue it, send it."""

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from advisor.domain.errors import Invalid, StaleVersion
from advisor.domain.process import Profile
from advisor.papers.offer import OfferPaper
from advisor.records.case import Case
from advisor.records.outbox import Letter
from advisor.records.paper import Paper
from advisor.services.clause_book import contract_key, house_text
from advisor.services.context import Context
from advisor.services.language import say
from advisor.services.papers import Pressed, keep_paper, paper_of, send_paper
from advisor.services.rows import active
from advisor.services.rows import words as text_of
from advisor.stages.offer.answers.actions import hand_over_paper
from advisor.stages.offer.answers.gate import expired
from advisor.stages.offer.composition import stage as words
from advisor.stages.offer.composition.actions import draft_offer
from advisor.stages.offer.composition.gate import clauses
from advisor.stages.offer.composition.records import Offer, held
from advisor.stages.offer.gate import needed_parts

TEXTS = ("scope", "fee_basis", "commission_basis", "contract", "requirements", "no_simulation_because", "plan_why")
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What somebody types as the terms of an offer; fees in minor units of the case's currency."""

    scope: str = ""
    fee_fixed: int | None = None
    fee_percent: Decimal | None = None
    fee_basis: str = ""
    commission_none: bool = False
    commission_basis: str = ""
    contract: str = ""
    requirements: str = ""
    no_simulation_because: str = ""
    plan_why: str = ""
    step_days: dict[str, int] = field(default_factory=dict)
    valid_days: int = 14
    version: int | None = None


def save_terms(ctx: Context, case_id: int, terms: OfferTerms) -> Offer:
    """Save the terms of the offer. Invalid for an unknown {place} or figures out of range, StaleVersion."""
    case = active(ctx, case_id)
    offer = held(ctx.session, case).offer
    if offer is not None and terms.version is not None and offer.version != terms.version:
        raise StaleVersion
    _check(terms)
    values = asdict(terms)
    del values["version"]
    if offer is None:
        offer = Offer(case_id=case.id, **values)
        ctx.session.add(offer)
    for name, value in values.items():
        setattr(offer, name, value)
    ctx.session.flush()
    ctx.record("offer.terms_saved", "offer", offer.id, case_id=case.id)
    return offer


def issue_offer(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a printed offer. StaleVersion when the terms changed since it went to the press: nothing else is issued."""
    case = active(ctx, case_id)
    draft = draft_offer(ctx.session, case, today)
    if draft.digest != pressed.digest:
        raise StaleVersion
    paper = keep_paper(ctx, case, pressed)
    if isinstance(draft.paper, OfferPaper):
        paper.valid_until_on = draft.paper.valid_until_on
    return paper


def send_offer(ctx: Context, case_id: int, paper_id: int, base_url: str) -> Letter:
    """Send an issued offer by e-mail with a link: it counts as handed over with all its parts."""
    case = active(ctx, case_id)
    paper = paper_of(ctx.session, case.id, paper_id)
    if expired(paper.valid_until_on, ctx.today):
        raise Invalid("paper", "offer_expired")
    letter = send_paper(ctx, case, paper, base_url)
    hand_over_paper(ctx, case, paper, "email", needed_parts(case.profile))
    return letter


def default_terms(case: Case, lang: str, contract: str = "") -> OfferTerms:
    """Terms to start from, in the client's language; the draft contract is the given one or the house's own."""
    steps = words.STEPS if case.profile is Profile.FINANCING else words.STEPS_DEBT
    return OfferTerms(
        scope="\n".join(say(lang, line) for line in words.SCOPE),
        contract=contract or house_text(contract_key(case.profile, lang)),
        requirements="\n".join(say(lang, line) for line in words.REQUIREMENTS),
        step_days={step: words.DAYS[step] for step in steps},
    )  # fmt: skip


def _check(terms: OfferTerms) -> None:
    for name in TEXTS:
        text_of(name, getattr(terms, name), LONGEST, needed=False)
    clauses(terms.contract, {})
    if terms.fee_percent is not None and not Decimal(0) <= terms.fee_percent <= Decimal(100):
        raise Invalid("fee_percent", "out_of_range")
    if not 1 <= terms.valid_days <= 365:
        raise Invalid("valid_days", "out_of_range")
    if any(name not in words.DAYS or not 0 <= days <= 2000 for name, days in terms.step_days.items()):
        raise Invalid("step_days", "out_of_range")
