"""A second evaluator of the OP-1 specification, written apart from the engine: plain JSON in, kopecks inside.

It follows the numbered steps of the shared header top to bottom and shares no code with `advisor.domain.debts`.
"""

from typing import Any

DEFAULTS: dict[str, Any] = {
    "total_min": "100000.00",
    "total_min_inclusive": False,
    "total_base": "dischargeable",
    "secured_max": "300000.00",
    "secured_max_inclusive": True,
    "secured_scope": "sum_held",
    "utilities_credit_min": "100000.00",
    "utilities_credit_min_inclusive": True,
    "credit_kinds": ["bank_loan", "credit_card", "microloan", "secured_loan"],
    "mortgage_policy": "refer",
    "collateral_gap_policy": "refer",
    "unlisted_policy": "refer",
}
GOES = {
    "bank_loan": "2.1",
    "credit_card": "2.1",
    "microloan": "2.1",
    "tax": "2.3",
    "fine_fee": "2.4",
    "private_loan": "2.5",
    "utilities": "2.6",
}
STAYS = {
    "alimony": "3.1",
    "criminal_case": "3.2",
    "moral_material_harm": "3.3",
    "crime_related": "3.4",
    "subsidiary_liability": "3.5",
    "challenged_transaction": "3.7",
    "state_harm_fine": "3.8",
}


def kopecks(amount: str) -> int:
    return int(amount.replace(".", ""))


def rubles(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def pledge_state(debt: dict[str, Any]) -> str:
    """held, 3.6, or the ground of the doubt."""
    where = debt.get("collateral") or "unknown"
    told, paid = debt.get("bank_notified"), debt.get("proceeds_to_loan")
    if where == "sold":
        if told is True:
            return "COLLATERAL_SOLD_NOTIFIED"
        if paid is True:
            return "COLLATERAL_SOLD_PROCEEDS_APPLIED"
        return "3.6" if told is False and paid is False else "COLLATERAL_FACTS_UNKNOWN"
    table = {
        "held": "held",
        "lost": "COLLATERAL_ABSENT",
        "realised_by_creditor": "COLLATERAL_REALISED_BY_CREDITOR",
        "unknown": "COLLATERAL_FACTS_UNKNOWN",
    }
    return table[where]


def evaluate(  # noqa: C901, PLR0912 - one procedure on purpose, it mirrors the numbered steps
    lead: dict[str, Any], overrides: dict[str, Any]
) -> dict[str, Any]:
    cfg = {**DEFAULTS, **overrides}
    owed = [(d["kind"], kopecks(d["amount"]), d) for d in lead["debts"] if kopecks(d["amount"]) > 0]
    policy = cfg["mortgage_policy"]
    mortgage_line = any(kind == "mortgage" for kind, _, _ in owed)
    mortgage = True if mortgage_line else lead["mortgage"]
    if policy in ("ignore", "as_secured") or (policy == "refuse" and mortgage is None):
        mortgage = False

    w = n = q = credit = utilities = 0
    held: list[int] = []
    every_secured = 0
    clauses: set[str] = set()
    grounds: set[str] = set()
    for kind, amount, debt in owed:
        if kind == "mortgage":
            if policy == "ignore":
                continue
            if policy == "as_secured":
                w += amount
                held.append(amount)
                credit += amount if "secured_loan" in cfg["credit_kinds"] else 0
            else:
                q += amount
        elif kind == "secured_loan":
            every_secured += amount
            state = pledge_state(debt)
            if state == "held":
                w += amount
                held.append(amount)
                credit += amount if "secured_loan" in cfg["credit_kinds"] else 0
            elif state == "3.6" or cfg["collateral_gap_policy"] == "as_non_dischargeable":
                n += amount
                clauses.add("3.6")
            elif cfg["collateral_gap_policy"] == "as_unsecured":
                w += amount
                credit += amount if "bank_loan" in cfg["credit_kinds"] else 0
            else:
                q += amount
                grounds.add(state)
        elif kind in GOES:
            w += amount
            credit += amount if kind in cfg["credit_kinds"] else 0
            utilities += amount if kind == "utilities" else 0
        elif kind in STAYS:
            n += amount
            clauses.add(STAYS[kind])
        elif cfg["unlisted_policy"] == "as_dischargeable":
            w += amount
        elif cfg["unlisted_policy"] == "as_non_dischargeable":
            n += amount
            clauses.add("-")
        else:
            q += amount
            grounds.add("KIND_NOT_LISTED")

    def answer(outcome: str, reasons: set[str]) -> dict[str, Any]:
        return {
            "outcome": outcome,
            "reasons": sorted(reasons),
            "written_off": rubles(w),
            "not_written_off": rubles(n),
            "disputed": rubles(q),
            "non_dischargeable_clauses": sorted(clauses),
        }

    if mortgage is False and w + q == 0:
        return answer("refused", {"ONLY_NON_DISCHARGEABLE" if n else "NO_DEBTS"})

    unbounded = policy == "refer" and not mortgage_line and mortgage is not False
    refusals: set[str] = set()

    base = w + q + (n if cfg["total_base"] == "all" else 0)
    floor = kopecks(cfg["total_min"])
    if not unbounded and (base < floor or (base == floor and not cfg["total_min_inclusive"])):
        refusals.add("TOTAL_NOT_ABOVE_MIN")

    ceiling = kopecks(cfg["secured_max"])
    if cfg["secured_scope"] == "each_held":
        compared = held
    elif cfg["secured_scope"] == "sum_held":
        compared = [sum(held)] if held else []
    else:
        compared = [every_secured] if every_secured else []
    if any(x > ceiling or (x == ceiling and not cfg["secured_max_inclusive"]) for x in compared):
        refusals.add("SECURED_ABOVE_MAX")

    if utilities and not unbounded:
        least = kopecks(cfg["utilities_credit_min"])
        if credit + q < least or (credit + q == least and not cfg["utilities_credit_min_inclusive"]):
            refusals.add("UTILITIES_CREDIT_BELOW_MIN")

    if policy == "refuse" and mortgage is True:
        refusals.add("MORTGAGE_NOT_ACCEPTED")
    if n and (w or q) and lead["partial_consent"] is False:
        refusals.add("PARTIAL_DECLINED")
    if refusals:
        return answer("refused", refusals)

    if policy == "refer" and mortgage is not False:
        grounds.add("MORTGAGE" if mortgage else "MORTGAGE_UNKNOWN")
    grounds |= set(lead.get("screening", ()))
    if grounds:
        return answer("refer", grounds)
    if n and (w or q):
        return answer("qualified_partial" if lead["partial_consent"] else "awaiting_consent", {"PART_NOT_WRITTEN_OFF"})
    return answer("qualified", set())
