"""The history of a case for the firm's own audit: moves, verdicts, consents, papers, and what the trail proves (OP-17).

Everything in it stands on the case page, too, so whoever may read the case may read the paper.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date

from sqlalchemy.orm import Session

from advisor.casework.history.told import Teller
from advisor.casework.history.verdicts import answers, verdicts
from advisor.domain.errors import StaleVersion
from advisor.domain.process import OUTCOME_TITLES, STATUS_TITLES
from advisor.domain.words import N_
from advisor.papers.history import Happening, HistoryPaper, IssuedPaper, TrailProof
from advisor.papers.issue import Draft, heading
from advisor.records.case import OVERRIDES, Case, Override, StageEvent, events_of
from advisor.records.paper import INNER, PAPER_KIND_TITLES, Paper, PaperKind, papers_of
from advisor.records.party import CONSENT_REFUSALS, CONSENT_TITLES, CONSENTS, Consent, ConsentPurpose, ConsentRefusal
from advisor.records.staff import names_of
from advisor.services.access import writable
from advisor.services.case_proof import proof_of
from advisor.services.context import Context
from advisor.services.papers import Pressed, keep_paper
from advisor.services.words import EVENT_TITLES

REASON, EVIDENCE = N_("Reason: %(why)s"), N_("Evidence: %(what)s")
GIVEN, REFUSED = N_("%(what)s: given"), N_("%(what)s: refused")
WORDED, TAKEN_BACK = N_("Wording %(version)s"), N_("Taken back on %(when)s")
CLOSED = N_("Closed: %(outcome)s. %(reason)s")


def draft_history(session: Session, case: Case, today: date) -> Draft:
    """The case as it stands now, in the firm's language. Reads only."""
    tell = Teller.of(session)
    papers = [paper for paper in papers_of(session, case.id) if paper.kind not in INNER]
    names = names_of(session, {paper.issued_by for paper in papers if paper.issued_by})
    events = events_of(session, case.id)
    paper = HistoryPaper(
        heading=replace(heading(session, case), product=tell.code(case.product)), language=tell.language,
        issued_on=today, zone=tell.zone.key, closing=_closing(tell, case),
        stands=f"{tell.stage(case.stage)} · {tell.say(STATUS_TITLES[case.status])}",
        moves=tuple(_move(tell, event) for event in events),
        overrides=tuple(_override(tell, row, events) for row in OVERRIDES.of(session, case.id)),
        verdicts=tuple(verdicts(session, tell, case)), answers=tuple(answers(session, tell, case)),
        consents=tuple(sorted(_consents(session, tell, case), key=lambda row: (row.on, row.time))),
        papers=tuple(_paper(tell, row, names) for row in reversed(papers)),
        trail=TrailProof(**asdict(proof_of(session, case.id))),
    )  # fmt: skip
    return Draft(PaperKind.HISTORY, paper)


def issue_history(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a printed history. StaleVersion when something happened in the case since it went to the press."""
    case = writable(ctx, case_id)
    if draft_history(ctx.session, case, today).digest != pressed.digest:
        raise StaleVersion
    return keep_paper(ctx, case, pressed)


def _closing(tell: Teller, case: Case) -> str:
    if case.outcome is None:
        return ""
    return tell.say(CLOSED, outcome=tell.say(OUTCOME_TITLES[case.outcome]), reason=tell.code(case.closing_reason))


def _move(tell: Teller, event: StageEvent) -> Happening:
    way = [event.source] if event.source and event.source != event.target else []
    stages = " → ".join(tell.stage(key) for key in (*way, event.target))
    return tell.happening(
        event.at, f"{tell.say(EVENT_TITLES[event.kind])}: {stages}", event.actor_name,
        tell.say(REASON, why=tell.code(event.reason)) if event.reason else "",
        tell.say(EVIDENCE, what=event.evidence) if event.evidence else "",
    )  # fmt: skip


def _override(tell: Teller, row: Override, events: list[StageEvent]) -> Happening:
    move = next(event for event in events if event.id == row.event_id)
    return tell.happening(
        row.at, tell.code(row.code), row.actor_name, tell.subject(row.subject),
        f"{tell.stage(row.stage)} → {tell.stage(move.target)}", tell.say(REASON, why=row.reason),
    )  # fmt: skip


def _consents(session: Session, tell: Teller, case: Case) -> Iterator[Happening]:
    for given in CONSENTS.of(session, case.id):
        yield _consent(tell, GIVEN, given, tell.moment(given.given_at))
    for refused in CONSENT_REFUSALS.of(session, case.id):
        yield _consent(tell, REFUSED, refused, tell.moment(refused.refused_at))


def _consent(tell: Teller, said: str, row: Consent | ConsentRefusal, at: tuple[date, str]) -> Happening:
    back = ""
    if row.withdrawn_at is not None:
        who = tell.who(row.withdrawn_by) if row.withdrawn_by else ""
        parts = (tell.written(row.withdrawn_at), tell.code(row.withdrawn_channel), who)
        back = tell.say(TAKEN_BACK, when=", ".join(part for part in parts if part))
    worded = tell.say(WORDED, version=row.wording_version) if row.wording_version else ""
    lines = (" · ".join(part for part in (tell.code(row.channel), worded) if part), back)
    title = tell.say(CONSENT_TITLES[row.purpose])
    what = title if row.purpose is ConsentPurpose.PRIVACY_NOTICE else tell.say(said, what=title)
    return Happening(on=at[0], time=at[1], what=what, lines=tuple(line for line in lines if line), who=row.source)


def _paper(tell: Teller, row: Paper, names: dict[int, str]) -> IssuedPaper:
    on, time = tell.moment(row.issued_at)
    return IssuedPaper(on=on, time=time, title=tell.say(PAPER_KIND_TITLES[row.kind]), number=row.number,
                       sha256=row.sha256, who=names.get(row.issued_by or 0, ""))  # fmt: skip
