"""`advisor calculate` (issue 5 point 1): one answer line per case, an error line for the impossible, never a crash."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.cli.calculate import calculate
from advisor.domain.finance.answers import SOLVERS
from tests.domain.finance.test_cases import CASES, figure

ROOT = Path(__file__).parents[2]
EU = {
    "id": "x",
    "type": "apr_eu",
    "inputs": {
        "advances": [{"amount": "1000", "month": 0}],
        "payments": [{"amount": "600", "month": 12}, {"amount": "600", "month": 24}],
    },
    "convention": "effective annual rate",
}
LOAN = {"principal": "1000", "annual_rate_percent": "6", "periods": 12}
LEASE = {"financed": "1000", "annual_rate_percent": "6", "periods": 12, "payments_in_advance": 1, "residual": "0"}


def run(data):
    if not isinstance(data, bytes):
        data = data.encode()
    result = CliRunner().invoke(calculate, ["-"], input=data)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return [json.loads(line) for line in result.stdout.splitlines()], result.exit_code


def ask(kind, inputs, **more):
    answers, code = run(json.dumps({"id": "x", "type": kind, "inputs": inputs, **more}))
    assert code == ("error" in answers[0])
    return answers[0]


def test_the_shared_cases_through_the_real_program(tmp_path):
    """A fresh process, the file as argument: ids in order, every figure present, exit status 0."""
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    code = "from advisor.cli.calculate import calculate; calculate()"
    done = subprocess.run([sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [case["id"] for case in CASES]
    for case, answer in zip(CASES, answers, strict=True):
        for key, check in case["check"].items():
            assert abs(float(figure(answer["results"], key)) - float(check["computed"])) < 1e-7, (case["id"], key)


def test_the_command_needs_neither_web_nor_database():
    code = (
        "import sys, advisor.cli.calculate;"
        "print([name for name in ('flask', 'sqlalchemy', 'weasyprint', 'numpy', 'pyxirr') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_good_and_bad_lines_mix():
    lines = [json.dumps(EU), "", "not json", json.dumps({**EU, "id": 7, "type": "horoscope"}), json.dumps(EU)]
    answers, code = run("\n".join(lines))
    assert code == 1
    assert [answer["id"] for answer in answers] == ["x", None, 7, "x"]
    assert ["error" in answer for answer in answers] == [False, True, True, False]
    assert answers[0]["results"] == {"apr_percent": "13.066238629180748526"}


def test_nothing_in_nothing_out():
    assert run("") == ([], 0)
    assert run("\n\n  \n") == ([], 0)


def test_a_missing_file_is_a_usage_error():
    assert CliRunner().invoke(calculate, ["/nowhere/at/all"]).exit_code == 2


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\x00garbage",
        b"[" * 100_000,
        b'{"id": "x", "type": "apr_eu"',
        b"null",
        b"5",
        b'"text"',
        b"[]",
        b'{"id": "x", "type": NaN}',
        b'{"id": 1e999999999999999999999, "type": 5}',
        b'{"id": ' + b"9" * 5000 + b"}",
        b'{"id": null, "type": "apr_eu"}',
        b'{"id": true, "type": "apr_eu"}',
        b'{"id": {"a": 1}, "type": "apr_eu"}',
        b'{"id": "x", "id": "y"}',
        b'{"id": "' + b"x" * 300 + b'"}',
        b'{"id": "x", "pad": "' + b"x" * 1_100_000 + b'"}',
        b'{"id": "x", "type": "apr_eu", "inputs": {"advances": 1, "advances": 2}}',
        b'{"id": "x", "type": "apr_eu", "inputs": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
        b'{"id": "x", "": 1, "type": "apr_eu", "inputs": {"": []}}',
        b'{"id": "\\ud800", "type": "\\u0000"}',
        b'{"id": "x", "type": "lease_total", "inputs": {"periods": 1e400, "instalment": 1}}',
        b'{"id": "x", "type": "lease_total", "inputs": {"periods": 12, "instalment": -Infinity}}',
        b"\xed\xa0\x80",
        b"{}",
        b"\x00",
    ],
)
def test_lines_that_are_no_case_get_an_error_and_the_next_is_answered(line):
    answers, code = run(line + b"\n" + json.dumps(EU).encode())
    assert code == 1
    assert len(answers) == 2
    assert "error" in answers[0]
    assert answers[1]["results"]["apr_percent"].startswith("13.06")


@pytest.mark.parametrize("kind", ["", "APR_EU", "apr", None, 5, [], {}, "__class__"])
def test_an_unknown_type_is_an_error(kind):
    assert "type" in ask(kind, {})["error"]


@pytest.mark.parametrize("kind", SOLVERS)
@pytest.mark.parametrize("inputs", [None, [], "x", 5, {}, {"principal": None}, {"payments": {}, "advances": 5}])
def test_missing_inputs_are_errors(kind, inputs):
    assert "error" in ask(kind, inputs)


@pytest.mark.parametrize(
    "value", ["", "abc", "NaN", "Infinity", "1_000", " 5", "0x10", "1e999", "-1", "1" * 50, True, None, []]
)
@pytest.mark.parametrize("field", ["principal", "annual_rate_percent", "periods"])
@pytest.mark.parametrize("kind", ["annuity_instalment", "schedule_annuity", "schedule_equal_principal"])
def test_bad_numbers_are_errors(kind, field, value):
    assert "error" in ask(kind, {**LOAN, field: value})


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("annuity_instalment", {**LOAN, "periods": -12}),
        ("annuity_instalment", {**LOAN, "periods": 0}),
        ("annuity_instalment", {**LOAN, "periods": "1.5"}),
        ("annuity_instalment", {**LOAN, "periods": 10**9}),
        ("annuity_instalment", {**LOAN, "annual_rate_percent": "-3"}),
        ("annuity_instalment", {**LOAN, "annual_rate_percent": "100000"}),
        ("annuity_instalment", {**LOAN, "principal": "0"}),
        ("annuity_instalment", {**LOAN, "principal": "1e15"}),
        ("annuity_instalment", {**LOAN, "residual": "1001"}),
        ("annuity_instalment", {**LOAN, "timing": "middle"}),
        ("annuity_instalment", {**LOAN, "rate_conversion": "nominal"}),
        ("lease_instalment", {**LEASE, "payments_in_advance": 13}),
        ("lease_instalment", {**LEASE, "payments_in_advance": -1}),
        ("lease_instalment", {**LEASE, "residual": "1000.01"}),
        ("lease_instalment", {**LEASE, "asset_price": "500", "initial_payment": "500"}),
        ("lease_yield", {**LEASE, "instalment": "83"}),
        ("lease_yield", {**LEASE, "instalment": "0"}),
        ("lease_total", {"initial_payment": "-5", "periods": 60, "instalment": "810", "residual": "450"}),
        ("apr_eu", {**EU["inputs"], "payments": [{"amount": "10", "count": 12, "month": 1}]}),
        ("apr_eu", {**EU["inputs"], "payments": [{"amount": "2000", "month": 0}]}),
        ("apr_eu", {**EU["inputs"], "payments": [{"amount": "-2000", "month": 1}]}),
        ("apr_eu", {**EU["inputs"], "payments": []}),
        ("apr_eu", {**EU["inputs"], "payments": [{"amount": "2000"}]}),
        ("apr_eu", {**EU["inputs"], "payments": [{"amount": "2000", "month": 1, "count": -3}]}),
        ("apr_eu", {**EU["inputs"], "payments": [{"amount": "2000", "month": 1, "count": 10**12}]}),
        ("apr_eu", {**EU["inputs"], "payments": [{"amount": "2000", "month": 1, "every_months": 0}]}),
        (
            "apr_eu",
            {**EU["inputs"], "payments": [{"amount": "2000", "month": 1, "offset_days": 1, "offset_year_days": 0}]},
        ),
        ("apr_eu", {**EU["inputs"], "advances": [{"amount": "0", "month": 0}]}),
        (
            "apr_dated_act365",
            {"start": "2026-02-30", "net_advance": "5", "payments": [{"date": "2026-03-01", "amount": "6"}]},
        ),
        (
            "apr_dated_act365",
            {"start": "2026-02-28", "net_advance": "5", "payments": [{"date": "20260301", "amount": "6"}]},
        ),
        (
            "apr_dated_act365",
            {"start": "2026-02-28", "net_advance": "5", "payments": [{"date": "2026-02-27", "amount": "6"}]},
        ),
        (
            "apr_dated_act365",
            {"start": "2026-02-28", "net_advance": "5", "payments": [{"date": "2026-02-28", "amount": "6"}]},
        ),
        (
            "apr_us_actuarial",
            {"amount_financed": "5", "unit_periods_per_year": 12, "payments": [{"amount": "6", "t": 1, "f": "1/0"}]},
        ),
        (
            "apr_us_actuarial",
            {"amount_financed": "5", "unit_periods_per_year": 12, "payments": [{"amount": "6", "t": 1, "f": "7/5"}]},
        ),
        (
            "apr_us_actuarial",
            {
                "amount_financed": "5",
                "unit_periods_per_year": 12,
                "payments": [{"amount": "6", "t": 1, "f": "1e9999999"}],
            },
        ),
        (
            "apr_us_actuarial",
            {"amount_financed": "5", "unit_periods_per_year": 0, "payments": [{"amount": "6", "t": 1}]},
        ),
        (
            "apr_us_actuarial",
            {"amount_financed": "5", "payment": "6", "advance_date": "2026-01-02", "payment_date": "2026-01-01"},
        ),
        (
            "apr_us_actuarial",
            {"amount_financed": "5", "payment": "6", "advance_date": "2026-01-02", "payment_date": "2027-05-01"},
        ),
    ],
)
def test_impossible_inputs_are_errors(kind, inputs):
    answer = ask(kind, inputs)
    assert answer["id"] == "x"
    assert answer["error"].endswith(".")
    assert "%(" not in answer["error"]


def test_a_convention_must_be_text():
    assert "convention" in ask("schedule_annuity", LOAN, convention=5)["error"]


@pytest.mark.parametrize(
    ("kind", "inputs", "key"),
    [
        ("annuity_instalment", {**LOAN, "annual_rate_percent": "0"}, "instalment"),
        ("annuity_instalment", {**LOAN, "annual_rate_percent": "1000", "periods": 600}, "instalment"),
        ("annuity_instalment", {**LOAN, "principal": "0.01", "periods": 1}, "instalment"),
        ("annuity_instalment", {**LOAN, "principal": "1e12", "periods": 600, "timing": "begin"}, "instalment"),
        ("annuity_instalment", {**LOAN, "residual": "1000"}, "instalment"),
        ("annuity_instalment", {"principal": 1000, "annual_rate_percent": 6.5, "periods": 12.0}, "instalment"),
        ("lease_instalment", {**LEASE, "payments_in_advance": 12}, "instalment"),
        ("apr_eu", {**EU["inputs"], "payments": [{"amount": "1000", "month": 600}]}, "apr_percent"),
        ("apr_eu", {**EU["inputs"], "payments": [{"amount": "1e12", "month": 1}]}, "apr_percent"),
    ],
)
def test_extreme_but_possible_inputs_are_answered(kind, inputs, key):
    assert key in ask(kind, inputs)["results"]


def test_a_leap_day_begins_and_ends_a_loan():
    """A year from 29 February to 28 February has 365 days: the rate is the interest."""
    payments = [{"date": "2029-02-28", "amount": "1100"}]
    results = ask("apr_dated_act365", {"start": "2028-02-29", "net_advance": "1000", "payments": payments})["results"]
    assert results == {"rate_percent": "10"}


def test_a_line_of_a_megabyte_ends():
    """Twenty thousand payments that never repay, and as many that need a rate: bounded work, one answer each."""
    never = [{"amount": "0.01", "month": 1 + month % 12_000} for month in range(20_000)]
    assert "never repay" in ask("apr_eu", {**EU["inputs"], "payments": never})["error"]
    dear = [{"amount": "1", "month": 1 + month % 12_000} for month in range(20_000)]
    assert "apr_percent" in ask("apr_eu", {**EU["inputs"], "payments": dear})["results"]


def test_answers_are_plain_decimal_strings():
    results = ask("annuity_instalment", {**LOAN, "principal": "0.01", "periods": 3})["results"]
    for value in (results["instalment"], results["apr_percent"], results["rows"][0]["balance"]):
        assert isinstance(value, str)
        assert set(value) <= set("0123456789.")
        assert len(value.lstrip("0.")) >= 10


def test_begin_leaves_the_residual_right_after_the_last_instalment():
    results = ask("annuity_instalment", {**LOAN, "residual": "100", "timing": "begin"})["results"]
    assert results["rows"][0]["interest"] == "0"
    assert results["rows"][-1]["balance"] == "100"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(["1", "0.5", "-1", "1e9"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(sorted({key for case in CASES for key in case["inputs"]}))
lines_of_money = st.lists(
    st.fixed_dictionaries(
        {"amount": st.sampled_from(["1", "1000", "0", "1e12", "0.01"]), "month": st.integers(-20, 700)},
        optional={
            "count": st.integers(0, 700),
            "every_months": st.integers(0, 13),
            "offset_days": st.integers(-400, 400),
        },
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(SOLVERS)),
    st.dictionaries(fields, json_values, max_size=6)
    | st.fixed_dictionaries({"advances": lines_of_money, "payments": lines_of_money}),
)
def test_no_line_brings_the_command_down(kind, inputs):
    answer = ask(kind, inputs)
    assert set(answer) in ({"id", "results"}, {"id", "error"})
