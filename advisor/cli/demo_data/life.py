"""What the rooms of a demo case need to know: its plot, its ids as they come, and figures that fit each other."""

from dataclasses import dataclass, field
from datetime import datetime

from advisor.cli.demo_data.plots import Plot, Twist
from advisor.domain.catalogue import BY_CODE
from advisor.domain.process import Profile
from advisor.records.institution import InstitutionKind

KIND_OF: dict[str, InstitutionKind] = {
    "leasing_simplified": InstitutionKind.LESSOR, "leasing_standard": InstitutionKind.LESSOR,
    "eu_grant": InstitutionKind.GRANT_BODY, "ru_bankruptcy_court": InstitutionKind.COURT,
    "ru_bankruptcy_mfc": InstitutionKind.MFC,
}  # fmt: skip
HOUSE_OF: dict[InstitutionKind, tuple[str, ...]] = {
    InstitutionKind.LESSOR: ("tabor",), InstitutionKind.GRANT_BODY: ("granty",), InstitutionKind.COURT: ("sud",),
    InstitutionKind.MFC: ("mfc",), InstitutionKind.BANK: ("wisla", "baltic", "podgorze"),
}  # fmt: skip
MONTHS = {"mortgage": 300, "consumer_loan": 60, "leasing_simplified": 48, "leasing_standard": 60}


@dataclass(slots=True)
class Life:
    """One demo case while its story is told."""

    plot: Plot
    place: int  # in the list of plots: makes phones, dates and figures differ
    now: datetime
    institutions: dict[str, int]
    case_id: int = 0
    client_id: int = 0
    ids: dict[str, int] = field(default_factory=dict)  # appointment, submission, question, decision, duty, fee

    @property
    def debt_relief(self) -> bool:
        """True for personal insolvency."""
        return BY_CODE[self.plot.product].profile is Profile.DEBT_RELIEF

    @property
    def country(self) -> str:
        """Country of the client: the insolvency clients live in Russia."""
        return "RU" if self.debt_relief else "PL"

    @property
    def currency(self) -> str:
        """Currency of the case."""
        return "RUB" if self.debt_relief else "PLN"

    @property
    def minor(self) -> int:
        """The amount in minor units."""
        return self.plot.amount * 100

    @property
    def kind(self) -> InstitutionKind:
        """What sort of institution decides."""
        return KIND_OF.get(self.plot.product, InstitutionKind.BANK)

    @property
    def institution(self) -> int:
        """Id of the institution the case goes to."""
        houses = HOUSE_OF[self.kind]
        return self.institutions[houses[self.place % len(houses)]]

    @property
    def months(self) -> int:
        """Term of the financing."""
        return MONTHS.get(self.plot.product, 84)

    @property
    def instalment(self) -> int:
        """A monthly instalment that fits amount and term, in minor units."""
        return self.minor * 3 // (2 * self.months)

    def has(self, *twists: Twist) -> bool:
        """True when the case has one of these twists."""
        return self.plot.twist in twists

    def say(self, polish: str, russian: str) -> str:
        """A note as the owner writes it."""
        return russian if self.debt_relief else polish
