"""`advisor admin create`: the first administrator of a real firm."""

import click

from advisor.house import with_house


@click.group()
def admin() -> None:
    """People with the key to the settings."""


@admin.command()
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@with_house
def create(email: str, name: str, password: str) -> None:
    """Create an administrator (or set a known person's password and give the role)."""
    from advisor.domain.errors import Invalid
    from advisor.domain.roles import COMMAND, Role
    from advisor.records.staff import Firm, staff_by_email
    from advisor.services import people
    from advisor.transaction import transaction

    try:
        with transaction(COMMAND) as ctx:
            if ctx.session.get(Firm, 1) is None:
                ctx.session.add(Firm())
            staff = staff_by_email(ctx.session, email)
            if staff is None:
                staff = people.add_person(ctx, people.Person(name, email, frozenset({Role.ADMIN})))
            staff.roles |= {Role.ADMIN}
            people.set_password(ctx, staff, password, tell=False)
    except Invalid as problem:
        raise click.UsageError(f"--{problem.field}: {problem.code.replace('_', ' ')}.") from problem
    click.echo(f"{email} may sign in as administrator.")
