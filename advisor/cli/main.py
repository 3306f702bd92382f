"""The command `advisor`: its verbs are loaded when asked for, so that the pure ones start fast."""

import importlib
import os

import click

from advisor.config import doubts
from advisor.domain.errors import AdvisorError, Invalid, NotFound
from advisor.house import explained

COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("advisor.cli.serve", "Serve the web pages in the foreground."),
    "worker": ("advisor.jobs.worker", "Run the clock in the foreground: reminders, letters, papers."),
    "migrate": ("advisor.cli.migrate", "Bring the database to the newest form."),
    "demo": ("advisor.cli.demo", "Set up a believable firm, start web and worker, print the log-ins."),
    "admin": ("advisor.cli.admin", "Create an administrator for a real firm."),
    "prequalify": ("advisor.cli.prequalify", "Pre-qualify leads: JSON lines in, verdicts out."),
    "calculate": ("advisor.cli.calculate", "Compute loans, leases and rates: JSON lines in, results out."),
    "contact-check": ("advisor.cli.contact_check", "May this contact happen? JSON lines in, decisions out."),
    "reminders": ("advisor.cli.reminders", "Add and list reminders."),
    "check": ("advisor.cli.check", "Recompute the invariants of the ledger."),
    "audit": ("advisor.cli.audit", "Verify the trail."),
    "keys": ("advisor.cli.keys", "List and rotate the keys."),
    "backup": ("advisor.cli.backup", "Copy database, files and anchors while people write."),
    "restore": ("advisor.cli.backup", "Restore a backup into an empty place."),
}


class Verbs(click.Group):
    """A group whose commands are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's module and take its command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb; what the house refuses, or the operator can mend, is one sentence and exit code 1."""
        for doubt in doubts(os.environ):
            click.echo(f"Warning: {doubt}", err=True)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            told = sentence(error) if isinstance(error, AdvisorError) else explained(error)
            if not told:
                raise
            raise click.ClickException(told) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Help of all verbs without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def sentence(error: AdvisorError) -> str:
    """What went wrong, in English, for the terminal."""
    from advisor.services.words import INVALID_TITLES

    if isinstance(error, Invalid):
        told = INVALID_TITLES.get(error.code, error.code.replace("_", " "))
        return f"{error.field}: {told % error.params if error.params else told}"
    if isinstance(error, NotFound):
        return "There is nothing of this name or number."
    words = INVALID_TITLES.get(error.code, "This cannot be done.")
    return f"{words} ({error})" if str(error) else words


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="advisor")
def main() -> None:
    """Advisor: case management for financial advisors."""
