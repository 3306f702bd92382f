"""What every use case needs to know about the moment it runs in."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from advisor.domain.roles import Actor
from advisor.records.staff import firm_day


@dataclass(frozen=True, slots=True)
class Note:
    """One verb for the trail: what was done to which subject, and why. Written just before the commit."""

    verb: str
    subject: str
    subject_id: int | None
    case_id: int | None
    party_id: int | None
    reason: str
    detail: dict[str, Any]


@dataclass(slots=True)
class Context:
    """Session, actor and now: use cases get them, never fetch them. Nothing here commits."""

    session: Session
    actor: Actor
    now: datetime
    notes: list[Note] = field(default_factory=list)
    _today: date | None = field(default=None, init=False, repr=False)

    @property
    def today(self) -> date:
        """The day of every case and right: the firm's calendar day at this moment, never the UTC day."""
        if self._today is None:
            self._today = firm_day(self.session, self.now)
        return self._today

    def record(  # noqa: PLR0913 - after verb and subject everything is optional and said by name
        self,
        verb: str,
        subject: str,
        subject_id: int | None = None,
        *,
        case_id: int | None = None,
        party_id: int | None = None,
        reason: str = "",
        **detail: Any,
    ) -> None:
        """Put a verb into the trail of this transaction. `detail` holds plain, non-personal values only.

        The changed fields of every row are added by the trail itself (see records.changes); `reason` may name a
        person, so it is kept as a commitment with its text in the erasable side table.
        """
        self.notes.append(Note(verb, subject, subject_id, case_id, party_id, reason, detail))
