"""`advisor backup` and `advisor restore`: the house as one verified folder, while people write."""

from datetime import UTC, datetime
from pathlib import Path

import click

from advisor.config import make_folders
from advisor.house import settings, with_house


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_house
def backup(folder: Path) -> None:
    """Copy database, files and anchors into a new FOLDER while people write.

    The keys are only named in it: keep a copy of the key file elsewhere, without it nothing sealed can be read.
    """
    from advisor.domain.errors import AdvisorError
    from advisor.extensions import db
    from advisor.services.backup import House, back_up

    session = db.session()
    try:
        house = House(db.engine, settings().data_dir, session.info["keyring"])
        manifest = back_up(house, folder, datetime.now(UTC))
    except (AdvisorError, OSError) as error:
        raise click.ClickException(str(error)) from error
    size = sum(facts["size"] for facts in manifest.files.values())
    click.echo(f"{len(manifest.files)} files, {size} bytes, trail up to {manifest.last_seq}.")
    click.echo(f"Keys needed to restore: {', '.join(manifest.keys)} ({settings().key_file}).")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--force", is_flag=True, help="Set what is there aside and replace it. Stop the program first.")
def restore(folder: Path, force: bool) -> None:
    """Put the backup in FOLDER in place of an empty house: manifest, integrity, trail and files are verified.

    The key file must be in place before; it is never made anew here.
    """
    from advisor.domain.errors import AdvisorError
    from advisor.records import all_tables
    from advisor.records.engine import open_engine
    from advisor.records.keyring import load_keyring
    from advisor.services import backup as backups

    chosen = settings()
    make_folders(chosen)
    all_tables()
    engine = open_engine(chosen.database_url)
    try:
        house = backups.House(engine, chosen.data_dir, load_keyring(chosen.key_file))
        manifest = backups.restore(house, folder, datetime.now(UTC), force=force)
    except (AdvisorError, OSError) as error:
        raise click.ClickException(str(error)) from error
    finally:
        engine.dispose()
    click.echo(f"Restored the state of {manifest.made_at}: trail up to {manifest.last_seq}, everything verified.")
    click.echo("Run `advisor migrate` now if the program is newer than the backup.")
