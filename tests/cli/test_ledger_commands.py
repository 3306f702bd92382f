"""The operator's commands on the ledger: audit, check, backup, restore, keys (issue points 11 and 12)."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from advisor.cli.main import main
from advisor.domain.roles import COMMAND
from advisor.records.engine import open_engine
from advisor.records.keyring import load_keyring
from advisor.services.anchors import ANCHORS
from advisor.transaction import write
from tests.services.test_trail import opened


class Shell:
    """Runs `advisor ...` with the environment of one house."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.environment = {
            "ADVISOR_DATA_DIR": str(folder), "ADVISOR_DATABASE_URL": url, "ADVISOR_KEY_FILE": str(folder / "keys"),
        }  # fmt: skip

    def __call__(self, *arguments: str) -> Result:
        opened: list[Any] = []

        def note(connection: Any, _record: object) -> None:
            opened.append(connection)

        event.listen(Pool, "connect", note)
        try:
            return CliRunner().invoke(main, list(arguments), env=self.environment)
        finally:
            event.remove(Pool, "connect", note)
            for connection in opened:  # a real command ends with its process, and its connections with it
                connection.close()


@pytest.fixture
def shell(tmp_path: Path, engine_url: str) -> Shell:
    """A house with three entries in its trail."""
    engine = open_engine(engine_url)
    info = {"keyring": load_keyring(tmp_path / "keys", create=True), "data_dir": tmp_path}
    with Session(engine, info=info) as session:
        for number in range(3):
            with write(session, COMMAND) as ctx:
                ctx.record("tried", "thing", number, reason=f"because {number}")
    engine.dispose()
    return Shell(tmp_path, engine_url)


def harm(shell: Shell) -> None:
    """Cut the tail, as somebody with the database's password could."""
    engine = open_engine(shell.environment["ADVISOR_DATABASE_URL"])
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER trail_entry_no_delete"))
        else:
            connection.execute(text("DROP FUNCTION trail_entry_refuse() CASCADE"))
        connection.execute(text("DELETE FROM trail_value WHERE seq = 3"))
        connection.execute(text("DELETE FROM trail_entry WHERE seq = 3"))
    engine.dispose()


def test_c3_audit_verify_says_what_holds(shell: Shell) -> None:
    done = shell("audit", "verify")
    assert (done.exit_code, done.output) == (0, "3 entries, 3 personal values, 3 anchors: all hold.\n")
    report = json.loads(shell("audit", "verify", "--json", "--from", "2").output)
    assert (report["ok"], report["from"], report["last"], report["entries"]) == (True, 2, 3, 2)


def test_c3_audit_verify_names_every_break(shell: Shell, tmp_path: Path) -> None:
    kept = tmp_path / "kept.log"
    kept.write_bytes((tmp_path / ANCHORS).read_bytes())
    harm(shell)
    done = shell("audit", "verify", "--json")
    assert done.exit_code == 1
    assert [(found["seq"], found["code"]) for found in json.loads(done.output)["breaks"]] == [(3, "cut")]
    (tmp_path / ANCHORS).unlink()
    assert "anchors_missing" in shell("audit", "verify").output
    done = shell("audit", "verify", "--anchors", str(kept))
    assert done.exit_code == 1
    assert "cut: Entry 3 was anchored (line 3) and is gone." in done.output


def test_audit_verify_refuses_nonsense(shell: Shell) -> None:
    for arguments in (("--from", "0"), ("--from", "x"), ("--anchors", "/")):
        assert shell("audit", "verify", *arguments).exit_code == 2


def test_check_holds_and_names(shell: Shell, tmp_path: Path) -> None:
    done = shell("check", "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.output)
    assert report["ok"]
    assert set(report["invariants"].values()) == {0}
    info = {"keyring": load_keyring(tmp_path / "keys"), "data_dir": tmp_path}
    engine = open_engine(shell.environment["ADVISOR_DATABASE_URL"])
    with Session(engine, info=info) as session:
        opened(session)  # a case without stage event or follow-up, past the use cases
    engine.dispose()
    done = shell("check", "--json", "--deep")
    assert done.exit_code == 1
    assert [found["invariant"] for found in json.loads(done.output)["violations"]] == ["stage_is_last_event"]
    assert "stands in contact, its last event says nothing" in shell("check").output


def test_backup_restore_keys(shell: Shell, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup")
    done = shell("backup", backup)
    assert done.exit_code == 0, done.output
    name = json.loads(shell("keys", "list", "--json").output)[0]["name"]
    assert name in done.output
    assert shell("backup", backup).exit_code == 1
    done = shell("restore", backup)
    assert done.exit_code == 1
    assert "--force" in done.output
    done = shell("restore", backup, "--force")
    assert done.exit_code == 0, done.output
    assert shell("audit", "verify").exit_code == 0
    assert shell("restore", str(tmp_path / "nowhere")).exit_code == 2


def test_restore_never_makes_a_key_file(shell: Shell, tmp_path: Path) -> None:
    assert shell("backup", str(tmp_path / "backup")).exit_code == 0
    shell.environment["ADVISOR_KEY_FILE"] = str(tmp_path / "lost" / "keys")
    done = shell("restore", str(tmp_path / "backup"), "--force")
    assert done.exit_code == 1
    assert "does not exist" in done.output
    assert not (tmp_path / "lost").exists()


def test_keys_rotate_and_retire(shell: Shell) -> None:
    old = json.loads(shell("keys", "list", "--json").output)[0]
    assert (old["state"], old["wraps"]) == ("current", 1)
    assert "1 data keys were re-wrapped" in shell("keys", "rotate").output
    states = {row["name"]: (row["state"], row["wraps"]) for row in json.loads(shell("keys", "list", "--json").output)}
    assert states.pop(old["name"]) == ("old", 0)
    assert list(states.values()) == [("current", 1)]
    assert "five minutes" in shell("keys", "retire", old["name"]).output
    assert "still wraps" in shell("keys", "retire", next(iter(states))).output
    assert "no key" in shell("keys", "retire", "nonsense").output
    assert shell("audit", "verify").exit_code == 0
    assert "current" in shell("keys", "list").output
