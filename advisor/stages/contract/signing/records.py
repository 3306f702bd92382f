"""What waits for the client's signature on the client page, with the words to be shown."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from advisor.papers.contract import ContractPaper
from advisor.papers.mandate import MandatePaper
from advisor.records.case import Case
from advisor.records.engagement import Engagement, engagement_of
from advisor.records.paper import Paper, PaperKind
from advisor.stages.contract.composition.actions import standing
from advisor.stages.contract.signing.gate import Waiting


@dataclass(frozen=True, slots=True)
class ToSign:
    """The papers as they were issued, each with what it says; None when it does not wait."""

    engagement: Engagement | None
    contract: tuple[Paper, ContractPaper] | None = None
    mandate: tuple[Paper, MandatePaper] | None = None

    @property
    def waiting(self) -> Waiting:
        """Their ids."""
        return Waiting(self.contract[0].id if self.contract else None, self.mandate[0].id if self.mandate else None)


def to_sign(session: Session, case: Case, today: date) -> ToSign:
    """A contract that is issued and unsigned, a power of attorney that is issued and not the one that runs."""
    row = engagement_of(session, case.id)
    contract = standing(session, case, PaperKind.CONTRACT) if row is not None and row.signed_on is None else None
    mandate = standing(session, case, PaperKind.MANDATE) if row is not None else None
    if row is None or (mandate is not None and (row.mandate_paper_id == mandate[0].id or row.mandate_runs(today))):
        mandate = None
    return ToSign(
        row,
        (contract[0], contract[1].paper) if contract and isinstance(contract[1].paper, ContractPaper) else None,
        (mandate[0], mandate[1].paper) if mandate and isinstance(mandate[1].paper, MandatePaper) else None,
    )
