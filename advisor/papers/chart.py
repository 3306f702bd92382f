"""The chart of an offer as its own SVG: what every schedule costs, interest and fees apart; no font needed."""

import base64
from collections.abc import Sequence
from decimal import Decimal

from advisor.papers.comparison import Line

INTEREST, FEES, GROUND = "#0b5f63", "#c07a00", "#e6eaed"
WIDTH, HEIGHT = 400, 12


def cost_bar(line: Line, lines: Sequence[Line]) -> str:
    """The bar of one line as an image address: interest dark, fees light, the longest of `lines` filling the width."""
    most = max((each.cost for each in lines), default=Decimal(0))
    interest = _part(line.schedule.total_interest, most)
    fees = _part(line.cost - line.schedule.total_interest, most)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>'
        f'<rect width="{interest}" height="{HEIGHT}" fill="{INTEREST}"/>'
        f'<rect x="{interest}" width="{fees}" height="{HEIGHT}" fill="{FEES}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _part(amount: Decimal, most: Decimal) -> str:
    """A length in units of the drawing, two decimals; nothing for a negative coin of rounding."""
    return f"{max(Decimal(0), amount) * WIDTH / most:.2f}" if most > 0 else "0"
