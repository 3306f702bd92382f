"""Where a lead stands between interview and meeting, and what an open or declined doubt means for the gate."""

from enum import StrEnum

from advisor.domain.process import Finding


class Answer(StrEnum):
    """What a person said to a doubt."""

    APPROVED = "approved"
    DECLINED = "declined"


class Standing(StrEnum):
    """Where a lead stands; the machine's verdict, the person's answer and the client's consent taken together."""

    MISSING = "missing"
    REFUSED = "refused"  # by our rules; a person closes the case or a manager overrides
    REFERRED = "referred"  # a person has to answer; the meeting may be booked provisionally
    DECLINED = "declined"  # a person said no
    AWAITING_CONSENT = "awaiting_consent"  # mixed debts: the client has not agreed yet (OP-16)
    QUALIFIED = "qualified"  # KVAL, in part with the client's consent (OP-17)


def findings(standing: Standing, action: str) -> tuple[Finding, ...]:
    """The gate lines of a doubt: waiting only warns, so the meeting may be booked; a person's "no" blocks."""
    if standing is Standing.REFERRED:
        return (Finding("contact.review_waiting", blocking=False, action=action),)
    if standing is Standing.DECLINED:
        return (Finding("contact.review_declined", action=action),)
    return ()
