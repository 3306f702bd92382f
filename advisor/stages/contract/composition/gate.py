"""What has to be there before contract or power of attorney may be printed."""

from advisor.stages.contract.discount.gate import Discount


def unprintable(scope: str, discount: Discount) -> str:
    """Why a contract on these terms may not be printed: a code of composition.stage.FINDINGS, empty when it may."""
    if not scope.strip() or not discount.agreed.stated:
        return "terms_first"
    if discount.open:
        return "discount_unapproved"
    return ""
