"""The shipped rule packs as frozen, dated data. Secondary sources were not read in the original: LAW to confirm."""

from datetime import date
from decimal import Decimal
from typing import Any

from advisor.domain.debts.affordability import RatioLimits
from advisor.domain.debts.examples import examples
from advisor.domain.debts.extrajudicial import HintRules
from advisor.domain.debts.pack import OpenQuestion, RulePack, newest_in_force
from advisor.domain.debts.thresholds import Thresholds
from advisor.domain.roles import Role
from advisor.domain.words import N_

EDITOR = Role.EDITOR
_GAPS = ("as_unsecured", "as_non_dischargeable")

OP1 = RulePack(
    key="op1",
    version=1,
    title=N_("OP-1: lead qualification"),
    purpose=N_("Find out whether the client fits the criteria for booking a meeting."),
    edition_on=date(2023, 8, 30),
    valid_from=date(2023, 8, 30),
    valid_to=None,
    source=N_("Instruction OP-1 of the call centre, edition of 2023-08-30; its head is the editor."),
    editor_role=EDITOR,
    rules=Thresholds(),
    open_questions=(
        OpenQuestion("BASE_OF_MINIMUM", "1.1", "dischargeable", ("all",), "total_base"),
        OpenQuestion("MINIMUM_EQUALITY", "1.1", "false", ("true",), "total_min_inclusive"),
        OpenQuestion("SECURED_EQUALITY", "1.2", "true", ("false",), "secured_max_inclusive"),
        OpenQuestion("SECURED_SCOPE", "1.2", "sum_held", ("each_held", "sum_all_secured"), "secured_scope"),
        OpenQuestion("MORTGAGE_RULE", "1.3", "refer", ("ignore", "as_secured", "refuse"), "mortgage_policy"),
        OpenQuestion("MORTGAGE_REQUIRED", "1.3", "a person decides", ("a mortgage must be present",)),
        OpenQuestion("CREDIT_EQUALITY", "1.4", "true", ("false",), "utilities_credit_min_inclusive"),
        OpenQuestion("CREDIT_KINDS", "1.4", "2.1 and 2.2", ("2.1",), "credit_kinds"),
        OpenQuestion("EXTRA_OR_INSTEAD", "1.4", "both 1.1 and 1.4 must hold", ("1.4 replaces 1.1",)),
        OpenQuestion("COLLATERAL_GAP", "3.6", "refer", _GAPS, "collateral_gap_policy"),
        OpenQuestion("KINDS_IN_NO_LIST", "2", "refer", ("as_dischargeable", "as_non_dischargeable"), "unlisted_policy"),
        OpenQuestion("PENALTIES", "1.1", "included, as the client states it", ("principal only",)),
    ),
    examples=examples("op1"),
)

_HINT_SOURCE = N_("127-FZ art. 223.2 and 213.4 as told by secondary pages; the articles themselves were not read.")
_HINT_TITLE = N_("Legal hint: may the law help this person?")
_HINT_PURPOSE = N_("Show beside our own verdict what the law may offer. A reference with its date, never advice.")
_HINT_QUESTIONS = (
    OpenQuestion("ARTICLE_NOT_READ", "223.2", "secondary sources agree", ("the article read by a lawyer",)),
    OpenQuestion("PROPERTY_CONDITION", "223.2", "nothing that can be seized", ("no property condition",)),
)
_GROUNDS = ("GROUND_ENFORCEMENT_CLOSED", "GROUND_PENSION_1Y", "GROUND_CHILD_BENEFIT_1Y", "GROUND_7Y")
_SINCE_2023 = (Decimal("25000.00"), Decimal("1000000.00"), "BELOW_25K", "ABOVE_1M", _GROUNDS, 5)
_MORTGAGE_ROUTE_FROM = date(2024, 9, 8)

HINT = "extrajudicial"

HINT_2020 = RulePack(
    key=HINT,
    version=1,
    title=_HINT_TITLE,
    purpose=_HINT_PURPOSE,
    edition_on=date(2020, 9, 1),
    valid_from=date(2020, 9, 1),
    valid_to=date(2023, 11, 2),
    source=_HINT_SOURCE,
    editor_role=EDITOR,
    rules=HintRules(Decimal("50000.00"), Decimal("500000.00"), "BELOW_50K", "ABOVE_500K", _GROUNDS[:1], 10, None),
    open_questions=(*_HINT_QUESTIONS, OpenQuestion("FIRST_DAY", "223.2", "2020-09-01", ("to be confirmed",))),
    examples=examples("extrajudicial_2020"),
)
HINT_2023 = RulePack(
    key=HINT,
    version=2,
    title=_HINT_TITLE,
    purpose=_HINT_PURPOSE,
    edition_on=date(2023, 8, 4),
    valid_from=date(2023, 11, 3),
    valid_to=date(2024, 9, 7),
    source=N_("474-FZ of 2023-08-04, in force 2023-11-03, as told by secondary pages; the act itself was not read."),
    editor_role=EDITOR,
    rules=HintRules(*_SINCE_2023, mortgage_route_from=None),
    open_questions=_HINT_QUESTIONS,
    examples=(*examples("extrajudicial"), *examples("mortgage_without_route")),
)
HINT_2024 = RulePack(
    key=HINT,
    version=3,
    title=_HINT_TITLE,
    purpose=_HINT_PURPOSE,
    edition_on=date(2024, 8, 8),
    valid_from=_MORTGAGE_ROUTE_FROM,
    valid_to=None,
    source=N_("298-FZ of 2024-08-08, in force 2024-09-08, as told by secondary pages; the act itself was not read."),
    editor_role=EDITOR,
    rules=HintRules(*_SINCE_2023, mortgage_route_from=_MORTGAGE_ROUTE_FROM),
    open_questions=(*_HINT_QUESTIONS, OpenQuestion("MORTGAGE_FIRST_DAY", "298-FZ", "2024-09-08", ("2024-09-09",))),
    examples=(*examples("extrajudicial"), *examples("mortgage_route")),
)

_RATIO_PURPOSE = N_("See early whether the instalment asked for can be carried. Warns and refers, never refuses.")

AFFORDABILITY_PL = RulePack(
    key="affordability_pl",
    version=1,
    title=N_("Affordability: Poland"),
    purpose=_RATIO_PURPOSE,
    edition_on=date(2022, 4, 1),
    valid_from=date(2022, 4, 1),
    valid_to=None,
    source=N_("KNF, Recommendation S: 40 to 50 percent of net income, as told by the press of 2022-04-25; not read."),
    editor_role=EDITOR,
    rules=RatioLimits("PLN", Decimal("0.40"), Decimal("0.50")),
    open_questions=(
        OpenQuestion("WHO_GETS_50", "ratio", "warn above 40 %, refer above 50 %", ("50 % for higher incomes",)),
        OpenQuestion("BUSINESS_LOANS", "ratio", "the household's figures", ("the firm's own ratios",)),
    ),
    examples=examples("affordability_pl"),
)
AFFORDABILITY_RU_2023 = RulePack(
    key="affordability_ru",
    version=1,
    title=N_("Affordability: Russia"),
    purpose=_RATIO_PURPOSE,
    edition_on=date(2022, 11, 21),
    valid_from=date(2023, 1, 1),
    valid_to=date(2023, 12, 31),
    source=N_("Bank of Russia, notice of 2022-11-21: limits on lending above a burden of 80 percent; read in part."),
    editor_role=EDITOR,
    rules=RatioLimits("RUB", None, Decimal("0.80")),
    open_questions=(OpenQuestion("BANK_QUOTA", "ratio", "refer above 80 %", ("a quota of the lender only",)),),
    examples=examples("affordability_ru_2023"),
)
AFFORDABILITY_RU_2024 = RulePack(
    key="affordability_ru",
    version=2,
    title=N_("Affordability: Russia"),
    purpose=_RATIO_PURPOSE,
    edition_on=date(2022, 12, 29),
    valid_from=date(2024, 1, 1),
    valid_to=None,
    source=N_("353-FZ art. 5.1 (601-FZ of 2022-12-29): written notice above 50 percent; 80 as before; not read."),
    editor_role=EDITOR,
    rules=RatioLimits("RUB", Decimal("0.50"), Decimal("0.80")),
    open_questions=(OpenQuestion("BANK_QUOTA", "ratio", "refer above 80 %", ("a quota of the lender only",)),),
    examples=examples("affordability_ru_2024"),
)

AnyPack = RulePack[Any]
SHIPPED: tuple[AnyPack, ...] = (
    OP1,
    HINT_2020,
    HINT_2023,
    HINT_2024,
    AFFORDABILITY_PL,
    AFFORDABILITY_RU_2023,
    AFFORDABILITY_RU_2024,
)
AFFORDABILITY_KEYS = {"PLN": "affordability_pl", "RUB": "affordability_ru"}


def pack_as_of(key: str, day: date, packs: tuple[AnyPack, ...] = SHIPPED) -> AnyPack:
    """The edition of a pack in force on the day, the highest version if several are; NoPackInForce when none is."""
    return newest_in_force(packs, key, day)
