"""`advisor keys`: list, rotate and retire the master keys."""

import json
from datetime import UTC, datetime

import click

from advisor.house import settings, with_house


@click.group()
def keys() -> None:
    """List and rotate the keys."""


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@with_house
def list_(as_json: bool) -> None:
    """Name, age, state and use of every key; never the key itself."""
    from advisor.extensions import db
    from advisor.records.sealed import keyring
    from advisor.services.keys import usage

    session = db.session()
    ring, used = keyring(session), usage(session)
    rows = [
        {
            "name": key.name,
            "created_at": key.created_at,
            "state": "retired" if key.seal is None else "current" if key.name == ring.current.name else "old",
            "wraps": used.get(key.name, 0),
        }
        for key in ring.keys
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        click.echo(f"{row['name']}  {row['created_at']}  {row['state']}  wraps {row['wraps']} data keys")


@keys.command()
@with_house
def rotate() -> None:
    """Make a new current key and re-wrap every data key with it while people work. Run again after an interruption.

    Copy the key file to your safe place afterwards.
    """
    from advisor.domain.roles import COMMAND
    from advisor.services.keys import add_key, rewrap
    from advisor.transaction import transaction

    name = add_key(settings().key_file, datetime.now(UTC))
    total = 0
    while True:
        with transaction(COMMAND) as ctx:
            done = rewrap(ctx)
        if not done:
            break
        total += done
    click.echo(f"The current key is {name}; {total} data keys were re-wrapped.")
    click.echo("Old keys can be retired in five minutes: advisor keys retire NAME")


@keys.command()
@click.argument("name")
@with_house
def retire(name: str) -> None:
    """Destroy the sealing part of an old key that wraps nothing any more. It still verifies the trail."""
    from advisor.domain.errors import Invalid, NotFound
    from advisor.domain.roles import COMMAND
    from advisor.services import keys as use
    from advisor.transaction import transaction

    try:
        with transaction(COMMAND) as ctx:
            use.retire(ctx, settings().key_file, name)
    except NotFound as error:
        raise click.ClickException(f"There is no key {name}.") from error
    except Invalid as problem:
        told = {
            "key_in_use": f"The key {name} is current or still wraps data keys; run: advisor keys rotate",
            "key_may_be_in_use": "A running transaction may still use the old key; try again in five minutes.",
        }
        raise click.ClickException(told[problem.code]) from problem
    click.echo(f"The key {name} is retired.")
