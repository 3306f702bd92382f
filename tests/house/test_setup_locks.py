"""Locks: hashed, without addresses, in agreement with what is declared, above the floors of known holes."""

import ast
import importlib.metadata
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt", "setup/requirements-node.txt")

# RELIABILITY.md 4.5: versions below these have known holes
FLOORS = {
    "flask": "3.1.3",
    "werkzeug": "3.1.9",
    "weasyprint": "70.0",
    "apscheduler": "3.11.3",
    "gunicorn": "23",
    "jinja2": "3.1.6",
    "wtforms": "3.3.1",
    "sqlalchemy": "2.1.9",
}


def locked(name: str) -> dict[str, set[str]]:
    """Versions per package of one lock file (a package may be there twice, for two Pythons)."""
    versions: dict[str, set[str]] = {}
    for package, version in re.findall(
        r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE
    ):
        versions.setdefault(package, set()).add(version)
    return versions


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash_and_no_lock_names_an_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9-]+(?:\[[a-z,]+\])?==)", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"\w+://\S+|file:\S+|--(?:extra-)?index\S*|--find-links\S*", text) == []


def test_python_lock_agrees_with_what_the_project_declares():
    runtime = locked("requirements.txt")
    for line in PROJECT["project"]["dependencies"]:
        wanted = Requirement(line)
        assert any(wanted.specifier.contains(version) for version in runtime[canonical(wanted.name)]), line
    development = locked("requirements-dev.txt")
    for line in PROJECT["dependency-groups"]["dev"]:
        if isinstance(line, str):
            wanted = Requirement(line)
            assert any(wanted.specifier.contains(version) for version in development[canonical(wanted.name)]), line


def test_tests_run_on_the_versions_that_are_shipped():
    development = locked("requirements-dev.txt")
    assert {name: development.get(name) for name in locked("requirements.txt")} == locked("requirements.txt")


def test_npm_lock_has_exact_versions_and_hashes_and_no_address():
    declared = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in (declared["dependencies"] | declared["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version
    for name, package in packages.items():
        assert "resolved" not in package
        assert not name or package["integrity"].startswith("sha512-")


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_installed_version_is_not_below_the_security_floor(package, floor):
    assert Version(importlib.metadata.version(package)) >= Version(floor)


def test_program_imports_only_what_it_declares():
    declared = {canonical(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    declared |= {"jinja2", "markupsafe", "itsdangerous"}  # Flask's own, part of its interface
    owners = importlib.metadata.packages_distributions()
    strangers = {
        (module, path.relative_to(ROOT).as_posix())
        for path in (ROOT / "advisor").rglob("*.py")
        for module in imported(path)
        if module not in sys.stdlib_module_names
        and module != "advisor"
        and not {canonical(owner) for owner in owners.get(module, [])} & declared
    }
    assert strangers == set()


def imported(path: Path) -> set[str]:
    """Top-level names that a module imports from anywhere."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").split(".")[0])
    return names
