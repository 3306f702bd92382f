"""The facts of the offer's gate; terms, simulations and answers lie in the corners of this room."""

from typing import Any

from sqlalchemy.orm import Session

from advisor.records.case import Case
from advisor.records.paper import Paper, PaperKind, newest_paper
from advisor.records.paper_source import SOURCES, PaperSource
from advisor.records.together import Rows
from advisor.stages.analysis.points.records import NEEDS_LINES
from advisor.stages.analysis.records import PROFILE
from advisor.stages.offer.answers.gate import Handed
from advisor.stages.offer.answers.records import ANSWERS, HANDOVERS, answers_of, handovers_of
from advisor.stages.offer.composition.records import OFFER, Held, held, outline, ready_parts
from advisor.stages.offer.gate import Facts
from advisor.stages.offer.simulations.records import SIMULATIONS

ROWS: tuple[Rows[Any], ...] = (OFFER, SIMULATIONS, HANDOVERS, ANSWERS, PROFILE, NEEDS_LINES, SOURCES)


def facts(session: Session, case: Case) -> Facts:
    """The facts the gate looks at: five statements."""
    have = held(session, case)
    handed = handovers_of(session, case.id)
    answers = answers_of(session, case.id)
    paper = newest_paper(session, case.id, PaperKind.OFFER) if handed else None
    parts = frozenset(part for row in handed for part in row.parts)
    return Facts(
        profile=case.profile, ready=ready_parts(case, have), commission_told=have.commission_told,
        handed=Handed(
            parts, answers[0].answer if answers else "", _changed(session, paper, have),
            paper.valid_until_on if paper else None,
        ),
    )  # fmt: skip


def _changed(session: Session, paper: Paper | None, have: Held) -> bool:
    source = session.get(PaperSource, paper.id) if paper else None
    return source is not None and source.figures != outline(have)
