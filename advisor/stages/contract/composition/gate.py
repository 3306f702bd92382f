"""What has to be there before contract or power of attorney may be printed."""

from advisor.stages.contract.gate import Facts, above_limit


def unprintable(facts: Facts) -> str:
    """Why a contract on these terms may not be printed: a code of composition.stage.FINDINGS, empty when it may."""
    if not facts.scope or not facts.agreed.stated:
        return "terms_first"
    if above_limit(facts) and not facts.discount_approved:
        return "discount_unapproved"
    return ""
