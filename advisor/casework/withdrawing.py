"""A consent taken back through any door: one to a partial write-off opens the decision of its case again (OP-17)."""

from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.party import Consent, ConsentPurpose
from advisor.services.context import Context
from advisor.services.parties import withdraw_consent
from advisor.stages.contact.prequalification.actions import ask_again


def withdraw(ctx: Context, consent: Consent, channel: str = "") -> None:
    """Take a consent back. Where a verdict stood on it, it is given again without, and somebody is reminded to ask."""
    if consent.withdrawn_at is not None:
        return
    withdraw_consent(ctx, consent, channel)
    if consent.purpose is ConsentPurpose.PARTIAL_WRITE_OFF and consent.case_id is not None:
        case = ctx.session.get_one(Case, consent.case_id)
        if case.status is Status.ACTIVE:
            ask_again(ctx, case)
