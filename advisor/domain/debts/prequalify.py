"""The decision of OP-1: do we take this case? Steps 0 to 9 of the shared specification, in its order.

One principle removes most conflicts: a disputed debt is counted in the client's favour; if the lead fails even so
it is refused, else a person decides.
"""

from dataclasses import dataclass
from decimal import Decimal

from advisor.domain.debts.decision import (
    Comparison,
    Condition,
    Decision,
    Outcome,
    Reason,
    Relation,
    SortedDebt,
    Status,
)
from advisor.domain.debts.kinds import MORTGAGE, SECURED_LOAN, UTILITIES, Group
from advisor.domain.debts.lead import Lead, total
from advisor.domain.debts.pack import RulePack
from advisor.domain.debts.packs import OP1
from advisor.domain.debts.screening import CLAUSES
from advisor.domain.debts.sorting import sort_debts
from advisor.domain.debts.thresholds import Thresholds

REASON_CLAUSES = {
    "NO_DEBTS": "5",
    "ONLY_NON_DISCHARGEABLE": "3",
    "TOTAL_NOT_ABOVE_MIN": "1.1",
    "SECURED_ABOVE_MAX": "1.2",
    "MORTGAGE_NOT_ACCEPTED": "1.3",
    "UTILITIES_CREDIT_BELOW_MIN": "1.4",
    "PARTIAL_DECLINED": "4",
    "PART_NOT_WRITTEN_OFF": "4",
}
GROUND_CLAUSES = {
    "MORTGAGE": "1.3",
    "MORTGAGE_UNKNOWN": "1.3",
    "COLLATERAL_SOLD_NOTIFIED": "3.6",
    "COLLATERAL_SOLD_PROCEEDS_APPLIED": "3.6",
    "COLLATERAL_FACTS_UNKNOWN": "2.2",
    "COLLATERAL_ABSENT": "2.2",
    "COLLATERAL_REALISED_BY_CREDITOR": "2.2",
    "KIND_NOT_LISTED": "2",
    **CLAUSES,
}


@dataclass(frozen=True, slots=True)
class _Sums:
    """The sorted debts with the figures every step needs."""

    lines: tuple[SortedDebt, ...]
    written_off: Decimal
    not_written_off: Decimal
    disputed: Decimal
    has_mortgage: bool | None

    @property
    def is_unbounded(self) -> bool:
        """A mortgage of unknown size may lift the sums above any minimum."""
        return self.has_mortgage is None or (self.has_mortgage and not any(x.ground == "MORTGAGE" for x in self.lines))


def prequalify(lead: Lead, pack: RulePack[Thresholds] = OP1) -> Decision:
    """The verdict on a lead by one edition of OP-1; always an answer, never an error (SPEC A1)."""
    rules = pack.rules
    sums = _sums(lead, rules)
    unbounded = rules.mortgage_policy == "refer" and sums.is_unbounded
    conditions = (
        _total(sums, rules, unbounded),
        _secured(sums, rules),
        _mortgage(sums, rules),
        _utilities(sums, rules, unbounded),
    )
    grounds = _grounds(lead, sums, rules)
    outcome, reasons = _outcome(lead, sums, conditions, grounds)
    clauses = {line.clause for line in sums.lines if line.group is Group.NOT_WRITTEN_OFF}
    return Decision(
        outcome=outcome,
        reasons=reasons,
        written_off=sums.written_off,
        not_written_off=sums.not_written_off,
        disputed=sums.disputed,
        non_dischargeable_clauses=tuple(sorted(clauses)),
        grounds=grounds,
        conditions=conditions,
        lines=sums.lines,
        pack_key=pack.key,
        pack_version=pack.version,
    )


def _sums(lead: Lead, rules: Thresholds) -> _Sums:
    lines = sort_debts(lead, rules)
    written_off, not_written_off, disputed = (
        total(line.debt.amount for line in lines if line.group is group) for group in Group
    )
    return _Sums(lines, written_off, not_written_off, disputed, _has_mortgage(lead, rules))


def _has_mortgage(lead: Lead, rules: Thresholds) -> bool | None:
    """Whether the mortgage clause sees a mortgage under its policy; None = not asked (clause 1.3)."""
    if rules.mortgage_policy in {"ignore", "as_secured"}:
        return False
    if any(debt.kind == MORTGAGE and debt.amount for debt in lead.debts):
        return True
    return bool(lead.mortgage) if rules.mortgage_policy == "refuse" else lead.mortgage


def _outcome(
    lead: Lead, sums: _Sums, conditions: tuple[Condition, ...], grounds: tuple[str, ...]
) -> tuple[Outcome, tuple[Reason, ...]]:
    """Steps 1 and 5 to 9: the refusals together, else the doubts, else consent."""
    if sums.has_mortgage is False and not (sums.written_off or sums.disputed):
        return Outcome.REFUSED, (_reason("ONLY_NON_DISCHARGEABLE" if sums.not_written_off else "NO_DEBTS"),)
    mixed = bool(sums.not_written_off and (sums.written_off or sums.disputed))
    refusals = [Reason(c.code, c.clause, c.comparison) for c in conditions if c.status is Status.FAILED]
    if mixed and lead.partial_consent is False:
        refusals.append(_reason("PARTIAL_DECLINED"))
    if refusals:
        return Outcome.REFUSED, tuple(refusals)
    if grounds:
        return Outcome.REFER, tuple(Reason(ground, GROUND_CLAUSES[ground]) for ground in grounds)
    if mixed:
        outcome = Outcome.QUALIFIED_PARTIAL if lead.partial_consent else Outcome.AWAITING_CONSENT
        return outcome, (_reason("PART_NOT_WRITTEN_OFF"),)
    return Outcome.QUALIFIED, ()


def _total(sums: _Sums, rules: Thresholds, unbounded: bool) -> Condition:
    """Step 2 (OP-05): enough debt that can be written off."""
    figure = sums.written_off + sums.disputed
    if rules.total_base == "all":
        figure += sums.not_written_off
    comparison = _minimum(figure, rules.total_min, rules.total_min_inclusive)
    return _condition("TOTAL_NOT_ABOVE_MIN", comparison, unbounded)


def _secured(sums: _Sums, rules: Thresholds) -> Condition:
    """Step 3 (OP-06): secured loans not above the ceiling; not applicable where there is none."""
    if rules.secured_scope == "sum_all_secured":
        amounts = [line.debt.amount for line in sums.lines if line.debt.kind == SECURED_LOAN]
    else:
        amounts = [line.debt.amount for line in sums.lines if line.counts_as == SECURED_LOAN]
    if not amounts:
        return Condition("SECURED_ABOVE_MAX", "1.2", Status.NOT_APPLICABLE)
    figure = max(amounts) if rules.secured_scope == "each_held" else total(amounts)
    if rules.secured_max_inclusive:
        relation = Relation.MORE if figure > rules.secured_max else Relation.NOT_MORE
    else:
        relation = Relation.LESS if figure < rules.secured_max else Relation.NOT_LESS
    failed = relation in {Relation.MORE, Relation.NOT_LESS}
    status = Status.FAILED if failed else Status.PASSED
    return Condition("SECURED_ABOVE_MAX", "1.2", status, Comparison(figure, relation, rules.secured_max))


def _mortgage(sums: _Sums, rules: Thresholds) -> Condition:
    """Clause 1.3 (OP-07): the source is unfinished, so the default leaves the answer to a person."""
    status = Status.OPEN if sums.has_mortgage is not False else Status.NOT_APPLICABLE
    if rules.mortgage_policy == "refuse" and sums.has_mortgage:
        status = Status.FAILED
    return Condition("MORTGAGE_NOT_ACCEPTED", "1.3", status)


def _utilities(sums: _Sums, rules: Thresholds, unbounded: bool) -> Condition:
    """Step 4 (OP-08): beside utility debts, enough credit; not applicable without them."""
    if not any(line.counts_as == UTILITIES for line in sums.lines):
        return Condition("UTILITIES_CREDIT_BELOW_MIN", "1.4", Status.NOT_APPLICABLE)
    credit = total(line.debt.amount for line in sums.lines if line.counts_as in rules.credit_kinds)
    limit, inclusive = rules.utilities_credit_min, rules.utilities_credit_min_inclusive
    return _condition("UTILITIES_CREDIT_BELOW_MIN", _minimum(credit + sums.disputed, limit, inclusive), unbounded)


def _grounds(lead: Lead, sums: _Sums, rules: Thresholds) -> tuple[str, ...]:
    """Step 7: every ground for a person's decision, each once, in the order of GROUND_CLAUSES."""
    found = {line.ground for line in sums.lines} | set(lead.screening)
    if rules.mortgage_policy == "refer" and sums.has_mortgage is not False:
        found.add("MORTGAGE" if sums.has_mortgage else "MORTGAGE_UNKNOWN")
    return tuple(ground for ground in GROUND_CLAUSES if ground in found)


def _minimum(figure: Decimal, limit: Decimal, inclusive: bool) -> Comparison:
    if inclusive:
        return Comparison(figure, Relation.NOT_LESS if figure >= limit else Relation.LESS, limit)
    return Comparison(figure, Relation.MORE if figure > limit else Relation.NOT_MORE, limit)


def _condition(code: str, comparison: Comparison, unbounded: bool) -> Condition:
    """A minimum test; passes without a comparison when a mortgage of unknown size may lift the sum."""
    if comparison.relation in {Relation.MORE, Relation.NOT_LESS}:
        return Condition(code, REASON_CLAUSES[code], Status.PASSED, comparison)
    if unbounded:
        return Condition(code, REASON_CLAUSES[code], Status.PASSED)
    return Condition(code, REASON_CLAUSES[code], Status.FAILED, comparison)


def _reason(code: str) -> Reason:
    return Reason(code, REASON_CLAUSES[code])
