"""The document catalogue: complete for every product, exact at the edges of validity (issue 4 points 1 and 2)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.domain import checklists
from advisor.domain.catalogue import PRODUCTS
from advisor.domain.checklist_words import CONDITIONS, ISSUERS, NEEDED_BY, QUESTIONS
from advisor.domain.outreach.working_days import is_working_day

CERT = checklists.document("EMPLOYMENT_CERT")
EXTRACT = checklists.document("RU_IP_EXTRACT")
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(("product", "client_type"), [(p.code, t) for p in PRODUCTS for t in p.client_types])
def test_every_product_and_client_type_has_its_list_in_three_languages(product: str, client_type: str) -> None:
    found = checklists.requirements(product, client_type)
    assert found
    for need in found:
        assert all(need.document.name(lang) for lang in ("pl", "ru", "en"))
        assert need.document.issued_by in ISSUERS
        assert need.needed_by in NEEDED_BY
    for question in checklists.questions(product, client_type):
        assert question.code in QUESTIONS
        assert question.document is None or question.condition in CONDITIONS


def test_the_whole_catalogue_is_shipped() -> None:
    assert len(checklists.documents()) == 85
    assert checklists.document("NOPE") is None
    assert checklists.requirements("nope", "nobody") == ()


def test_only_an_answered_yes_switches_a_requirement_on_and_makes_it_binding() -> None:
    def codes(answers: dict[str, bool]) -> set[str]:
        return {need.document.code for need in checklists.holding("mortgage", "employee", answers)}

    assert "MARITAL" not in codes({})
    assert "MARITAL" not in codes({"married": False})
    assert codes({"married": True}) - codes({}) == {"MARITAL"}
    assert all(need.binding for need in checklists.holding("mortgage", "employee", {"married": True}) if need.question)


@pytest.mark.parametrize(
    ("issued_on", "last"),
    [
        (date(2026, 1, 31), date(2026, 3, 2)),
        (date(2028, 1, 30), date(2028, 2, 29)),  # leap year
        (date(2027, 1, 30), date(2027, 3, 1)),
        (date(2026, 12, 2), date(2027, 1, 1)),
    ],
)
def test_thirty_days_count_over_month_ends_and_leap_years(issued_on: date, last: date) -> None:
    assert CERT is not None
    assert checklists.last_good_on(CERT, issued_on, "PL") == last


@given(DAYS)
def test_a_paper_asked_for_on_its_earliest_day_is_good_exactly_until_it_is_needed(needed_on: date) -> None:
    assert CERT is not None
    first = checklists.earliest_issue_on(CERT, needed_on, "PL")
    assert first is not None
    assert checklists.last_good_on(CERT, first, "PL") == needed_on
    assert checklists.last_good_on(CERT, first - timedelta(days=1), "PL") == needed_on - timedelta(days=1)


@settings(deadline=None)  # the first question of a year reads its calendar
@given(DAYS)
def test_five_working_days_end_on_a_working_day(issued_on: date) -> None:
    """The extract of the Russian register is good for five working days."""
    assert EXTRACT is not None
    last = checklists.last_good_on(EXTRACT, issued_on, "RU")
    assert last is not None
    assert is_working_day(last, "RU")
    between = [issued_on + timedelta(days=n) for n in range(1, (last - issued_on).days + 1)]
    assert sum(is_working_day(day, "RU") for day in between) == 5


def test_an_institutions_own_limit_overrides_and_no_limit_means_none() -> None:
    assert CERT is not None
    assert checklists.last_good_on(CERT, date(2026, 3, 2), "PL", limit=10) == date(2026, 3, 12)
    identity = checklists.document("ID")
    assert identity is not None
    assert checklists.last_good_on(identity, date(2026, 3, 2), "PL") is None
    assert checklists.last_good_on(CERT, None, "PL") is None
