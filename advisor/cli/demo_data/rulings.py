"""What the rule editor of the demo firm works on: a draft of OP-1 that waits for its dry run, and its reason."""

from datetime import datetime, timedelta

from advisor.domain.debts import OP1
from advisor.domain.roles import Actor
from advisor.services.rulebook import Proposal, draft_from
from advisor.transaction import transaction

WISH = {"total_min": "150000.00", "mortgage_policy": "ignore"}
REASON = "Proposal of the call centre: small cases cost more than they bring; mortgages with one home are taken."


def draft_rules(now: datetime, actor: Actor) -> None:
    """Keep the draft, to come into force next month unless the dry run says otherwise."""
    with transaction(actor, now - timedelta(days=1)) as ctx:
        draft_from(ctx, OP1.key, Proposal(WISH, REASON, (now + timedelta(days=30)).date()))
