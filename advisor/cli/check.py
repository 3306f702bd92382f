"""`advisor check`: recompute what must always be true of the ledger."""

import json
from datetime import UTC, datetime

import click

from advisor.house import with_house


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--deep", is_flag=True, help="Open every file too and compare it with its row.")
@with_house
def check(as_json: bool, deep: bool) -> None:
    """Recompute the invariants: stages, trail, follow-ups, files, reminders. Exit code 1 when one does not hold."""
    from advisor.extensions import db
    from advisor.services.doctor import ailments
    from advisor.services.invariants import CHECKS, violations

    session = db.session()
    found = violations(session, datetime.now(UTC), deep=deep)
    ground = ailments(session)
    ok = not found and not ground
    if as_json:
        counts = {
            name: sum(v.invariant == name for v in found) for name in (*CHECKS, *(["files_open"] if deep else []))
        }
        report = {"ok": ok, "invariants": counts, "violations": [v._asdict() for v in found], "ground": ground}
        click.echo(json.dumps(report, indent=1))
    else:
        for sentence in [*ground, *(f"{v.invariant}: {v.text}" for v in found)]:
            click.echo(sentence)
        click.echo("All invariants hold." if ok else f"{len(found) + len(ground)} things do not hold.")
    if not ok:
        raise SystemExit(1)
