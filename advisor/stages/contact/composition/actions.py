"""Put the two papers together and keep what was printed; their figures are the verdict's own (OP-16, C-4)."""

from dataclasses import replace
from datetime import date

from babel.dates import format_date
from sqlalchemy.orm import Session

from advisor.domain.debts.alternatives import Option, alternatives
from advisor.domain.debts.decision import SortedDebt
from advisor.domain.debts.explain import closing_reason, compared, hint_title, hint_told
from advisor.domain.debts.extrajudicial import hint
from advisor.domain.debts.kinds import Group
from advisor.domain.debts.lead import CURRENCY
from advisor.domain.debts.message import Message
from advisor.domain.debts.screening import CONDUCT, confirmed
from advisor.domain.debts.statement import WORDING_VERSION
from advisor.domain.debts.words import ALTERNATIVES, HINTS, KINDS, OUTCOMES
from advisor.domain.errors import Invalid, StaleVersion
from advisor.papers.alternatives import AlternativesPaper, Condition, Way
from advisor.papers.issue import Draft, heading
from advisor.papers.statement import DebtLine, LawNote, StatementPaper
from advisor.records.case import Case
from advisor.records.paper import Paper, PaperKind
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.services.language import say, tell
from advisor.services.papers import Pressed, keep_paper
from advisor.stages.contact.composition.gate import may_offer, may_tell
from advisor.stages.contact.composition.records import Told, told
from advisor.stages.contact.composition.stage import CONSENT, TO_CLIENT
from advisor.stages.contact.prequalification.actions import law_on
from advisor.stages.contact.prequalification.records import hint_facts


def draft_statement(session: Session, case: Case, today: date) -> Draft:
    """The split statement of a mixed lead. Raises Invalid('verdict', ...) when nothing is there to be split."""
    found = told(session, case)
    if not may_tell(found.decision):
        raise Invalid("verdict", "does_not_fit")
    off, stays, still = (
        tuple(_debt(found, line) for line in found.decision.lines if line.group is group) for group in Group
    )
    paper = StatementPaper(
        heading=heading(session, case), language=found.language, issued_on=today, currency=CURRENCY,
        rules=say(found.language, found.pack.title), rules_on=found.pack.edition_on,
        may_be_written_off=off, stays=stays, open=still,
        consent_wording=say(found.language, CONSENT, version=WORDING_VERSION),
        verdict=say(found.language, OUTCOMES[found.decision.outcome]), law=_law(session, found, today),
    )  # fmt: skip
    return Draft(PaperKind.STATEMENT, paper)


def draft_alternatives(session: Session, case: Case, today: date) -> Draft:
    """The sheet of lawful ways for a lead we do not take. Raises Invalid('verdict', ...) while we may take it."""
    found = told(session, case)
    if not may_offer(found.decision, found.declined):
        raise Invalid("verdict", "does_not_fit")
    law = law_on(session, today)
    options = alternatives(found.decision, hint_facts(found.lead, found.hint), law)
    paper = AlternativesPaper(
        heading=heading(session, case), language=found.language, issued_on=today,
        reason=" ".join(_say(found.language, _to_client(message)) for message in closing_reason(found.decision)),
        rules=say(found.language, found.pack.title), rules_on=found.pack.edition_on,
        law=say(found.language, law.title), law_on=law.edition_on,
        clause=", ".join(sorted({reason.clause for reason in found.decision.reasons})),
        ways=tuple(_way(found.language, option) for option in options),
    )  # fmt: skip
    return Draft(PaperKind.ALTERNATIVES, paper)


def issue_statement(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a printed statement. StaleVersion when the verdict changed since it went to the press."""
    case = writable(ctx, case_id)
    if draft_statement(ctx.session, case, today).digest != pressed.digest:
        raise StaleVersion
    return keep_paper(ctx, case, pressed)


def issue_alternatives(ctx: Context, case_id: int, pressed: Pressed, today: date) -> Paper:
    """Keep a printed alternative sheet. StaleVersion when the verdict changed since it went to the press."""
    case = writable(ctx, case_id)
    if draft_alternatives(ctx.session, case, today).digest != pressed.digest:
        raise StaleVersion
    return keep_paper(ctx, case, pressed)


def _law(session: Session, found: Told, today: date) -> LawNote:
    """The second verdict in the client's language, by the law of the day."""
    pack = law_on(session, today)
    answer = hint(hint_facts(found.lead, found.hint), pack)
    told_ = hint_told(answer, bool(set(confirmed(found.hint)) & set(CONDUCT)))
    return LawNote(
        answer=say(found.language, hint_title(answer)), lines=tuple(_say(found.language, each) for each in told_),
        rules=say(found.language, pack.title), rules_on=pack.edition_on,
    )  # fmt: skip


def _debt(found: Told, line: SortedDebt) -> DebtLine:
    name, _hint = KINDS.get(line.debt.law_kind, KINDS["other"])
    place = next(place for place, debt in enumerate(found.lead.debts) if debt is line.debt)
    return DebtLine(
        title=say(found.language, name), creditor=found.creditors[place] if place < len(found.creditors) else "",
        amount=line.debt.amount, clause="" if line.clause == "-" else line.clause,
    )  # fmt: skip


def _way(language: str, option: Option) -> Way:
    title, text = ALTERNATIVES[option.code]
    source = say(language, option.reference) if option.reference else ""
    source += f", {format_date(option.reference_on, locale=language)}" if option.reference_on else ""
    figures = _say(language, compared(option.comparison)) if option.comparison is not None else ""
    return Way(
        title=say(language, title), text=" ".join(x for x in (say(language, text), figures) if x),
        conditions=tuple(Condition(text=say(language, HINTS[tick.code]), met=tick.met) for tick in option.ticks),
        source=source, where=say(language, option.where) if option.where else "",
    )  # fmt: skip


def _to_client(message: Message) -> Message:
    """A reason as it is said to the client himself."""
    return replace(message, terms={name: TO_CLIENT.get(text, text) for name, text in message.terms.items()})


def _say(language: str, message: Message) -> str:
    """A whole sentence in the client's language."""
    text = tell(language, message)
    return text if text.endswith(".") else f"{text}."
