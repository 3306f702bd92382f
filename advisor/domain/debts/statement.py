"""The split statement of a mixed lead: what may be written off and what stays, to print and to say (OP-16, C-12)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.domain.debts.decision import Decision, SortedDebt
from advisor.domain.debts.kinds import Group
from advisor.domain.debts.message import Message, short
from advisor.domain.debts.pack import RulePack
from advisor.domain.debts.thresholds import Thresholds
from advisor.domain.debts.words import KINDS
from advisor.domain.words import N_

WORDING_VERSION = "2026-11"
_LINES = {
    Group.WRITTEN_OFF: N_("%(kind)s, %(amount)s: may be written off."),
    Group.NOT_WRITTEN_OFF: N_("%(kind)s, %(amount)s: stays and has to be paid."),
    Group.DISPUTED: N_("%(kind)s, %(amount)s: one of us has to look at it first."),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement's figures in RUB (equal to the verdict's), its sentences, and the version of their wording."""

    may_go: Decimal
    stays: Decimal
    open: Decimal
    rule_on: date
    summary: Message
    rows: tuple[Message, ...]
    notes: tuple[Message, ...]
    question: Message
    wording_version: str = WORDING_VERSION

    @property
    def script(self) -> tuple[Message, ...]:
        """The statement to read aloud, in order, ending with the question for consent."""
        return (self.summary, *self.rows, *self.notes, self.question)


def statement_of(decision: Decision, pack: RulePack[Thresholds]) -> Statement:
    """The split statement of a verdict; its sums are the verdict's own."""
    return Statement(
        may_go=decision.written_off,
        stays=decision.not_written_off,
        open=decision.disputed,
        rule_on=pack.edition_on,
        summary=_summary(decision),
        rows=tuple(_row(line) for line in decision.lines),
        notes=(
            Message(N_("This follows our rules of %(rule_on)s."), dates={"rule_on": pack.edition_on}),
            Message(N_("The court decides what is written off. We cannot promise it.")),
        ),
        question=Message(N_("Do you agree to go on, knowing that a part stays?")),
    )


def _summary(decision: Decision) -> Message:
    amounts = {"may_go": short(decision.written_off), "stays": short(decision.not_written_off)}
    if not decision.disputed:
        return Message(N_("%(may_go)s may be written off, %(stays)s stays."), amounts)
    amounts["open"] = short(decision.disputed)
    return Message(N_("%(may_go)s may be written off, %(stays)s stays, %(open)s is still open."), amounts)


def _row(line: SortedDebt) -> Message:
    name, _hint = KINDS.get(line.debt.law_kind, KINDS["other"])
    return Message(_LINES[line.group], {"amount": short(line.debt.amount)}, terms={"kind": name})
