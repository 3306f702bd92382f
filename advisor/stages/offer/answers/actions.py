"""What can be done with a finished offer: hand it over, note the client's answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from advisor.domain.errors import Forbidden, Invalid, ReasonMissing
from advisor.domain.process import StageKey
from advisor.domain.roles import ActorKind
from advisor.records.case import Case
from advisor.records.paper import Paper, PaperKind, newest_paper
from advisor.services import followups, plans
from advisor.services.context import Context
from advisor.services.followups import Plan
from advisor.services.rows import active, past_day
from advisor.services.rows import words as text_of
from advisor.stages.offer.answers.gate import expired
from advisor.stages.offer.answers.records import Handover, OfferAnswer
from advisor.stages.offer.answers.stage import ANSWERS, CHANNELS, FOLLOW_UP, HOW, PARTS


@dataclass(frozen=True, slots=True)
class Handing:
    """How an offer came to the client. `parts` only for papers that were not printed here."""

    how: str
    on: date
    evidence: str = ""
    parts: tuple[str, ...] = ()


def hand_over_paper(ctx: Context, case: Case, paper: Paper, how: str, parts: Iterable[str]) -> Handover:
    """Note that an issued offer goes to the client now (sent, or opened on the client page)."""
    return _write(ctx, case, paper, Handing(how, ctx.today, parts=tuple(sorted(parts))))


def hand_over(ctx: Context, case_id: int, handing: Handing) -> Handover:
    """Note a hand-over that happened outside: on paper or in person, with its day. Invalid for a future day.

    Without named parts the newest issued offer was handed over, with all it holds.
    """
    case = active(ctx, case_id)
    if handing.how not in HOW:
        raise Invalid("how", "unknown")
    past_day(ctx, "on", handing.on)
    if not set(handing.parts) <= PARTS.keys():
        raise Invalid("parts", "unknown")
    paper = newest_paper(ctx.session, case.id, PaperKind.OFFER)
    if not handing.parts:
        raise Invalid("parts", "missing")
    return _write(ctx, case, paper, handing)


def note_answer(ctx: Context, case_id: int, answer: str, channel: str, words: str = "") -> OfferAnswer:
    """Note what the client said. A refusal and a question come with words; a question plans its follow-up."""
    return _answer(ctx, active(ctx, case_id), answer, channel, words)


def answer_by_client(ctx: Context, case: Case, paper: Paper, answer: str, words: str = "") -> OfferAnswer:
    """The client answers on the client page; the door has opened the link and read the case and the paper.

    Raises Invalid('answer', 'offer_expired') for accepting an offer after its last day.
    """
    if ctx.actor.kind is not ActorKind.CLIENT or paper.case_id != case.id:
        raise Forbidden("role")
    if answer == "accepted" and expired(paper.valid_until_on, ctx.today):
        raise Invalid("answer", "offer_expired")
    return _answer(ctx, case, answer, "portal", words)


def _answer(ctx: Context, case: Case, answer: str, channel: str, words: str) -> OfferAnswer:
    if answer not in ANSWERS:
        raise Invalid("answer", "unknown")
    if channel not in CHANNELS:
        raise Invalid("channel", "unknown")
    if answer != "accepted" and not words.strip():
        raise ReasonMissing("words")
    paper = newest_paper(ctx.session, case.id, PaperKind.OFFER)
    row = OfferAnswer(
        case_id=case.id, paper_id=paper.id if paper else None, answer=answer,
        words=text_of("words", words, needed=False),
        channel=channel, by_client=ctx.actor.kind is ActorKind.CLIENT, answered_on=ctx.today, at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    if answer == "question":
        followups.schedule(ctx, case, Plan("offer.question", FOLLOW_UP, 1, stage=StageKey.OFFER))
    else:
        plans.stop(ctx, case, "stage.offer", "answered")
    ctx.record("offer.answered", "offer_answer", row.id, case_id=case.id, answer=answer, channel=channel)
    return row


def _write(ctx: Context, case: Case, paper: Paper | None, handing: Handing) -> Handover:
    row = Handover(
        case_id=case.id, paper_id=paper.id if paper else None, how=handing.how, parts=list(handing.parts),
        evidence=text_of("evidence", handing.evidence, 120, needed=False), handed_on=handing.on,
        by_id=ctx.actor.id, by_name=ctx.actor.name,
        at=ctx.now,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("offer.handed_over", "offer_handover", row.id, case_id=case.id, how=handing.how)
    return row
