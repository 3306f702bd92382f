"""What has to be there before contract or power of attorney may be printed."""

from advisor.stages.contract.gate import Facts


def unprintable(facts: Facts) -> str:
    """Why a contract on these terms may not be printed: a code of composition.stage.FINDINGS, empty when it may."""
    if not facts.scope or not facts.discount.agreed.stated:
        return "terms_first"
    if facts.discount.open:
        return "discount_unapproved"
    return ""
