"""Answers calculation cases: a type, its inputs and a convention in plain values; decimal strings out.

The shapes are those of the shared finance cases and their `answer_contract`.
"""

from collections.abc import Callable, Mapping

from advisor.domain.finance import case_rates, case_tables, plain
from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.plain import Results, Values
from advisor.domain.words import N_

SOLVERS: dict[str, Callable[[Values, str], Results]] = {
    "apr_eu": case_rates.apr_eu,
    "apr_dated_act365": case_rates.apr_dated_act365,
    "apr_us_actuarial": case_rates.apr_us_actuarial,
    "annuity_instalment": case_tables.annuity_instalment,
    "schedule_annuity": case_tables.schedule_annuity,
    "schedule_equal_principal": case_tables.schedule_equal_principal,
    "lease_instalment": case_tables.lease_instalment,
    "lease_yield": case_tables.lease_yield_case,
    "lease_total": case_tables.lease_total,
}
"""What each type of case asks for."""


def answer(case: object) -> Results:
    """The results of one case, numbers as decimal strings; FinanceError for an unknown type or impossible inputs."""
    if not isinstance(case, Mapping):
        raise FinanceError(N_("A case must be a JSON object."))
    kind = case.get("type")
    solve = SOLVERS.get(kind) if isinstance(kind, str) else None
    if solve is None:
        raise FinanceError(N_("The type of the case is not known."))
    convention = case.get("convention", "")
    if not isinstance(convention, str):
        raise FinanceError(N_("“%(name)s” must be text."), name="convention")
    return solve(plain.section(case, "inputs"), convention)
