"""What the tests of the contract room look at: the case and what was agreed on."""

from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.engagement import Engagement, engagement_of


def case_of(lead: int) -> Case:
    """The case as it stands."""
    return db.session.get_one(Case, lead)


def engaged(lead: int) -> Engagement:
    """What was agreed on in it."""
    row = engagement_of(db.session(), lead)
    assert row is not None
    return row
