"""`advisor audit`: verify the trail against its keys and its anchors."""

import json
from pathlib import Path

import click

from advisor.house import settings, with_house


@click.group()
def audit() -> None:
    """Verify the trail."""


@audit.command()
@click.option("--anchors", type=click.Path(path_type=Path, dir_okay=False), help="Another copy of the anchor file.")
@click.option("--from", "from_seq", type=click.IntRange(1), default=1, show_default=True, help="First entry to check.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_house
def verify(anchors: Path | None, from_seq: int, as_json: bool) -> None:
    """Check every link, personal value and anchor. Exit code 0: all hold; 1: every break is listed."""
    from advisor.extensions import db
    from advisor.services import audit as trail
    from advisor.services.anchors import ANCHORS

    default = settings().data_dir / ANCHORS
    chosen = anchors or default
    report = trail.verify(db.session(), chosen if anchors or default.exists() or _written() else None, from_seq)
    if as_json:
        click.echo(json.dumps({
            "ok": report.ok, "from": report.from_seq, "last": report.last_seq, "entries": report.entries,
            "values": report.values, "erased": report.erased, "anchors": report.anchors,
            "torn_anchor_lines": report.torn_anchor_lines, "breaks": [found._asdict() for found in report.breaks],
        }, indent=1))  # fmt: skip
    else:
        for found in report.breaks:
            click.echo(f"{found.code}: {found.text}")
        click.echo(
            f"{report.entries} entries, {report.values} personal values, {report.anchors} anchors: "
            + ("all hold." if report.ok else f"breaks: {len(report.breaks)}.")
        )
    if not report.ok:
        raise SystemExit(1)


def _written() -> bool:
    """True when the trail has an entry, so that a missing anchor file is a break."""
    from sqlalchemy import select

    from advisor.extensions import db
    from advisor.records.trail import ENTRIES

    return db.session.scalar(select(ENTRIES.c.seq).limit(1)) is not None
