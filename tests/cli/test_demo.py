"""The demo firm: written once, complete, consistent; its pages render; another firm's database is left alone."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from advisor.cli.demo import MARKER, demo
from advisor.cli.demo_data.plots import PLOTS
from advisor.cli.demo_data.staff import PASSWORD, STAFF
from advisor.cli.demo_firm import seed
from advisor.config import Settings
from advisor.domain.process import LINE, Profile, StageKey, Status
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.records.case import Case, Override
from advisor.records.party import Party
from advisor.records.reminder import OPEN, Reminder
from advisor.records.staff import Staff
from advisor.services.verification import verify
from tests.conftest import build_app
from tests.engines import create_tables
from tests.web.test_statements import Counter

PROGRAM = [sys.executable, "-c", "from advisor.cli.main import main; main()"]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'advisor.db'}"
    create_tables(url)
    app = build_app(Settings(data_dir=folder, database_url=url, key_file=folder / "keys"), WTF_CSRF_ENABLED=False)
    with app.app_context():
        told: list[str] = []
        assert seed(datetime.now(UTC), told.append) == len(PLOTS) + 1
        assert "100 %" in told[-1]
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def opened(firm: Flask) -> Iterator[None]:
    with firm.app_context():
        yield


@pytest.mark.slow
def test_cases_stand_in_every_room_of_both_profiles(opened: None) -> None:
    """Issue 2 point 1: a believable firm; SPEC A0: seven roles, both profiles, closings with reasons, overrides."""
    cases = db.session.scalars(select(Case)).all()
    assert {case.stage for case in cases} == set(LINE)
    assert {case.profile for case in cases} == set(Profile)
    assert {case.status for case in cases} == set(Status)
    assert all(case.closing_reason for case in cases if case.status is Status.CLOSED)
    homes = db.session.execute(select(Party.city, Party.country).join(Case, Case.client_id == Party.id))
    assert {(home.city[1] in "абвеиоуя", home.country) for home in homes} == {(True, "RU"), (False, "PL")}
    assert 0 < (db.session.scalar(select(func.count()).select_from(Override)) or 0) < 10
    assert frozenset().union(*db.session.scalars(select(Staff.roles))) == set(Role)


@pytest.mark.slow
def test_follow_ups_lie_around_today(opened: None) -> None:
    """Some are overdue, some come in the next days, and every active case has one."""
    now = datetime.now(UTC)
    due = list(db.session.execute(select(Reminder.case_id, Reminder.due_at).where(Reminder.state.in_(OPEN))))
    assert any(row.due_at < now for row in due)
    assert sum(0 < (row.due_at - now).days < 7 for row in due) > 5
    active = set(db.session.scalars(select(Case.id).where(Case.status == Status.ACTIVE)))
    assert active <= {row.case_id for row in due}


@pytest.mark.slow
def test_the_trail_of_the_demo_verifies_and_runs_forward(opened: None) -> None:
    report = verify(db.session(), None)
    assert report.ok, report.breaks[:3]


@pytest.mark.slow
@pytest.mark.parametrize("key", ["karolina", "marta", "anna", "adam"])
def test_pages_render_with_demo_data(firm: Flask, key: str) -> None:
    """Today, board, list and every case of the reader: no 5xx, real names."""
    client = firm.test_client()
    assert client.post("/sign-in", data={"email": f"{key}@example.test", "password": PASSWORD}).status_code == 302
    for path in ("/", "/board", "/cases"):
        assert client.get(path, follow_redirects=True).status_code == 200, path
    found = {client.get(f"/cases/{case_id}").status_code for case_id in range(1, len(PLOTS) + 1)}
    assert found == ({200} if key == "adam" else {200, 404})


@pytest.mark.slow
def test_no_room_of_any_case_takes_more_than_twelve_statements(firm: Flask) -> None:
    """Budget of PERFORMANCE.md, with real pasts: every case in its own room and in one other, as its owner."""
    with firm.app_context():
        cases = [(case.id, case.stage, case.owner_id) for case in db.session.scalars(select(Case)) if case.owner_id]
        mails = {person.id: person.email for person in db.session.scalars(select(Staff))}
        counter = Counter()
    readers: dict[int, FlaskClient] = {}
    for number, (case_id, stage, owner_id) in enumerate(cases):
        if owner_id not in readers:
            readers[owner_id] = firm.test_client()
            readers[owner_id].post("/sign-in", data={"email": mails[owner_id], "password": PASSWORD})
        for room in (stage, list(StageKey)[number % len(StageKey)]):
            with firm.app_context(), counter.counting():
                assert readers[owner_id].get(f"/cases/{case_id}/{room}").status_code == 200
            assert counter.count <= 12, (case_id, stage, room, counter.count)


def test_a_real_firm_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo writes only where nobody works."""
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("ADVISOR_DATABASE_URL", raising=False)
    monkeypatch.setenv("ADVISOR_BASE_URL", "http://127.0.0.1:8000")
    environment = {**os.environ, "ADVISOR_DATA_DIR": str(tmp_path)}
    made = subprocess.run([*PROGRAM, "migrate"], env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    person = ["admin", "create", "--email", "boss@example.test", "--name", "Real Boss"]
    subprocess.run([*PROGRAM, *person], env=environment, input=f"{PASSWORD}x\n{PASSWORD}x\n", text=True,
                   capture_output=True, check=True)  # fmt: skip
    answer = CliRunner().invoke(demo, ["--no-serve"])
    assert answer.exit_code == 1
    assert "real firm" in answer.output
    assert not (tmp_path / MARKER).exists()


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ADVISOR_BASE_URL", "http://127.0.0.1:8000")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = CliRunner().invoke(demo, ["--port", str(taken.getsockname()[1])], env={"ADVISOR_PORT": ""})
    assert answer.exit_code == 1
    assert "Address already in use" in answer.output


@pytest.mark.slow
def test_demo_starts_serves_starts_again_and_ends(tmp_path: Path) -> None:
    """Real processes: the firm is written after an interrupted start, SIGTERM ends all, then once more."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / MARKER).touch()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    environment |= {"ADVISOR_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    for patience in (180, 60):
        with (tmp_path / "log").open("w") as log:
            running = subprocess.Popen([*PROGRAM, "demo", "--port", str(port)], env=environment, stdout=log, stderr=log)
        try:
            assert _answers(port, running, patience), (tmp_path / "log").read_text()
            _said(tmp_path / "log", STAFF[0].email)
        finally:
            running.send_signal(signal.SIGTERM)
            assert running.wait(60) == 0
        with pytest.raises(urllib.error.URLError):
            _look(port)
        assert not (tmp_path / MARKER).exists()


def _look(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5) as answer:
        return int(answer.status)


def _answers(port: int, running: "subprocess.Popen[bytes]", patience: int) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until and running.poll() is None:
        try:
            return _look(port) == 200
        except OSError:
            time.sleep(0.2)  # real processes start: there is nothing else to wait for
    return False


def _said(log: Path, words: str) -> None:
    until = time.monotonic() + 20
    while words not in log.read_text():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)
