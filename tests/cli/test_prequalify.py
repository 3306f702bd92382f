"""`advisor prequalify`: shared cases through the command, and a zoo of bad lines without a traceback (DONE 4)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advisor.cli.json_lines import MAX_LINE_BYTES
from advisor.cli.prequalify import prequalify
from advisor.domain.debts.examples import examples

GOOD = {"currency": "RUB", "mortgage": False, "debts": [{"kind": "bank_loan", "amount": "100000.01"}]}
GOOD_LINE = json.dumps({"id": "ok", "lead": GOOD}).encode()
FORBIDDEN = ("flask", "sqlalchemy", "wtforms", "jinja2", "weasyprint", "apscheduler", "babel")


def run(data: bytes, *options: str) -> Result:
    return CliRunner().invoke(prequalify, list(options), input=data)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def line(**row: Any) -> bytes:
    return json.dumps(row).encode()


def test_the_shared_cases_come_out_line_by_line() -> None:
    cases = examples("op1")
    data = b"\n".join(line(id=case.id, **case.given) for case in cases)
    result = run(data)
    assert result.exit_code == 0
    for case, answer in zip(cases, answers(result), strict=True):
        assert answer.keys() == {"id", *case.expected}
        assert answer["id"] == case.id
        assert {**answer, "reasons": sorted(answer["reasons"])} == {
            "id": case.id,
            **case.expected,
            "reasons": sorted(case.expected["reasons"]),
        }


def test_the_shared_hint_cases_come_out_line_by_line() -> None:
    cases = examples("extrajudicial")
    result = run(b"\n".join(line(id=case.id, input=case.given) for case in cases), "--pack", "extrajudicial")
    assert result.exit_code == 0
    assert answers(result) == [{"id": case.id, **case.expected} for case in cases]


@pytest.mark.parametrize(
    ("bad", "key", "error"),
    [
        (b"{", None, "line: not_json"),
        (b"[]", None, "line: not_an_object"),
        (b"null", None, "line: not_an_object"),
        (b"12", None, "line: not_an_object"),
        (b"\xff\xfe{}", None, "line: not_utf8"),
        (GOOD_LINE.decode().encode("utf-16"), None, "line: not_utf8"),
        (b'{"id": "a", "lead": NaN}', None, "line: not_json"),
        (b'{"id": "a", "lead": -Infinity}', None, "line: not_json"),
        (b'{"id": "a", "id": "b"}', None, "line: repeated_key"),
        (b'{"id": "a", "lead": {"debts": [], "debts": []}}', None, "line: repeated_key"),
        (b"[" * 100_000, None, "line: not_json"),
        (b'{"id": "a", "lead": ' + b'{"x":' * 50_000, None, "line: not_json"),
        (b'{"id": "a", "x": ' + b"9" * 10_000 + b"}", None, "line: not_json"),
        (b'{"id": "a", "x": "' + b"y" * MAX_LINE_BYTES + b'"}', None, "line: too_long"),
        (b" " * (MAX_LINE_BYTES + 5) + b"{}", None, "line: too_long"),
        (b'{"id": "a", "lead": "\x00"}', None, "line: not_json"),
        (line(lead=GOOD), None, "id: missing"),
        (line(id=["a"], lead=GOOD), None, "id: not_an_id"),
        (line(id=True, lead=GOOD), None, "id: not_an_id"),
        (line(id=1.5, lead=GOOD), None, "id: not_an_id"),
        (line(id="x" * 201, lead=GOOD), None, "id: not_an_id"),
        (line(id="a"), "a", "lead: missing"),
        (line(id=7, lead=[GOOD]), 7, "lead: not_an_object"),
        (line(id="a", lead=GOOD, config=None), "a", "config: not_an_object"),
        (line(id="a", lead=GOOD, config={"x\u202e\n": 1}), "a", "config: unknown_key x\u202e\n"),
        (line(id="a", lead=GOOD, config={"secured_scope": 3}), "a", "secured_scope: not_a_choice"),
        (line(id="a", lead={**GOOD, "currency": "USD"}), "a", "currency: other_currency"),
        (
            b'{"id": "a", "lead": {"currency": "RUB", "debts": [{"kind": "tax", "amount": 1e308}]}}',
            "a",
            "debts[0].amount: not_a_decimal_string",
        ),
        (
            b'{"id": "a", "lead": {"currency": "RUB", "debts": [{"kind": "tax", "amount": 1e999}]}}',
            "a",
            "debts[0].amount: not_a_decimal_string",
        ),
        (line(id="a", lead={**GOOD, "debts": [{"kind": "tax", "amount": "-5.00"}]}), "a", "debts[0].amount: negative"),
        (b'{"id": "\\ud800", "lead": 1}', "\ud800", "lead: not_an_object"),
    ],
)
def test_a_bad_line_is_one_error_line_and_the_next_line_is_answered(bad: bytes, key: Any, error: str) -> None:
    result = run(bad.replace(b"\n", b" ") + b"\n" + GOOD_LINE + b"\n")
    assert result.exit_code == 1
    assert not result.stderr
    first, second = answers(result)
    assert first == {"id": key, "error": error}
    assert (second["id"], second["outcome"]) == ("ok", "qualified")


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_are_no_errors() -> None:
    result = run(b"\xef\xbb\xbf" + GOOD_LINE + b"\r\n\r\n   \n" + GOOD_LINE)
    assert (result.exit_code, [answer["outcome"] for answer in answers(result)]) == (0, ["qualified"] * 2)


def test_no_input_is_no_error() -> None:
    result = run(b"")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_file_may_be_named(tmp_path: Path) -> None:
    source = tmp_path / "leads.jsonl"
    source.write_bytes(GOOD_LINE)
    assert answers(run(b"", str(source)))[0]["outcome"] == "qualified"
    assert run(b"", str(tmp_path / "missing.jsonl")).exit_code == 2
    assert run(b"", str(tmp_path)).exit_code == 2


def test_as_of_chooses_the_edition_of_the_day() -> None:
    data = line(id="p", input={"obligations_without_penalties": "30000.00", "enforcement_closed_46_1_4": True})
    before, after = (
        answers(run(data, "--pack", "extrajudicial", "--as-of", day))[0] for day in ("2023-11-02", "2023-11-03")
    )
    assert before == {"id": "p", "possible": False, "why": ["BELOW_50K"]}
    assert after == {"id": "p", "possible": False, "why": ["NO_GROUND"]}


@pytest.mark.parametrize("day", ["2023-08-29", "2023-02-30", "yesterday"])
def test_a_day_without_rules_is_a_usage_error(day: str) -> None:
    result = run(GOOD_LINE, "--as-of", day)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--as-of" in result.stderr


def test_the_law_and_its_command_load_no_framework() -> None:
    """Issue 3 point 9: the library and the command need no Flask and no database."""
    check = (
        "import sys, advisor.domain.debts, advisor.cli.prequalify;"
        f"print(sorted(m for m in sys.modules if m.split('.')[0] in {FORBIDDEN!r}))"
    )
    told = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_real_process_answers_each_line_before_the_next_is_sent() -> None:
    """A program on the other end of a pipe may ask line by line."""
    command = [sys.executable, "-c", "from advisor.cli.prequalify import prequalify; prequalify()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            process.stdin.write(GOOD_LINE + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["outcome"] == "qualified"
        process.stdin.close()
        assert process.wait(10) == 0
