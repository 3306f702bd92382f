"""Starting the program: every verb is listed, an unfit database or missing keys are refused in one clear sentence."""

import importlib
import os
import pkgutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

import advisor.cli
from advisor.app import create_app
from advisor.cli.main import COMMANDS, main, sentence
from advisor.cli.serve import server as command_line
from advisor.config import Settings, house_path
from advisor.domain import errors
from advisor.domain.roles import COMMAND
from advisor.extensions import db
from advisor.records.engine import open_engine
from advisor.records.keyring import KeyFileError, load_keyring
from advisor.records.staff import Staff
from advisor.services import passwords, schema
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


AT = ("--zone", "Europe/Warsaw", "--text", "Call", "--at")
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
        with transaction(COMMAND, make.NOW) as ctx:
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


def test_serve_on_an_address_that_cannot_be_had_is_one_sentence(settings: Settings) -> None:
    """The web server is not even started: it would say so eleven times in five seconds."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for host, why in (("127.0.0.1", "Address already in use"), ("192.0.2.1", ""), ("no.such.invalid", "")):
            done = server(SERVE, settings, ADVISOR_HOST=host, ADVISOR_PORT=port)
            assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
            assert done.stderr.startswith(f"Error: Cannot listen on {host} port {port}: {why}")


def test_serve_with_an_impossible_data_folder_is_one_sentence(settings: Settings) -> None:
    done = server(SERVE, settings, ADVISOR_DATA_DIR="/proc/nope")
    said = "Error: ADVISOR_DATA_DIR: /proc/nope cannot be used as a folder (No such file or directory).\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.parametrize("workers", ["0", "-1", "x", "65"])
def test_serve_wants_a_sensible_number_of_processes(settings: Settings, workers: str) -> None:
    assert advisor_command(settings, "serve", "--workers", workers).exit_code == 2


def test_an_address_of_ipv6_reaches_the_web_server_whole(settings: Settings) -> None:
    assert "[::1]:8000" in command_line(replace(settings, host="::1"), 1)


def test_a_newer_database_is_served_by_nobody(settings: Settings) -> None:
    migrated(settings)
    execute(settings, "UPDATE alembic_version SET version_num = '9999_future'")
    done = server(SERVE, settings)
    assert (done.returncode, "it is newer than this program" in done.stderr) == (4, True), done.stderr


def test_a_file_that_is_no_database_is_not_served(settings: Settings) -> None:
    """A server away for a moment is waited for (503); a wrong file never becomes a database."""
    load_keyring(settings.key_file, create=True)
    Path(settings.database_url.removeprefix("sqlite:///")).write_text("Dear Sirs, " * 500)
    done = server(SERVE, settings)
    assert (done.returncode, "is not a sound database" in done.stderr) == (4, True), done.stderr
    assert "Traceback" not in done.stderr


def test_a_first_start_without_the_database_server_makes_no_key(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql://advisor@127.0.0.1:1/none")
    done = server(SERVE, away)
    assert (done.returncode, "The database does not answer" in done.stderr) == (4, True), done.stderr
    assert not settings.key_file.exists()


def test_every_option_is_explained_and_none_takes_a_password() -> None:
    """What stands on a command line is read by every user of the machine."""
    found = [main.get_command(click.Context(main), verb) for verb in COMMANDS]
    found += [item for group in found if isinstance(group, click.Group) for item in group.commands.values()]
    options = [option for item in found if item for option in item.params if isinstance(option, click.Option)]
    assert len(options) > 15
    assert [option.name for option in options if not option.help] == []
    assert [option.name for option in options if option.name in ("password", "token", "key")] == []


def test_the_first_administrator_is_asked_for_a_password_or_it_comes_from_a_file(
    settings: Settings, tmp_path: Path
) -> None:
    migrated(settings)
    assert advisor_command(settings, *ANNA[:-2], typed="correct horse\ncorrect horse\n").exit_code == 0
    (tmp_path / "word").write_text("correct horse battery\nsecond line\n")
    done = advisor_command(settings, *ANNA[:-1], str(tmp_path / "word"))
    assert (done.exit_code, done.output) == (0, "anna@example.test may sign in as administrator.\n")
    with create_app(settings).app_context():
        staff = db.session.scalars(select(Staff)).one()
        assert passwords.fits(staff.password_hash, "correct horse battery")
        db.session.remove()
        db.engine.dispose()


def test_reminders_of_no_case_and_of_yesterday_are_refused(settings: Settings) -> None:
    """1: the house refuses; 2: the option itself is no day, no zone."""
    migrated(settings)
    with create_app(settings).app_context():
        with transaction(COMMAND, make.NOW) as ctx:
            number = make.case(ctx, make.cast(ctx).advisor).number
        db.session.remove()
        db.engine.dispose()
    for case in ("nope", "0", "999999999999999999999999"):
        for verb in (("list",), ("list", "--json"), ("add", *AT, "2030-01-07T10:00")):
            done = advisor_command(settings, "reminders", verb[0], "--case", case, *verb[1:])
            assert (done.exit_code, done.output) == (1, f"Error: There is no case {case}.\n")
    add = ("reminders", "add", "--case", number, *AT)
    past = advisor_command(settings, *add, "2001-01-01T10:00")
    assert (past.exit_code, past.output) == (1, "Error: at: This lies in the past.\n")
    gap = advisor_command(settings, *add, "2027-03-28T02:30")
    assert gap.exit_code == 1
    assert "does not exist. The next one is" in gap.output
    assert "%" not in gap.output
    assert advisor_command(settings, *add, "tomorrow").exit_code == 2
    assert advisor_command(settings, "reminders", "list", "--case", number).exit_code == 0


def test_the_ledger_is_loaded_by_the_server_alone() -> None:
    """Issue 2: a second start under 3 s. What starts the server loads no ledger to look at the ground a first time."""
    told = "lambda *_: print({'sqlalchemy', 'flask'} & set(sys.modules))"
    asked = f"import os, sys; os.execve = {told}; import advisor.cli.demo; {SERVE[1]}"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"
