"""Fitness: the house keeps its shape (ARCHITECTURE rules 1, 2, 3, 5)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.domain.process import LINE, ORDER, RETURNS, StageKey
from advisor.stages.plan import ROOMS

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "advisor").rglob("*.py"))
SHAPE = {"__init__.py", "stage.py", "gate.py", "records.py", "actions.py"}
PURE = [*(ROOT / "advisor/domain").rglob("*.py"), *(ROOT / "advisor/stages").glob("*/gate.py")]
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "data", "info", "handler"}


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def test_the_plan_has_the_twelve_rooms_in_the_order_of_the_enum() -> None:
    assert [room.stage.key for room in ROOMS] == list(ORDER)
    assert len(ORDER) == 12
    assert [room.stage.number for room in ROOMS] == list(range(1, 13))


def test_the_main_line_leaves_support_aside_and_returns_only_go_back() -> None:
    assert StageKey.SUPPORT not in LINE
    assert all(LINE.index(source) > LINE.index(target) for source, target in RETURNS)


@pytest.mark.parametrize("key", ORDER)
def test_every_room_has_the_same_shape(key: StageKey) -> None:
    room = ROOT / "advisor/stages" / key
    assert {path.name for path in room.glob("*.py")} == SHAPE
    assert (ROOT / f"advisor/web/stages/{key}.py").is_file()
    assert (ROOT / f"templates/web/stages/{key}/room.html").is_file()
    assert list((ROOT / "tests/stages" / key).glob("test_*.py"))


def test_pure_modules_load_without_any_framework() -> None:
    code = (
        "import sys, pkgutil, importlib, advisor.domain as d;"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(d.__path__, 'advisor.domain.')];"
        f"[importlib.import_module(f'advisor.stages.{{k}}.{{f}}') for k in {[str(k) for k in ORDER]}"
        " for f in ('stage', 'gate')];"
        "bad = {'flask', 'sqlalchemy', 'wtforms', 'jinja2', 'weasyprint', 'apscheduler'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_only_one_place_commits() -> None:
    hits = [
        path.name
        for path in CODE
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    ]
    assert hits == ["transaction.py"]


def test_the_law_and_the_gates_read_no_clock() -> None:
    hits = [
        (path.name, call.func.attr)
        for path in PURE
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"now", "today", "utcnow"}
    ]
    assert not hits


def test_halls_do_not_swell() -> None:
    long = {str(p.relative_to(ROOT)): n for p in CODE if (n := len(p.read_text().splitlines())) > 250}
    assert not long


def test_functions_stay_short() -> None:
    long = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                body = (node.end_lineno or 0) - node.body[0].lineno + 1
                if body > 40:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} {body}")
    assert not long


def test_modules_have_plain_names_and_a_docstring() -> None:
    assert not [p for p in CODE if p.stem in FORBIDDEN_NAMES]
    assert not [str(p.relative_to(ROOT)) for p in CODE if not ast.get_docstring(ast.parse(p.read_text()))]


def test_no_pickle_no_eval_no_foreign_yaml() -> None:
    """A24."""
    risky = re.compile(r"\b(pickle|yaml\.load|eval\(|exec\()")
    assert not [str(p.relative_to(ROOT)) for p in CODE if risky.search(p.read_text())]


def test_templates_hold_no_inline_style_script_or_outside_host() -> None:
    risky = re.compile(r"(\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|https?://(?!www\.w3\.org))")
    pages = list((ROOT / "templates").rglob("*.html"))
    assert pages
    assert not [str(p.relative_to(ROOT)) for p in pages if risky.search(p.read_text())]


def test_the_command_line_starts_without_the_web_framework() -> None:
    code = "import sys, advisor.cli.main, advisor.cli.prequalify; sys.exit('flask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
