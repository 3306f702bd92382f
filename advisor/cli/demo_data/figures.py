"""Figures in detail, control points and points of the demo's analyses."""

from advisor.cli.demo_data.life import Life
from advisor.domain.points import CONTROLS
from advisor.services.context import Context
from advisor.stages.analysis.gate import PERSONS
from advisor.stages.analysis.points.actions import NewLine, add_line, count_points, note_company, note_controls


def tell_figures(ctx: Context, life: Life) -> None:
    """What is owed and owned; in financing the control points, the company's year and the points as well."""
    owed = life.say("Limit w karcie, Bank Miejski", "Кредитная карта, Банк «Урал»")
    add_line(ctx, life.case_id, NewLine("obligation", owed, life.minor // 20, life.minor // 400))
    if life.debt_relief:
        add_line(ctx, life.case_id, NewLine("property", life.say("", "Единственное жильё, 38 кв. м"), 180_000_000))
        return
    if life.place % 3 == 0:
        held = life.say("Mieszkanie, wycena rzeczoznawcy", "")
        add_line(ctx, life.case_id, NewLine("collateral", held, life.minor * 2))
    if life.plot.client_type not in PERSONS:
        year = {"revenue": life.minor * 6, "profit": life.minor // 2, "own_funds": life.minor}
        note_company(ctx, life.case_id, year)
    yes = list(CONTROLS)[life.place % len(CONTROLS)] if life.place % 4 == 0 else ""
    note_controls(ctx, life.case_id, {key: key == yes for key in CONTROLS})
    count_points(ctx, life.case_id)
