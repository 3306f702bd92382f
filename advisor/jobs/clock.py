"""The clock: APScheduler ticks, nothing more. The schedule is rows, so a missed tick loses nothing."""

import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import SQLAlchemyError

from advisor.casework.digest import write_digests
from advisor.config import Settings
from advisor.domain.roles import SYSTEM
from advisor.extensions import db
from advisor.jobs import bounces, imports, leader, letters, papers, plans, reminders
from advisor.records.case import FormKey
from advisor.records.outbox import Letter
from advisor.records.staff import WebSession
from advisor.services import store
from advisor.services.courier import MailServer
from advisor.services.gateways import gateway
from advisor.transaction import bookkeeping, transaction

log = logging.getLogger("advisor.jobs")
EVERY = 2
"""Seconds between ticks."""


def run(app: Flask, settings: Settings) -> None:
    """Tick until told to stop (SIGTERM, SIGINT). The first tick catches up with everything missed, once."""
    clock = BlockingScheduler(timezone=UTC)
    server = mail_server(settings)
    options: dict[str, Any] = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    first = datetime.now(UTC)
    clock.add_job(
        _guarded(app, lambda: _tick(settings, server)), "interval", seconds=EVERY, next_run_time=first, **options
    )
    clock.add_job(_guarded(app, imports.carry_on), "interval", seconds=EVERY, next_run_time=first, **options)
    clock.add_job(_guarded(app, papers.bind_photos), "interval", seconds=EVERY, next_run_time=first, **options)
    clock.add_job(
        _guarded(app, lambda: papers.hourly(settings.base_url)), "interval", hours=1, next_run_time=first, **options
    )
    clock.add_job(_guarded(app, sweep), "interval", minutes=10, next_run_time=first + timedelta(minutes=1), **options)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: clock.shutdown(wait=False))
    clock.start()


def mail_server(settings: Settings) -> MailServer:
    """The courier's settings; letters go into `<data>/mail` when no server is named."""
    return MailServer(
        settings.smtp_host, settings.smtp_port, settings.smtp_tls, settings.smtp_user, settings.smtp_password_file,
        settings.mail_from, settings.data_dir / "mail",
        gateway(settings.sms_url, settings.data_dir / "sms", settings.sms_token_file, settings.sms_from),
        gateway(settings.messenger_url, settings.data_dir / "messenger", settings.messenger_token_file),
    )  # fmt: skip


def sweep() -> None:
    """Forget what is over: ended sessions, form keys older than two days, news older than a month."""
    now = datetime.now(UTC)
    with bookkeeping() as session:
        session.execute(delete(WebSession).where(WebSession.expires_at < now))
        store.sweep(session, now)
        session.execute(delete(FormKey).where(FormKey.at < now - timedelta(days=2)))
        old = update(Letter).where(Letter.read_at.is_(None), Letter.created_at < now - timedelta(days=30))
        session.execute(old.values(read_at=now))  # the bell does not ring for ever


def _tick(settings: Settings, server: MailServer) -> None:
    with bookkeeping() as session:
        leads = leader.elect(session, "clock", letters.HOLDER, datetime.now(UTC))
    if leads is not None:
        with transaction(SYSTEM) as ctx:
            write_digests(ctx, settings.base_url)
        bounces.take_reports(settings.data_dir)
        plans.apply_editions()
    reminders.ring(settings.base_url)  # every worker rings and posts: rows are locked, letters leased one by one
    letters.deliver(server)


def _guarded(app: Flask, work: Callable[[], object]) -> Callable[[], None]:
    """A tick that survives a database restart: logged by kind, tried again at the next tick."""

    def tick() -> None:
        with app.app_context():
            try:
                work()
            except SQLAlchemyError as error:
                log.error("tick failed: %s", type(error).__name__)
            finally:
                db.session.remove()

    return tick
