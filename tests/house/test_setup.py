"""./run itself: its verbs, its words, what it does with skipped tests and at the second start."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from setup import verbs

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    fixed = {"cwd": ROOT, "capture_output": True, "text": True, "stdin": subprocess.DEVNULL}
    return subprocess.run([sys.executable, *arguments], check=False, **fixed, **options)


def test_help_names_every_verb_and_needs_nothing_but_the_standard_library():
    answer = run("-I", "-S", "run", "help")
    assert answer.returncode == 0, answer.stderr
    assert re.findall(r"^  ([a-z]+) ", answer.stdout, re.MULTILINE) == list(verbs.VERBS)
    assert "./run advisor --help" in answer.stdout
    assert max(map(len, answer.stdout.splitlines())) <= 120


def test_readme_names_every_verb_and_both_commands_on_its_first_screen():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [verb for verb in verbs.VERBS if f"./run {verb}" not in readme] == []
    first_screen = readme.splitlines()[:20]
    assert any(line.startswith("./run demo") for line in first_screen)
    assert any(line.startswith("./run test") for line in first_screen)


def test_unknown_verb_and_unknown_argument_are_refused_in_words():
    unknown = run("run", "demmo")
    assert unknown.returncode == 2
    assert "does not know 'demmo'" in unknown.stderr
    surplus = run("run", "check", "--fast")
    assert surplus.returncode == 1
    assert "--fast" in surplus.stderr
    assert "Traceback" not in unknown.stderr + surplus.stderr


SKIP = 'pytest.skip("no browser here", allow_module_level=True)'
ONE_TEST, WHOLE_MODULE = f"def test_it():\n    {SKIP}", SKIP


@pytest.mark.parametrize(
    ("source", "everything", "code"),
    [
        (ONE_TEST, "", pytest.ExitCode.OK),
        (ONE_TEST, "1", pytest.ExitCode.TESTS_FAILED),
        (WHOLE_MODULE, "", pytest.ExitCode.NO_TESTS_COLLECTED),
        (WHOLE_MODULE, "1", pytest.ExitCode.INTERRUPTED),
    ],
)
def test_a_skip_is_a_failure_only_with_all(tmp_path, source, everything, code):
    test = tmp_path / "test_skips.py"
    test.write_text(f"import pytest\n{source}\n")
    command = [
        "-m",
        "pytest",
        "-p",
        "tests.house.skips",
        "-c",
        os.devnull,
        "--rootdir",
        str(tmp_path),
        "-rs",
        str(test),
    ]
    answer = run(*command, env={**os.environ, "TEST_EVERYTHING": everything, "PYTEST_ADDOPTS": ""})
    assert answer.returncode == code, answer.stdout
    assert "no browser here" in answer.stdout


@pytest.mark.slow
def test_second_start_has_nothing_to_do():
    run("run", "setup", "--dev")
    answer = run("run", "setup", "--dev", timeout=3)
    assert answer.stdout == "All is in place.\n"
