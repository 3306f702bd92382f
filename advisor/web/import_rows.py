"""What a page says about the rows of a file: verdicts on their debts, whom they are like, which cases they became."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from advisor.casework.intake.debts import INCOMPLETE, lead_of
from advisor.domain.debts import Outcome
from advisor.domain.debts.words import OUTCOMES
from advisor.domain.words import N_
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.intake import ImportRow
from advisor.records.party import Party
from advisor.web.kit.now import today
from advisor.web.verdicts import Hint, Shown, legal_hint, shown


def row_verdicts(rows: Iterable[ImportRow]) -> dict[int, tuple[Shown, Hint]]:
    """Both verdicts on every row that names debts, by row id: do we take this case, and may the law help?"""
    leads = {row.id: lead_of(row.values) for row in rows if row.values.get("debts")}
    return {row_id: (shown(lead, {}, today()), legal_hint(lead, {}, today())) for row_id, lead in leads.items()}


def outcome_counts(rows: Iterable[ImportRow]) -> list[tuple[str, int]]:
    """How many rows of the file come to each verdict, in the order of the outcomes."""
    counts = Counter(row.values.get("verdict", "") for row in rows)
    titles = {**{str(outcome): OUTCOMES[outcome] for outcome in Outcome}, INCOMPLETE: N_("Incomplete")}
    return [(gettext(title), counts[code]) for code, title in titles.items() if counts[code]]


def names_of_known(rows: Iterable[ImportRow]) -> dict[int, str]:
    """Names of the parties these rows may be, by party id; one statement."""
    query = select(Party.id, Party.name).where(Party.id.in_({row.duplicate_of for row in rows}))
    return {party.id: party.name for party in db.session.execute(query)}


def cases_of(rows: Iterable[ImportRow], most: int) -> list[Any]:
    """Number, name, stage and status of the first cases that came of the rows; one statement."""
    ids = [row.case_id for row in rows if row.case_id is not None][:most]
    query = select(Case.id, Case.number, Case.stage, Case.status, Party.name).join(Party, Party.id == Case.client_id)
    return list(db.session.execute(query.where(Case.id.in_(ids)).order_by(Case.id))) if ids else []
