"""`advisor migrate`: bring the database to the newest form."""

import click

from advisor.config import house_path, make_folders
from advisor.house import settings


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the database is at the newest form (exit 1 when not).")
def migrate(check: bool) -> None:
    """Bring the database named by ADVISOR_DATABASE_URL to the newest form. Refused when it is of a newer program."""
    from advisor.records.engine import open_engine
    from advisor.services import schema

    chosen = settings()
    make_folders(chosen)
    head = schema.newest(house_path("migrations"))
    engine = open_engine(chosen.database_url)
    try:
        if found := schema.newer(engine, house_path("migrations")):
            raise click.ClickException(found)
        if not check:
            schema.upgrade(house_path("migrations"), chosen.database_url)
        now = schema.standing(engine)
    finally:
        engine.dispose()
    click.echo(f"database at {now or 'no revision'}, newest is {head}")
    if now != head:
        raise SystemExit(1)
