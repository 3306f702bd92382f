"""A wrong setting, a wrong database, a newer database: every command says it in one sentence, never a traceback."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from advisor.cli.main import main
from advisor.config import Settings, SettingsError, doubts
from advisor.records.engine import open_engine

VERBS = (
    ("migrate",), ("migrate", "--check"), ("check",), ("check", "--json"), ("audit", "verify"), ("backup", "{}/copy"),
    ("restore", "{}"), ("keys", "list"), ("keys", "rotate"), ("reminders", "list"), ("worker", "--once"),
    ("demo", "--no-serve"), ("admin", "create", "--email", "a@b.example", "--name", "A", "--password-file", "{}/word"),
)  # fmt: skip
"""Every verb that opens the ledger; `serve` is tried as a process of its own in test_start.py."""

TOUCHING = tuple(verb for verb in VERBS if verb[0] != "restore")
"""`restore` looks at the backup first, and sets aside whatever database there is."""

Shell = Callable[..., Result]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Runs a verb with these settings and no other; the key file is in place."""
    (tmp_path / "word").write_text("correct horse battery\n")

    def run(verb: tuple[str, ...], **environment: str) -> Result:
        monkeypatch.setenv("ADVISOR_BASE_URL", "http://127.0.0.1:8000")
        monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path / "instance"))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(main, [part.format(tmp_path) for part in verb])

    return run


def is_one_sentence(done: Result, said: str) -> None:
    assert (done.exit_code, isinstance(done.exception, SystemExit)) == (1, True), (done.output, done.exception)
    assert said in done.output
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1, done.stderr


def test_an_impossible_data_folder_is_one_sentence(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in ("/proc/nope", str(tmp_path / "file"), str(tmp_path / "file" / "below")):
        for verb in VERBS:
            done = shell(verb, ADVISOR_DATA_DIR=place)
            is_one_sentence(done, f"ADVISOR_DATA_DIR: {place} cannot be used as a folder")


def test_a_database_address_that_leads_nowhere_is_one_sentence(shell: Shell) -> None:
    assert shell(("migrate",)).exit_code == 0  # the key file and an empty ledger, so that only the address is wrong
    told = {
        "sqlite:///": "must name a file", "sqlite:////proc/nope/a.db": "cannot be used as a folder",
        "postgresql://u:p@h:abc/x": "must be an address like postgresql",
    }  # fmt: skip
    for address, said in told.items():
        for verb in VERBS:
            is_one_sentence(shell(verb, ADVISOR_DATABASE_URL=address), said)


def test_a_server_that_is_away_is_one_sentence(shell: Shell, tmp_path: Path) -> None:
    assert shell(("check",)).exit_code == 1  # makes the key file
    for verb in TOUCHING:
        done = shell(verb, ADVISOR_DATABASE_URL="postgresql://advisor@127.0.0.1:1/none")
        is_one_sentence(done, "The database does not answer as it should")


def test_a_file_that_is_no_database_is_one_sentence(shell: Shell, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.txt"
    wrong.write_text("Dear Sirs, this is no database. " * 100)
    for verb in TOUCHING:
        is_one_sentence(shell(verb, ADVISOR_DATABASE_URL=f"sqlite:///{wrong}"), "is not a sound database")


def test_a_database_of_a_newer_program_is_left_alone(shell: Shell, tmp_path: Path) -> None:
    """Also by `migrate` and `check`: what they do not know they neither change nor call sound."""
    assert shell(("migrate",)).exit_code == 0
    engine = open_engine(f"sqlite:///{tmp_path / 'instance' / 'advisor.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_future'"))
    engine.dispose()
    for verb in TOUCHING:
        is_one_sentence(shell(verb), "it is newer than this program")


WRONG = {
    "ADVISOR_DATABASE_URL": ("sqlite:///", "sqlite:///:memory:", "sqlite:///a.db?mode=ro", "postgresql://h:0/x",
                             "postgresql://h:99999/x", "postgresql://h h/x", "postgresql://[::1/x", "mysql://h/x"),
    "ADVISOR_BASE_URL": ("http://[::1", "https://x y/", "http://x:abc", "http://x:99999", "x", "https://", "ftp://x",
                         "https://user@x", "https://x/?a=b", "https://x/\u00a0y"),
    "ADVISOR_SMTP_HOST": ("a b", "smtp://a", "a/b", "a:25\n"),
    "ADVISOR_HOST": ("a b", "http://a"),
    "ADVISOR_SMS_URL": ("http://[::1", "http://a b/", "paper"),
    "ADVISOR_MESSENGER_URL": ("http://x:abc",),
    "ADVISOR_CLAMAV_SOCKET": ("clamd.sock", "tcp://a", "tcp://a:x", "tcp://a:99999", "tcp://a b:3310"),
    "ADVISOR_PORT": ("0", "65536", "²", "a door"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} "):
        Settings.from_environment({name: value})


GOOD = {
    "ADVISOR_DATABASE_URL": ("sqlite:///advisor.db", "postgresql:///x", "postgresql+psycopg://h",
                             "postgresql://u:p:w/x#@[::1]:1/x?sslmode=require", "postgresql://u@/x?host=/run/pg"),
    "ADVISOR_BASE_URL": ("http://[::1]:80", "https://a-b.c:8443/advisor", "http://żółw.pl"),
    "ADVISOR_SMTP_HOST": ("mail", "mail.example.com", "10.0.0.1", "::1"),
    "ADVISOR_CLAMAV_SOCKET": ("/run/clamav/clamd.ctl", "tcp://scanner:3310", "tcp://[::1]:3310"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in GOOD.items() for value in values])
def test_a_right_setting_is_taken(name: str, value: str) -> None:
    settings = Settings.from_environment({name: value})
    assert getattr(settings, name.removeprefix("ADVISOR_").lower()) == value


def test_what_looks_like_a_mistake_is_said_and_does_not_stop(shell: Shell, tmp_path: Path) -> None:
    assert shell(("migrate",)).exit_code == 0
    done = shell(("check", "--json"), ADVISOR_DATADIR="x", ADVISOR_CLAMAV_SOCKET=str(tmp_path / "clam"))
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["ok"]
    assert done.stderr.splitlines() == [
        "Warning: There is no setting ADVISOR_DATADIR; is ADVISOR_DATA_DIR meant?",
        f"Warning: ADVISOR_CLAMAV_SOCKET: no socket at {tmp_path / 'clam'}; "
        "no file is taken until a scanner answers there.",
    ]
    assert doubts({"ADVISOR_TYPO": "1", "ADVISORY": "2", "ADVISOR_PORT": "3"}) == [
        "There is no setting ADVISOR_TYPO; see the README."
    ]
