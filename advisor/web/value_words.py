"""What the ledger's values are called, by table and field: codes that are kept as text or JSON, in a reader's words.

Enums say themselves (`show.TITLES`); words people typed stay as they are. English, marked.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from advisor.casework.intake.taking import Choice
from advisor.domain import checklist_words, checklists, identifiers, points
from advisor.domain.debts.packs import SHIPPED
from advisor.domain.debts.thresholds import AMOUNTS
from advisor.domain.debts.words import KINDS, REASONS
from advisor.domain.errors import Invalid
from advisor.domain.outreach import words as outreach
from advisor.domain.outreach.plans import read_rule
from advisor.domain.outreach.recurring import EVERY_TITLES
from advisor.domain.products.criteria import editions
from advisor.domain.words import N_
from advisor.extensions import db
from advisor.records.contact import PAY_HOW_TITLES
from advisor.records.paper import PAPER_KIND_TITLES
from advisor.services.column_words import title_of
from advisor.services.words import ROLE_TITLES
from advisor.stages.analysis import stage as analysis
from advisor.stages.analysis.points import stage as counted
from advisor.stages.contact.prequalification.stage import HINT_QUESTIONS, SCREENING_QUESTIONS
from advisor.stages.contract import stage as contract
from advisor.stages.contract.identity.stage import IDENTITY_HOW
from advisor.stages.decision import stage as decision
from advisor.stages.documents.desk.stage import REJECT_REASONS
from advisor.stages.documents.rules.records import papers_of_the_firm
from advisor.stages.monitoring.debits.stage import SIGNED_HOW
from advisor.stages.monitoring.stage import DUTY_TITLES
from advisor.stages.monitoring.watch.stage import SIGHTINGS
from advisor.stages.offer.answers import stage as answers
from advisor.stages.offer.composition.stage import STEPS, STEPS_DEBT
from advisor.stages.offer.simulations.stage import KINDS as SIMULATED
from advisor.stages.offer.simulations.stage import RATE_KINDS
from advisor.stages.referrals.stage import OPINIONS, RECOMMENDATIONS
from advisor.stages.submission.stage import CHANNELS as FILED_BY
from advisor.stages.tracking import stage as tracking
from advisor.web.imports import CHOICE_TITLES
from advisor.web.kit import show
from advisor.web.kit.phrases import locale, say
from advisor.web.matching_view import criterion_words
from advisor.web.negotiation_view import logged
from advisor.web.outgoing import Titles, plan_title
from advisor.web.plans import in_words
from advisor.web.rules_form import SETTINGS, said

Fields = Mapping[str, list[Any]]
Sayer = Callable[[Any, Fields], str]

DOUBTS: dict[Any, str] = {**REASONS, **points.GROUND_TITLES, **outreach.REASON_TITLES}
HINTS = {**HINT_QUESTIONS, **SCREENING_QUESTIONS}
PACKS = {pack.key: pack.title for pack in SHIPPED}
CANCELLED = {
    "answered": N_("The answer came"), "asked": N_("The client was asked"), "called": N_("The institution was called"),
    "confirmed": N_("Confirmed"), "done": N_("Done"), "filed": N_("Application filed"), "resumed": N_("Resumed"),
    "judged": N_("The papers were checked"), "reference_known": N_("The reference number is known"),
    "settled": N_("Settled"), "signed": N_("Signed"), "told": N_("Client told"),
}  # fmt: skip
"""Why rooms call their follow-ups off, beside the reasons of the list of messages."""
THEMES = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}
IMPORTED = {"leads": N_("New leads"), "running": N_("Running cases with their stage")}

CODES: dict[tuple[str, str], Mapping[Any, Any]] = {
    ("affordability_check", "pack_key"): PACKS,
    ("affordability_check", "reasons"): DOUBTS,
    ("case_file", "referred_to"): ROLE_TITLES,
    ("checklist_item", "ordered_by"): checklist_words.ORDERED_BY,
    ("checklist_item", "reason_code"): REJECT_REASONS,
    ("client_relation", "opinion"): OPINIONS,
    ("client_relation", "recommendation"): RECOMMENDATIONS,
    ("consent", "wording_version"): {"before import": N_("Before the import")},
    ("contact_attempt", "on_behalf_of"): outreach.PRINCIPAL_TITLES,
    ("contact_attempt", "pay_how"): PAY_HOW_TITLES,
    ("contact_attempt", "purpose"): outreach.PURPOSE_TITLES,
    ("contact_attempt", "recipient"): outreach.RECIPIENT_TITLES,
    ("debit_authorisation", "signed_how"): SIGNED_HOW,
    ("debt_line", "kind"): {code: title for code, (title, _hint) in KINDS.items()},
    ("decision", "answer"): decision.ANSWERS,
    ("decision", "next_procedure"): decision.PROCEDURES,
    ("decision", "outcome"): decision.OUTCOME_TITLES,
    ("decision", "reasons"): decision.REASON_TITLES,
    ("decision_remedy", "reason"): decision.REASON_TITLES,
    ("guard_entry", "code"): DOUBTS,
    ("house_term", "ordered_by"): checklist_words.ORDERED_BY,
    ("identity_check", "how"): IDENTITY_HOW,
    ("import_batch", "kind"): IMPORTED,
    ("institution_call", "channel"): tracking.CHANNELS,
    ("institution_question", "kind"): tracking.KINDS,
    ("monitoring_duty", "kind"): DUTY_TITLES,
    ("needs_line", "kind"): counted.LINE_KINDS,
    ("needs_topic", "key"): analysis.TOPICS,
    ("negotiation_entry", "asked_by"): contract.ASKED_BY,
    ("negotiation_entry", "field"): contract.FIELDS,
    ("offer_answer", "answer"): answers.ANSWERS,
    ("offer_answer", "channel"): answers.CHANNELS,
    ("offer_handover", "how"): answers.HOW,
    ("offer_handover", "parts"): answers.PARTS,
    ("offer_simulation", "kind"): SIMULATED,
    ("offer_simulation", "rate_kind"): RATE_KINDS,
    ("party_identifier", "kind"): identifiers.TITLES,
    ("payment_sighting", "code"): SIGHTINGS,
    ("points_count", "band"): counted.BANDS,
    ("prepared_form", "kind"): PAPER_KIND_TITLES,
    ("prequalification", "pack_key"): PACKS,
    ("prequalification", "reasons"): DOUBTS,
    ("reminder", "every"): EVERY_TITLES,
    ("review", "grounds"): DOUBTS,
    ("rule_pack_version", "key"): PACKS,
    ("staff_member", "roles"): ROLE_TITLES,
    ("staff_member", "theme"): THEMES,
    ("submission", "channel"): FILED_BY,
}
"""Closed sets of codes; a list is said member by member."""


def told_value(table: str, field: str, value: Any, fields: Fields) -> str | None:
    """A value of the ledger in the reader's words; None where this table knows nothing better than its column."""
    sayer, titles = SAYERS.get((table, field)), CODES.get((table, field))
    if titles is not None:
        return ", ".join(_title(titles, code) for code in (value if isinstance(value, list) else [value]))
    try:
        return sayer(value, fields) if sayer else None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, Invalid):
        return None  # the trail keeps for ever what earlier versions wrote in another shape


def _title(titles: Mapping[Any, Any], code: Any) -> str:
    return say(titles[code]) if code in titles else str(code)


def _each(say_one: Callable[[str], str]) -> Sayer:
    """Said one by one: a list, or codes that stand in one text with commas between them."""
    return lambda value, _: ", ".join(map(say_one, value if isinstance(value, list) else str(value).split(",")))


def _pairs(titles: Mapping[str, Any]) -> Sayer:
    """A JSON object of answers or numbers: what was asked, and what holds."""
    return lambda value, _: "; ".join(f"{_title(titles, k)}: {_plain(value[k])}".replace("?:", "?") for k in value)


def _plain(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "–" if value is None else gettext("Yes") if value else gettext("No")
    return str(value)


def _paper(code: str) -> str:
    """A paper by its name, shipped or the firm's own."""
    shipped, lang = checklists.document(code), locale().language
    own = None if shipped else papers_of_the_firm(db.session()).get(code)
    return shipped.name(lang) if shipped else own.names.get(lang) or own.names["en"] if own else code


def _question(code: str, _: Fields) -> str:
    head, _colon, paper = code.partition(":")
    return " ".join(filter(None, (_title(checklist_words.QUESTIONS, head), paper and _paper(paper))))


def last(fields: Fields, name: str) -> str:
    """What a field of the row holds after the change, else what it held before; "" when it did not change."""
    return next((str(value) for value in reversed(fields.get(name, [])) if value), "")


def _company(value: dict[str, Any], fields: Fields) -> str:
    currency = last(fields, "currency") or "PLN"
    return "; ".join(f"{_title(counted.COMPANY, key)}: {show.money(sum_, currency)}" for key, sum_ in value.items())


def _criteria(value: dict[str, Any], fields: Fields) -> str:
    currency = last(fields, "currency") or "PLN"
    return "; ".join(
        ", ".join((show.day(each.valid_from), *(criterion_words(rule, currency) for rule in each.rules)))
        for each in editions(value, "product")
    )


def _orders(value: dict[str, Any], _: Fields) -> str:
    counts = Counter(Choice(choice) for choice in value.get("rows", {}).values())
    return ", ".join(f"{CHOICE_TITLES[choice]}: {count}" for choice, count in counts.items())


def _points(value: list[list[Any]], _: Fields) -> str:
    return "; ".join(f"{_title(points.POINT_TITLES, code)}{of and f' ({of})'}: {count}" for code, of, count in value)


def _settings(value: dict[str, Any], _: Fields) -> str:
    """The settings of an edition of the call centre's rules; clauses of kinds of debt by the kinds."""
    return "; ".join(f"{_title(SETTINGS, key)}: {_setting(key, each)}" for key, each in value.items())


def _setting(key: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_title(CODES["debt_line", "kind"], each) for each in value)
    if isinstance(value, bool):
        return _plain(value)
    return show.amount(Decimal(value)) if key in AMOUNTS else said(str(value))


def _cancelled(code: str, _: Fields) -> str:
    return _title(CANCELLED, code) if code in CANCELLED else Titles.why(code)


SAYERS: dict[tuple[str, str], Sayer] = {
    ("checklist_answer", "question"): _question,
    ("checklist_item", "document"): _each(_paper),
    ("clause_edition", "language"): _each(show.language),
    ("firm", "country"): _each(show.country),
    ("firm", "languages"): _each(show.language),
    ("follow_plan", "key"): _each(plan_title),
    ("follow_plan", "rule"): lambda value, _: in_words(read_rule(value)),
    ("gate_override", "subject"): _each(show.subject),
    ("house_paper", "names"): lambda value, _: "; ".join(f"{show.language(code)}: {value[code]}" for code in value),
    ("house_term", "document"): _each(_paper),
    ("import_batch", "orders"): _orders,
    ("institution", "country"): _each(show.country),
    ("institution_product", "criteria"): _criteria,
    ("institution_product", "documents"): _each(_paper),
    ("interview", "hint"): _pairs(HINTS),
    ("letter_wording", "kind"): _each(Titles.kind),
    ("letter_wording", "language"): _each(show.language),
    ("needs_profile", "company"): _company,
    ("needs_profile", "conduct"): _pairs(analysis.CONDUCT),
    ("needs_profile", "controls"): _pairs({code: asked for code, (asked, _more) in points.CONTROLS.items()}),
    ("negotiation_entry", "new"): lambda value, fields: logged(last(fields, "field"), value),
    ("negotiation_entry", "old"): lambda value, fields: logged(last(fields, "field"), value),
    ("offer", "step_days"): _pairs({**STEPS_DEBT, **STEPS}),
    ("paper", "language"): _each(show.language),
    ("party", "country"): _each(show.country),
    ("party", "language"): _each(show.language),
    ("party_merge", "filled"): _each(lambda name: say(title_of("party", name))),
    ("plan_deviation", "channel"): _each(Titles.channels),
    ("plan_deviation", "key"): _each(plan_title),
    ("points_count", "lines"): _points,
    ("prequalification", "hint"): _pairs(HINTS),
    ("reminder", "cancelled_why"): _cancelled,
    ("reminder", "channels"): lambda value, _: Titles.channels(value),
    ("reminder", "letter"): _each(Titles.kind),
    ("rule_pack_version", "settings"): _settings,
    ("staff_member", "language"): _each(show.language),
}
"""Values that are more than a code: names from the catalogue, JSON, what depends on the row's other fields."""
