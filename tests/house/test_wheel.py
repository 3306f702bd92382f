"""The wheel carries the whole house: installed into an empty environment, the program finds all it reads."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def clean_environment() -> dict[str, str]:
    """This environment without what points back to the checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ADVISOR_"))}


def run(command: list[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a clean environment and take what it says."""
    fixed = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL}
    return subprocess.run(command, check=False, cwd=cwd, env=clean_environment(), **fixed)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An empty environment with the locked packages and our wheel, nothing of this checkout in sight."""
    base = tmp_path_factory.mktemp("wheel")
    build = run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", base], cwd=ROOT)
    assert build.returncode == 0, build.stdout + build.stderr
    (wheel,) = base.glob("advisor-*.whl")
    pip = [base / "venv" / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps"]
    for command in (
        [sys.executable, "-m", "venv", base / "venv"],
        [*pip, "--require-hashes", "-r", ROOT / "requirements.txt"],
        [*pip, wheel],
    ):
        done = run(command, cwd=base)
        assert done.returncode == 0, done.stderr
    return base


def inside(installed: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the empty environment, far from the checkout."""
    return run([installed / "venv" / "bin" / program, *arguments], cwd=installed)


def carried(installed: Path) -> set[str]:
    package = next((installed / "venv" / "lib").glob("python3*/site-packages/advisor"))
    return {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}


def test_wheel_carries_everything_that_the_program_reads(installed):
    files = carried(installed)
    for name in ("templates", "reports", "migrations"):
        beside = {path for path in (ROOT / name).rglob("*") if path.is_file() and "__pycache__" not in path.parts}
        assert {f"_house/{path.relative_to(ROOT).as_posix()}" for path in beside} <= files
    package = {path for path in (ROOT / "advisor").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path.relative_to(ROOT / "advisor").as_posix() for path in package} <= files
    catalogues = {path.relative_to(ROOT / "advisor") for path in (ROOT / "advisor" / "translations").rglob("*.po")}
    assert {catalogue.with_suffix(".mo").as_posix() for catalogue in catalogues} <= files
    assert not [name for name in files if name.startswith(("tests/", "setup/"))]


def test_installed_wheel_answers_and_finds_its_folders(installed):
    answer = inside(installed, "advisor", "--help")
    assert answer.returncode == 0, answer.stderr
    where = "from advisor.config import house_path as h; print(*[h(n) for n in ('templates', 'reports', 'migrations')])"
    folders = inside(installed, "python", "-c", where).stdout.split()
    assert [Path(folder).parts[-2:] for folder in folders] == [
        ("_house", "templates"), ("_house", "reports"), ("_house", "migrations"),
    ]  # fmt: skip
    assert all(Path(folder).is_dir() and str(ROOT) not in folder for folder in folders)


def test_installed_packages_fit_together(installed):
    answer = inside(installed, "python", "-m", "pip", "check")
    assert answer.returncode == 0, answer.stdout


@pytest.fixture
def demo(installed, tmp_path):
    """The address of a demo firm that runs from the wheel alone; it is ended by one SIGTERM afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = tmp_path / "said.txt"
    command = [installed / "venv" / "bin" / "advisor", "demo", "--port", str(port)]
    env = {**clean_environment(), "ADVISOR_DATA_DIR": str(tmp_path / "firm")}
    with said.open("w") as out:
        process = subprocess.Popen(command, cwd=tmp_path, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        wait_for_door(process, port, said)
        yield f"http://127.0.0.1:{port}", said
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for_door(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    """Return when the port answers; fail with the program's words when it ends or needs over two minutes."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.2)
                break
        else:
            return
    pytest.fail(f"the demo did not open its door: {said.read_text()}")


def test_demo_runs_from_the_wheel_with_its_front_end_files(demo):
    address, said = demo
    with urllib.request.urlopen(address, timeout=30) as answer:
        page = answer.read().decode()
    assert "<form" in page
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert {"css", "js"} <= {name.split("/")[2] for name in files}
    for name in files:
        with urllib.request.urlopen(address + name, timeout=30) as answer:
            assert answer.status == 200
            assert answer.read(1)
    assert address in said.read_text()
