"""How verdicts read on screen: outcome, reasons to say aloud, sums, open questions, and what the law may offer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from advisor.domain.debts import Decision, Lead, Outcome, RulePack, Status, Thresholds
from advisor.domain.debts.affordability import Affordability, Carrying
from advisor.domain.debts.alternatives import alternatives
from advisor.domain.debts.explain import (
    CONDUCT_MATTERS,
    checked,
    closing_reason,
    compared,
    hint_is_open,
    hint_title,
    hint_told,
    told,
)
from advisor.domain.debts.extrajudicial import hint
from advisor.domain.debts.interview import Question, incomplete
from advisor.domain.debts.message import Message
from advisor.domain.debts.prequalify import prequalify
from advisor.domain.debts.screening import CONDUCT, confirmed
from advisor.domain.debts.statement import statement_of
from advisor.domain.debts.words import ALTERNATIVES, CARRYING, GROUPS, HINTS, KINDS, OUTCOMES, QUESTIONS, REASONS
from advisor.domain.points import GROUND_TITLES
from advisor.extensions import db
from advisor.services.language import figure, tell
from advisor.stages.contact.prequalification.actions import law_on, rules_on
from advisor.stages.contact.prequalification.records import hint_facts
from advisor.web.kit import phrases
from advisor.web.kit.show import day

TONES = {
    Outcome.QUALIFIED: "ok",
    Outcome.QUALIFIED_PARTIAL: "ok",
    Outcome.AWAITING_CONSENT: "warn",
    Outcome.REFER: "info",
    Outcome.REFUSED: "bad",
}
STATUS_TONES = {Status.PASSED: "ok", Status.FAILED: "bad", Status.OPEN: "warn", Status.NOT_APPLICABLE: "info"}
_WARNINGS = {CONDUCT_MATTERS: "warn", ALTERNATIVES["DUTY_TO_PETITION"][1]: "warn"}
CARRYING_TONES = {Carrying.FITS: "ok", Carrying.WARN: "warn", Carrying.REFER: "info"}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with its tone, and where it leads: an anchor on the page, or nowhere."""

    text: str
    tone: str = "info"
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A debt verdict ready for the page; `outcome` is empty while questions are open."""

    title: str
    tone: str
    outcome: str = ""
    questions: tuple[Line, ...] = ()
    reasons: tuple[str, ...] = ()
    conditions: tuple[Line, ...] = ()
    sums: tuple[tuple[str, str], ...] = ()
    debts: tuple[tuple[str, str, str, str], ...] = ()
    script: tuple[str, ...] = ()
    spoken: str = ""
    mixed: bool = False
    rules: str = ""
    closing_code: str = ""
    closing_words: str = ""
    options: tuple[tuple[str, str, str, tuple[Line, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """What the law may offer, on a day: never advice."""

    title: str
    tone: str
    lines: tuple[Line, ...]
    rules: str


def roubles(amount: Decimal) -> str:
    """A figure as it stands in a comparison: thousands apart on one line, as many places as it has."""
    return figure(amount, phrases.locale())


def say(message: Message) -> str:
    """A sentence of the debt law in the reader's language."""
    return message.say(phrases.say, roubles, day)


def sentence(messages: Iterable[Message]) -> str:
    """Several sentences of the law as one line."""
    return " ".join(say(message) for message in messages)


def shown(
    lead: Lead, answers: Mapping[str, Any], today: date, places: tuple[int, ...] = (), language: str = ""
) -> Shown:
    """The verdict by today's rules, with alternatives when refused, or the questions still open (OP-03, OP-12 to 15).

    `places` are the rows of the form the debts stand in; without them the debts fill it from the top. `language` is
    the client's, for what is said to him; without it nothing is.
    """
    asked = incomplete(lead)
    if asked:
        at = places or tuple(range(len(lead.debts)))
        return Shown(gettext("Incomplete"), "warn", questions=tuple(_question(question, at) for question in asked))
    pack = rules_on(db.session(), today)
    decision = prequalify(lead, pack)
    refused = decision.outcome is Outcome.REFUSED
    found = told_decision(decision, pack)
    if decision.is_mixed and language:
        script = tuple(tell(language, message) for message in statement_of(decision, pack).script)
        found = replace(found, script=script, spoken=language)
    return replace(found, options=_options(decision, lead, answers, today)) if refused else found


def told_decision(decision: Decision, pack: RulePack[Thresholds]) -> Shown:
    """A decision by one edition with its reasons, conditions and sums."""
    refused = decision.outcome is Outcome.REFUSED
    return Shown(
        title=phrases.say(OUTCOMES[decision.outcome]),
        tone=TONES[decision.outcome],
        outcome=decision.outcome.value,
        reasons=tuple(sentence(told(reason)) for reason in decision.reasons),
        conditions=tuple(
            Line(" – ".join(say(part) for part in checked(c)), STATUS_TONES[c.status]) for c in decision.conditions
        ),
        sums=tuple((phrases.say(GROUPS[group]), roubles(total)) for group, total in _sums(decision)),
        debts=tuple(_debt(line) for line in decision.lines),
        mixed=decision.is_mixed,
        rules=edition(pack),
        closing_code=decision.reasons[0].code if refused else "",
        closing_words=sentence(closing_reason(decision)).replace("\u00a0", " ") if refused else "",
    )


def legal_hint(lead: Lead, answers: Mapping[str, Any], day_: date) -> Hint:
    """May the law help this person, as of a day? A verdict of its own, beside ours (C-4)."""
    pack = law_on(db.session(), day_)
    answer = hint(hint_facts(lead, answers), pack)
    tone = "ok" if answer.possible else "info"
    told_ = hint_told(answer, bool(set(confirmed(answers)) & set(CONDUCT)))
    first = "warn" if hint_is_open(answer) else tone
    lines = [Line(say(message), _WARNINGS.get(message.text, "info" if place else first))
             for place, message in enumerate(told_)]  # fmt: skip
    return Hint(phrases.say(hint_title(answer)), tone, tuple(lines), edition(pack))


def affordability_title(answer: Affordability) -> Line:
    """The pre-check's answer as one line."""
    return Line(phrases.say(CARRYING[answer.outcome.value]), CARRYING_TONES[answer.outcome])


def affordability_reasons(answer: Affordability) -> tuple[str, ...]:
    """Its reasons, each with the comparison in words."""
    return tuple(
        phrases.say(REASONS[reason.code]) + (f" {say(compared(reason.comparison))}" if reason.comparison else "")
        for reason in answer.reasons
    )


def grounds(codes: Iterable[str]) -> tuple[str, ...]:
    """Doubts in words."""
    return tuple(phrases.say(GROUND_TITLES.get(code) or REASONS.get(code, code)) for code in codes)


def edition(pack: RulePack[Any]) -> str:
    """Which rules these are, with their day."""
    return gettext("%(title)s, edition of %(day)s", title=phrases.say(pack.title), day=day(pack.edition_on))


def _question(question: Question, places: tuple[int, ...]) -> Line:
    text = phrases.say(QUESTIONS[question.code])
    if question.row is None:
        return Line(text, "warn", question.field)
    place = places[question.row]
    row = gettext("Debt %(number)s:", number=place + 1)
    return Line(f"{row} {text}", "warn", f"debts-{place}-{question.field}")


def _sums(decision: Decision) -> tuple[tuple[Any, Decimal], ...]:
    return tuple(zip(GROUPS, (decision.written_off, decision.not_written_off, decision.disputed), strict=True))


def _debt(line: Any) -> tuple[str, str, str, str]:
    name, _hint = KINDS.get(line.debt.law_kind, KINDS["other"])
    clause = "" if line.clause == "-" else line.clause
    return phrases.say(name), roubles(line.debt.amount), phrases.say(GROUPS[line.group]), clause


def _options(
    decision: Decision, lead: Lead, answers: Mapping[str, Any], today: date
) -> tuple[tuple[str, str, str, tuple[Line, ...]], ...]:
    pack = law_on(db.session(), today)
    rows = []
    for option in alternatives(decision, hint_facts(lead, answers), pack):
        title, text = ALTERNATIVES[option.code]
        marks = {True: "ok", False: "bad", None: "warn"}
        ticks = tuple(Line(phrases.say(HINTS[tick.code]), marks[tick.met]) for tick in option.ticks)
        source = phrases.say(option.reference) if option.reference else ""
        source += f", {day(option.reference_on)}" if option.reference_on else ""
        where = f"{gettext('Where to ask:')} {phrases.say(option.where)}" if option.where else ""
        rows.append((phrases.say(title), phrases.say(text), " · ".join(x for x in (source, where) if x), ticks))
    return tuple(rows)
