"""Brakes against guessing, shared by all processes: so many wrong tries, then a pause (ASVS 6.3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from advisor.domain.errors import TooManyTries
from advisor.records.staff import Brake


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` wrong tries within `window`; then held for `pause`."""

    tries: int
    window: timedelta = timedelta(minutes=15)
    pause: timedelta = timedelta(minutes=15)


ACCOUNT, ADDRESS, LINK_CODE = Limit(10), Limit(30), Limit(5)


def check(session: Session, now: datetime, *keys: str) -> None:
    """Raise TooManyTries while a brake holds for any of the subjects."""
    for key in keys:
        brake = session.get(Brake, key)
        if brake is not None and brake.held_until is not None and brake.held_until > now:
            raise TooManyTries(int((brake.held_until - now).total_seconds()) + 1)


def wrong_try(session: Session, now: datetime, key: str, limit: Limit) -> None:
    """Count a wrong try; the one that reaches the limit sets the pause. The caller commits."""
    brake = session.get(Brake, key, with_for_update=True)
    if brake is None:
        brake = Brake(key=key, tries=0, since_at=now)
        session.add(brake)
    elif brake.since_at < now - limit.window:
        brake.tries, brake.since_at, brake.held_until = 0, now, None
    brake.tries += 1
    if brake.tries >= limit.tries:
        brake.held_until = now + limit.pause


def release(session: Session, *keys: str) -> None:
    """Forget the wrong tries of these subjects (after a right one)."""
    for key in keys:
        brake = session.get(Brake, key)
        if brake is not None:
            session.delete(brake)
