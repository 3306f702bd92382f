"""The debt law: two verdicts kept apart, "do we take this case?" (OP-1) and "may the law help this person?" (the hint).

Dated rule packs, exact decimals, every reason with its clause. Pure: needs no web framework and no database.
"""

from advisor.domain.debts.decision import Comparison, Condition, Decision, Outcome, Reason, Relation, Status, line_out
from advisor.domain.debts.lead import Collateral, Debt, FineFor, Lead
from advisor.domain.debts.pack import NoPackInForce, OpenQuestion, RulePack
from advisor.domain.debts.packs import OP1, SHIPPED, pack_as_of
from advisor.domain.debts.prequalify import prequalify
from advisor.domain.debts.reading import lead_from_json, lead_to_json
from advisor.domain.debts.thresholds import InputProblem, Thresholds
from advisor.domain.debts.verify import verify_pack

__all__ = [
    "OP1",
    "SHIPPED",
    "Collateral",
    "Comparison",
    "Condition",
    "Debt",
    "Decision",
    "FineFor",
    "InputProblem",
    "Lead",
    "NoPackInForce",
    "OpenQuestion",
    "Outcome",
    "Reason",
    "Relation",
    "RulePack",
    "Status",
    "Thresholds",
    "lead_from_json",
    "lead_to_json",
    "line_out",
    "pack_as_of",
    "prequalify",
    "verify_pack",
]
