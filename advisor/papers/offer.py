"""The offer: Finare's five parts of step 4 behind a page that says everything once, with its figures attached as JSON.

Financing offers simulate; debt-relief offers plan. Neither is printed without the advisor's commission (idea C-16).
"""

from dataclasses import dataclass
from datetime import date

from advisor.papers.chart import cost_bar
from advisor.papers.comparison import Line, compared, unlike
from advisor.papers.figures import offer_figures
from advisor.papers.letterhead import Heading
from advisor.papers.offer_parts import Commission, Conditions, OfferDocument, Plan, Terms, TimeStep
from advisor.papers.pages import Page, compose, words
from advisor.papers.qr import qr_code
from advisor.papers.simulation import Schedule, Simulation
from advisor.papers.wire import Attachment

KIND = "offer"
ATTACHMENT = "offer.json"


class CommissionMissing(ValueError):
    """The offer does not say what the advisor is paid by others, so it is not printed (idea C-16)."""


class SimulationMissing(ValueError):
    """The offer has neither a simulation nor a plan, and does not say why it cannot be given (SPEC A2 step 4)."""


@dataclass(frozen=True, kw_only=True)
class OfferPaper:
    """Everything the offer prints, in the reader's language; every amount is in `currency` (ISO 4217).

    `simulations` in the order of recommendation. `commissions` must name what we receive from others: an amount of
    zero is a statement, an empty tuple is refused. `link` leads to the client's page; empty for none.
    """

    heading: Heading
    language: str
    issued_on: date
    valid_until_on: date
    currency: str
    purpose: str
    terms: Terms
    commissions: tuple[Commission, ...]
    simulations: tuple[Simulation, ...] = ()
    no_simulation_because: str = ""
    plan: Plan | None = None
    conditions: tuple[Conditions, ...] = ()
    formalities: tuple[str, ...] = ()
    documents: tuple[OfferDocument, ...] = ()
    timetable: tuple[TimeStep, ...] = ()
    link: str = ""

    def __post_init__(self) -> None:
        """Refuse to be built without the commission, or without a simulation, a plan or the reason for neither."""
        if not self.commissions:
            raise CommissionMissing("The offer must disclose the advisor's commission, even if it is zero.")
        if not (self.simulations or self.plan or self.no_simulation_because.strip()):
            raise SimulationMissing("The offer needs a simulation or the reason why it cannot be given.")

    @property
    def best(self) -> tuple[Simulation, Schedule] | None:
        """The recommended simulation with its first schedule, for the page that says everything once."""
        return (self.simulations[0], self.simulations[0].schedules[0]) if self.simulations else None

    @property
    def lines(self) -> tuple[Line, ...]:
        """All schedules of all simulations side by side, the lowest figures marked where they compare."""
        return compared(self.simulations)

    @property
    def unlike(self) -> tuple[str, ...]:
        """Which assumptions the simulations do not share."""
        return unlike(self.simulations)

    def bar(self, line: Line) -> str:
        """The bar of a line in the chart of costs, as an image address."""
        return cost_bar(line, self.lines)

    @property
    def qr(self) -> str:
        """The link as a picture (data: address), or empty."""
        return qr_code(self.link)


def offer(paper: OfferPaper) -> Page:
    """The offer as a page for the press, its figures attached as offer.json."""
    _ = words(paper.language)
    page = compose(KIND, paper, _("Offer %(number)s") % {"number": paper.heading.number})
    return page._replace(attachments=(Attachment(ATTACHMENT, offer_figures(paper), _("Figures of this offer")),))
