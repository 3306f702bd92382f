"""Starting the program: every verb is listed, an unfit database or missing keys are refused in one clear sentence."""

import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

import advisor.cli
from advisor.app import create_app
from advisor.cli.main import COMMANDS, main, sentence
from advisor.config import Settings, house_path
from advisor.domain import errors
from advisor.extensions import db
from advisor.records.engine import open_engine
from advisor.records.keyring import KeyFileError, load_keyring
from advisor.services import schema
from advisor.transaction import transaction
from tests import make


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path / 'advisor.db'}"
    return Settings(data_dir=tmp_path, database_url=url, key_file=tmp_path / "advisor.keys")


def advisor_command(settings: Settings, *arguments: str, typed: str = "") -> Result:
    environment = {
        "ADVISOR_DATA_DIR": str(settings.data_dir), "ADVISOR_DATABASE_URL": settings.database_url,
        "ADVISOR_KEY_FILE": str(settings.key_file),
    }  # fmt: skip
    return CliRunner().invoke(main, list(arguments), env=environment, input=typed)


def migrated(settings: Settings) -> None:
    schema.upgrade(house_path("migrations"), settings.database_url)


ANNA = ("admin", "create", "--email", "anna@example.test", "--name", "Anna", "--password-file", "-")


def administrator(settings: Settings) -> Result:
    return advisor_command(settings, *ANNA, typed="correct horse battery\n")


def execute(settings: Settings, statement: str) -> None:
    engine = open_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def written_verbs() -> set[str]:
    """The commands that the modules of the command door define at their top, without those of a group."""
    found: dict[str, click.Command] = {}
    for module in pkgutil.iter_modules(advisor.cli.__path__, "advisor.cli."):
        if not module.ispkg and not module.name.endswith(".main"):
            loaded = vars(importlib.import_module(module.name)).values()
            found |= {item.name or "": item for item in loaded if isinstance(item, click.Command)}
    grouped = {name for item in found.values() if isinstance(item, click.Group) for name in item.commands}
    return set(found) - grouped


def test_help_lists_every_verb_there_is() -> None:
    assert written_verbs() | {"worker"} == set(COMMANDS)
    said = CliRunner().invoke(main, ["--help"]).output
    assert all(f"\n  {verb} " in said for verb in COMMANDS)


def test_no_worker_starts_on_a_database_that_was_not_migrated(settings: Settings) -> None:
    done = advisor_command(settings, "worker", "--once")
    assert done.exit_code == 1
    assert "The database is at no revision" in done.output
    assert "run: advisor migrate" in done.output
    migrated(settings)
    execute(settings, "UPDATE alembic_version SET version_num = '0001'")
    assert "at 0001, this program needs" in advisor_command(settings, "worker", "--once").output


def test_no_worker_starts_with_an_unguarded_trail(settings: Settings) -> None:
    migrated(settings)
    execute(settings, "DROP TRIGGER trail_entry_no_delete")
    done = advisor_command(settings, "worker", "--once")
    assert done.exit_code == 1
    assert "guard trail_entry_no_delete is missing" in done.output


def test_the_worker_starts_on_a_fit_database(settings: Settings) -> None:
    migrated(settings)
    done = advisor_command(settings, "worker", "--once")
    assert (done.exit_code, done.output) == (0, "0 rung, 0 letters tried\n")


def test_a_lost_key_file_is_never_made_anew(settings: Settings) -> None:
    """Sealed values would be unreadable for good, and nobody would have been told."""
    migrated(settings)
    assert administrator(settings).exit_code == 0
    assert settings.key_file.exists()
    settings.key_file.unlink()
    for verb in (("worker", "--once"), ("check",), ANNA):
        done = advisor_command(settings, *verb)
        assert done.exit_code != 0
        assert f"The key file {settings.key_file} does not exist" in done.output
        assert not settings.key_file.exists()
    with pytest.raises(KeyFileError, match="does not exist"):
        create_app(settings)
    assert not settings.key_file.exists()


def test_other_keys_beside_the_database_are_refused(settings: Settings, tmp_path: Path) -> None:
    migrated(settings)
    with create_app(settings).app_context():
        with transaction(make.COMMAND, make.NOW) as ctx:
            make.party(ctx)
        db.session.remove()
        db.engine.dispose()
    settings.key_file.unlink()
    load_keyring(settings.key_file, create=True)
    done = advisor_command(settings, "worker", "--once")
    assert done.exit_code == 1
    assert "was sealed with the key" in done.output


def test_what_the_house_refuses_is_one_sentence() -> None:
    assert sentence(errors.Invalid("email", "taken")) == "email: This is already in use."
    assert sentence(errors.NotFound()) == "There is nothing of this name or number."
    assert sentence(errors.Unavailable("No press here.")) == "This cannot be done. (No press here.)"


def test_a_refusal_in_a_command_is_no_traceback(settings: Settings) -> None:
    migrated(settings)
    done = advisor_command(settings, *ANNA, typed="short\n")
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "password" in done.output


def test_a_database_that_does_not_answer_is_one_sentence(settings: Settings) -> None:
    nowhere = Settings(settings.data_dir, "postgresql://advisor@127.0.0.1:1/none", settings.key_file)
    done = advisor_command(nowhere, "check")
    assert done.exit_code == 1
    assert "The database does not answer" in done.output
    assert isinstance(done.exception, SystemExit)


def test_a_database_without_tables_is_one_sentence(settings: Settings) -> None:
    done = advisor_command(settings, "check")
    assert done.exit_code == 1
    assert "Is it migrated (advisor migrate)?" in done.output
    assert isinstance(done.exception, SystemExit)


SERVE = ("-c", "from advisor.cli.main import main; main(['serve', '--workers', '1'])")
GUNICORN = ("-m", "gunicorn", "--bind", "127.0.0.1:0", "--no-control-socket", "advisor.wsgi:app")


def server(how: tuple[str, ...], settings: Settings, **environment: str) -> subprocess.CompletedProcess[str]:
    """A web server that has to refuse; the parent environment without our settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    ours = {
        "ADVISOR_DATA_DIR": str(settings.data_dir), "ADVISOR_DATABASE_URL": settings.database_url,
        "ADVISOR_KEY_FILE": str(settings.key_file),
    }  # fmt: skip
    return subprocess.run([sys.executable, *how], env=plain | ours | environment, capture_output=True, text=True,
                          timeout=120, check=False)  # fmt: skip


@pytest.mark.parametrize("how", [SERVE, GUNICORN], ids=["serve", "gunicorn"])
def test_a_web_server_looks_at_the_ground(settings: Settings, how: tuple[str, ...]) -> None:
    """`advisor serve` and `gunicorn advisor.wsgi:app` stop with one sentence and code 4 where the ground is unfit."""
    done = server(how, settings)
    assert done.returncode == 4, done.stderr
    assert "advisor: The database is at no revision" in done.stderr
    assert "run: advisor migrate" in done.stderr
    assert "Traceback" not in done.stderr
    migrated(settings)
    execute(settings, "DROP TRIGGER trail_entry_no_delete")
    done = server(how, settings)
    assert (done.returncode, "guard trail_entry_no_delete is missing" in done.stderr) == (4, True), done.stderr


def test_serve_without_the_key_file_makes_none(settings: Settings) -> None:
    migrated(settings)
    assert administrator(settings).exit_code == 0
    settings.key_file.unlink()
    done = server(SERVE, settings)
    assert (done.returncode, f"The key file {settings.key_file} does not exist" in done.stderr) == (4, True)
    assert not settings.key_file.exists()


def test_a_server_started_directly_with_a_wrong_setting_says_which(settings: Settings) -> None:
    done = server(GUNICORN, settings, ADVISOR_PORT="a door")
    assert (done.returncode, "advisor: ADVISOR_PORT" in done.stderr) == (4, True), done.stderr
    assert "Traceback" not in done.stderr


def test_the_ledger_is_loaded_by_the_server_alone() -> None:
    """Issue 2: a second start under 3 s. What starts the server loads no ledger to look at the ground a first time."""
    told = "lambda *_: print({'sqlalchemy', 'flask'} & set(sys.modules))"
    asked = f"import os, sys; os.execve = {told}; import advisor.cli.demo; {SERVE[1]}"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"
