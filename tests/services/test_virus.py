"""The virus scanner: a real clamd with a signature of our own, and servers that hang up, babble or are not there."""

import io
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.config import Settings, SettingsError
from advisor.domain.errors import Invalid
from advisor.domain.roles import ActorKind
from advisor.extensions import db
from advisor.services.uploads import judge
from advisor.services.virus import Scanner, ScannerState
from tests.services.test_uploads import pdf

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
MARK = b"ADVISOR-OWN-TEST-SIGNATURE-4711"
Reply = Callable[[socket.socket], None]


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A clamd that knows one signature: ours."""
    if CLAMD is None:
        pytest.skip("clamd not found: apt-get install clamav-daemon")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "db").mkdir()
    (folder / "db/own.ndb").write_text(f"Advisor.Test:0:*:{MARK.hex()}\n")
    place, config = folder / "clamd.sock", folder / "clamd.conf"
    config.write_text(f"LocalSocket {place}\nDatabaseDirectory {folder / 'db'}\nForeground yes\nStreamMaxLength 30M\n")
    folder.chmod(0o755)
    process = subprocess.Popen([CLAMD, "-c", str(config)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    pause = threading.Event()
    for _ in range(300):
        if Scanner(str(place)).state() is ScannerState.READY or process.poll() is not None:
            break
        pause.wait(0.1)
    if process.poll() is not None:
        raise AssertionError(process.communicate()[0].decode()[-2000:])
    yield str(place)
    process.terminate()
    process.communicate(timeout=30)


def test_a_real_scanner_finds_its_signature_and_lets_clean_files_pass(clamd: str) -> None:
    scanner = Scanner(clamd)
    assert scanner.state() is ScannerState.READY
    assert scanner.found(io.BytesIO(pdf())) == ""
    assert "Advisor.Test" in scanner.found(io.BytesIO(pdf() + MARK))
    large = io.BytesIO(bytes(12 * 1024 * 1024) + MARK)
    assert "Advisor.Test" in scanner.found(large)


def test_what_the_scanner_finds_is_refused_and_nothing_stays(
    house: Flask, clamd: str, browser: Callable[[str], FlaskClient]
) -> None:
    db.session().info["clamav"] = clamd
    with pytest.raises(Invalid) as refused:
        judge(db.session(), pdf() + MARK, ActorKind.STAFF)
    assert refused.value.code == "harmful_file"
    assert judge(db.session(), pdf(), ActorKind.STAFF).mime == "application/pdf"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Callable[[Reply], str]]:
    """A socket that answers every caller in the given way."""
    opened: list[socket.socket] = []

    def listen(reply: Reply) -> str:
        place = tmp_path / "fake.sock"
        line = socket.socket(socket.AF_UNIX)
        line.bind(str(place))
        line.listen()
        opened.append(line)

        def serve() -> None:
            while True:
                try:
                    caller, _ = line.accept()
                except OSError:
                    return
                with caller:
                    reply(caller)

        threading.Thread(target=serve, daemon=True).start()
        return str(place)

    yield listen
    for line in opened:
        line.shutdown(socket.SHUT_RDWR)
        line.close()


def _hang_up(caller: socket.socket) -> None:
    caller.recv(10)


def _too_large(caller: socket.socket) -> None:
    caller.recv(4096)
    caller.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def _babble(caller: socket.socket) -> None:
    caller.recv(4096)
    caller.sendall(b"\xff\xfe what?\0")


@pytest.mark.parametrize("reply", [_hang_up, _too_large, _babble])
def test_a_scanner_that_does_not_answer_properly_takes_no_file(
    house: Flask, server: Callable[[Reply], str], reply: Reply
) -> None:
    """Once named, the scanner must answer: a file nobody scanned is not kept."""
    db.session().info["clamav"] = server(reply)
    with pytest.raises(Invalid) as refused:
        judge(db.session(), pdf(), ActorKind.CLIENT)
    assert refused.value.code == "scanner_away"


def test_its_state_is_clear_in_settings(house: Flask, browser: Callable[[str], FlaskClient], tmp_path: Path) -> None:
    admin = browser("admin")
    assert "Off: no scanner is named" in admin.get("/settings/papers").text
    house.extensions["advisor.ledger"]["clamav"] = str(tmp_path / "nobody.sock")
    assert "Does not answer" in admin.get("/settings/papers").text


def test_the_setting_is_a_path_or_a_tcp_address() -> None:
    assert Settings.from_environment({"ADVISOR_CLAMAV_SOCKET": "tcp://127.0.0.1:3310"}).clamav_socket
    with pytest.raises(SettingsError):
        Settings.from_environment({"ADVISOR_CLAMAV_SOCKET": "clamd.sock"})
