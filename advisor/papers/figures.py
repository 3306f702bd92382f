"""The offer's figures as data, attached to its PDF: the same decimals, as text, that the page prints."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from advisor.papers.simulation import Schedule, Simulation

if TYPE_CHECKING:
    from advisor.papers.offer import OfferPaper

FORMAT = "advisor-offer/1"


def offer_figures(paper: "OfferPaper") -> bytes:
    """UTF-8 JSON of who, when, fee, commission, plan and every row of every schedule; amounts in `currency`."""
    figures = {
        "format": FORMAT,
        "number": paper.heading.number,
        "case": paper.heading.case_number,
        "client": paper.heading.client_name,
        "issued_on": paper.issued_on.isoformat(),
        "valid_until_on": paper.valid_until_on.isoformat(),
        "currency": paper.currency,
        "fees": [{"title": fee.title, "basis": fee.basis, "amount": _text(fee.amount)} for fee in paper.terms.fees],
        "commissions": [
            {"payer": each.payer, "basis": each.basis, "amount": _text(each.amount)} for each in paper.commissions
        ],
        "no_simulation_because": paper.no_simulation_because,
        "not_comparable_because_of": list(paper.unlike),
        "simulations": [_simulation(each) for each in paper.simulations],
        "plan": _plan(paper),
    }
    return json.dumps(figures, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _simulation(simulation: Simulation) -> dict[str, Any]:
    return {
        "institution": simulation.institution,
        "product": simulation.product,
        "amount": _text(simulation.amount),
        "months": simulation.months,
        "annual_rate_percent": _text(simulation.annual_rate),
        "rate_kind": simulation.rate_kind,
        "convention": simulation.convention,
        "codes": asdict(simulation.codes) if simulation.codes else None,
        "charges": [{"title": charge.title, "amount": _text(charge.amount)} for charge in simulation.charges],
        "sums": [{"title": each.title, "amount": _text(each.amount)} for each in simulation.sums],
        "terms": list(simulation.terms),
        "equal_instalments": _schedule(simulation, simulation.equal_instalments),
        "equal_capital": _schedule(simulation, simulation.equal_capital),
        "lease": _schedule(simulation, simulation.lease),
    }


def _schedule(simulation: Simulation, schedule: Schedule | None) -> dict[str, Any] | None:
    if schedule is None:
        return None
    return {
        "effective_annual_rate_percent": _text(schedule.effective_rate),
        "total_interest": _text(schedule.total_interest),
        "total_fees": _text(schedule.total_fees),
        "total_cost": _text(simulation.cost(schedule)),
        "total_paid": _text(simulation.paid(schedule)),
        "total_with_vat": _text(schedule.total_gross),
        "rows": [
            {
                "n": row.number,
                "part": row.part,
                "due_on": row.due_on.isoformat(),
                "payment": _text(row.payment),
                "interest": _text(row.interest),
                "capital": _text(row.capital),
                "fee": _text(row.fee),
                "balance": _text(row.balance),
                "with_vat": _text(row.gross),
            }
            for row in schedule.rows
        ],
    }


def _plan(paper: "OfferPaper") -> dict[str, Any] | None:
    plan = paper.plan
    if plan is None:
        return None
    return {
        "route": plan.route,
        "rules": plan.rules,
        "rules_on": plan.rules_on.isoformat(),
        "may_be_written_off": _text(plan.may_be_written_off),
        "stays": [{"title": each.title, "amount": _text(each.amount), "clause": each.clause} for each in plan.stays],
        "stays_total": _text(plan.stays_total),
    }


def _text(number: object) -> str | None:
    return None if number is None else f"{number:f}"
