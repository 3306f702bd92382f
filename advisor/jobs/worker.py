"""`advisor worker`: the clock in the foreground. Start as many as you like; each reminder still rings once."""

import os

import click
from flask import Flask, current_app

from advisor import logs
from advisor.house import must_be_sound, settings, with_house

YIELD = 10
"""How much a worker gives way to the pages on the same machine: a storm of reminders must not be felt there."""


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@with_house
def worker(once: bool) -> None:
    """Ring due reminders and post letters until stopped. Refused (exit code 1) while database or keys are not fit."""
    must_be_sound()
    from advisor.jobs import clock, imports, letters, papers, plans, reminders  # after the ledger is open

    logs.configure()
    chosen = settings()
    if once:
        while imports.carry_on(breath=0):
            pass
        papers.bind_photos()
        papers.hourly(chosen.base_url)
        plans.apply_editions()
        rung = reminders.ring(chosen.base_url)
        click.echo(f"{rung} rung, {letters.deliver(clock.mail_server(chosen))} letters tried")
        return
    os.nice(YIELD)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    click.echo("worker runs; stop it with Ctrl-C")
    clock.run(app, chosen)
