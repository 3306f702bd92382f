"""`advisor admin create`: the first administrator of a real firm."""

from typing import TextIO

import click

from advisor.house import with_house


@click.group()
def admin() -> None:
    """People with the key to the settings."""


@admin.command()
@click.option("--email", prompt=True, help="Address to sign in with; asked for when not given.")
@click.option("--name", prompt=True, help="Name as colleagues read it; asked for when not given.")
@click.option(
    "--password-file",
    type=click.File(encoding="utf-8"),
    help="File whose first line is the password, - for standard input; asked for when not given.",
)
@with_house
def create(email: str, name: str, password_file: TextIO | None) -> None:
    """Create an administrator (or set a known person's password and give the role).

    The password is never an option: every user of the machine could read it in the list of processes.
    """
    from advisor.domain.roles import COMMAND, Role
    from advisor.records.staff import Firm, staff_by_email
    from advisor.services import people
    from advisor.transaction import transaction

    if password_file is None:
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = password_file.readline().rstrip("\r\n")
    with transaction(COMMAND) as ctx:
        if ctx.session.get(Firm, 1) is None:
            ctx.session.add(Firm())
        staff = staff_by_email(ctx.session, email)
        if staff is None:
            staff = people.add_person(ctx, people.Person(name, email, frozenset({Role.ADMIN})))
        staff.roles |= {Role.ADMIN}
        people.set_password(ctx, staff, password, tell=False)
    click.echo(f"{email} may sign in as administrator.")
