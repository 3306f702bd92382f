"""`advisor contact-check`: lines in, lines out, exactly as the shared file's header says; never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.cli.contact_check import contact_check

SHARED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "domain" / "outreach" / "contact_policy.json").read_text(encoding="utf-8")
)
CASES = SHARED["cases"] + SHARED["schedule_cases"]
GOOD = {
    "id": "a",
    "jurisdiction": "RU",
    "purpose": "overdue_debt",
    "channel": "call",
    "now": "2025-03-12T10:00",
    "history": [{"at": "2025-03-10T10:00", "channel": "call"}],
    "flags": {"minor": False},
}


def run(text: str | bytes, *arguments: str) -> Result:
    return CliRunner().invoke(contact_check, list(arguments), input=text)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_all_shared_cases_through_a_file(tmp_path: Path) -> None:
    asked = tmp_path / "cases.jsonl"
    asked.write_text("\n".join(json.dumps({k: v for k, v in case.items() if k != "expected"}) for case in CASES))
    result = run("", str(asked))
    assert result.exit_code == 0
    assert result.stderr == ""
    assert lines(result) == [{"id": case["id"], **case["expected"]} for case in CASES]


def test_standard_input_is_read_with_and_without_the_dash() -> None:
    for arguments in ([], ["-"]):
        result = run(json.dumps(GOOD), *arguments)
        assert lines(result) == [{"id": "a", "allowed": True, "reason": ""}]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"jurisdiction": "FR"}, "jurisdiction is not a known word"),
        ({"jurisdiction": "ru"}, "jurisdiction is not a known word"),
        ({"jurisdiction": None}, "jurisdiction is missing"),
        ({"purpose": "chat"}, "purpose is not a known word"),
        ({"channel": 5}, "channel must be a text"),
        ({"channel": "fax"}, "channel is not a known word"),
        ({"now": "2025-03-12"}, "now must be a local time without offset, such as 2025-03-12T07:59"),
        ({"now": "2025-03-12T10:00+01:00"}, "now must be a local time without offset, such as 2025-03-12T07:59"),
        ({"now": "2025-03-12T10:00Z"}, "now must be a local time without offset, such as 2025-03-12T07:59"),
        ({"now": "2025-02-29T10:00"}, "now must be a local time without offset, such as 2025-03-12T07:59"),
        ({"now": "9999-12-31T23:59"}, "now must be a local time without offset, such as 2025-03-12T07:59"),
        ({"history": {}}, "history must be a list"),
        ({"history": [1]}, "history must be an object"),
        ({"history": [{"channel": "call"}]}, "at is missing"),
        (
            {"history": [{"at": "2025-03-12T10:00", "channel": "call", "direction": "up"}]},
            "direction is not a known word",
        ),
        (
            {"history": [{"at": "2025-03-12T10:00", "channel": "call", "conversation": 1}]},
            "conversation must be true or false",
        ),
        ({"flags": []}, "flags must be an object"),
        ({"flags": {"minor": "yes"}}, "minor must be true or false"),
        ({"flags": {"bankrupcy_open": True}}, "flags.bankrupcy_open is not a known word"),
        ({"flags": {"opted_out": "call"}}, "opted_out must be a list"),
        ({"flags": {"opted_out": ["fax"]}}, "opted_out is not a known word"),
        ({"flags": {"recipient": "dog"}}, "recipient is not a known word"),
        ({"rule": "dance"}, "rule is not a known word"),
        (
            {"rule": "pre-due reminder", "input": {"due": "14.03.2025", "calendar": "PL"}},
            "due must be a day such as 2025-03-14",
        ),
        ({"rule": "pre-due reminder", "input": {"due": "2025-03-14"}}, "calendar is missing"),
        ({"rule": "tracking days"}, "due is missing"),
        ({"rule": "fallback", "input": {"call_result": "shouted"}}, "call_result is not a known word"),
    ],
)
def test_an_unreadable_field_is_named(change: dict[str, Any], error: str) -> None:
    result = run(json.dumps(GOOD | change))
    assert lines(result) == [{"id": "a", "error": error}]
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (b"{}", {"id": None, "error": "id: missing"}),
        (b'{"id": true}', {"id": None, "error": "id: not_an_id"}),
        (b"[]", {"id": None, "error": "line: not_an_object"}),
        (b"\xff\xfe", {"id": None, "error": "line: not_utf8"}),
        (b'{"id": "a"', {"id": None, "error": "line: not_json"}),
        (b'{"id": "a", "id": "b"}', {"id": None, "error": "line: repeated_key"}),
        (b"[" * 100_000, {"id": None, "error": "line: not_json"}),
        (b'{"id": ' + b"9" * 10_000 + b"}", {"id": None, "error": "line: not_json"}),
        (b'{"id": "' + b"9" * 1_000_000 + b'"}', {"id": None, "error": "line: too_long"}),
    ],
    ids=["empty", "no id", "list", "bytes", "torn", "twice", "deep", "huge", "long"],
)
def test_an_unreadable_line_does_not_stop_the_others(line: bytes, answer: dict[str, Any]) -> None:
    """The same words as the other commands that read lines of JSON."""
    result = run(b"\xef\xbb\xbf" + line + b"\n\n" + json.dumps(GOOD).encode())
    assert lines(result) == [answer, {"id": "a", "allowed": True, "reason": ""}]
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"call_result": "no_answer"}, {"next": "message", "same_day": True}),
        ({"call_result": "phone_off"}, {"next": "message", "same_day": True}),
        ({"call_result": "answered"}, {"next": None, "same_day": False}),
        (
            {"call_result": "no_answer", "jurisdiction": "RU", "now": "2025-03-12T22:30"},
            {"next": "message", "same_day": False},
        ),
        ({"call_result": "no_answer", "now": "2025-03-12T12:30"}, {"next": "message", "same_day": True}),
        (
            {
                "call_result": "no_answer",
                "jurisdiction": "RU",
                "now": "2025-03-12T12:30",
                "history": [{"at": "2025-03-12T09:00", "channel": "message"}] * 2,
            },
            {"next": "message", "same_day": False},
        ),
        (
            {
                "call_result": "no_answer",
                "jurisdiction": "RU",
                "now": "2025-03-12T12:30",
                "flags": {"opted_out": ["message"]},
            },
            {"next": None, "same_day": False},
        ),
    ],
)
def test_es_14_fallback(given: dict[str, Any], expected: dict[str, Any]) -> None:
    asked = json.dumps({"id": "f", "rule": "fallback", "input": given})
    assert lines(run(asked)) == [{"id": "f", **expected}]


def test_names_of_any_script_come_back_unharmed() -> None:
    for name in ("Ёлка", "客戶", "\ud800", ""):
        assert lines(run(json.dumps(GOOD | {"id": name})))[0]["id"] == name


def test_a_missing_file_is_a_sentence_and_status_2(tmp_path: Path) -> None:
    result = run("", str(tmp_path / "nowhere.jsonl"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "No such file" in result.stderr


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["RU", "call", "2025-03-12T10:00"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from([*GOOD, "rule", "input", "debt", "calendar"]), JSON))
@settings(deadline=None)
def test_whatever_comes_there_is_one_answer(change: dict[str, Any]) -> None:
    (answer,) = lines(run(json.dumps(GOOD | change)))
    assert ("error" in answer) != ("allowed" in answer)
