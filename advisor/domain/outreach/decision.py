"""The guard's answer: allowed or not, why, by which rule, and from when on it would be allowed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a contact is refused, in the order of precedence: the first that applies is the answer."""

    PROHIBITED_STATUS = "PROHIBITED_STATUS"
    THIRD_PARTY = "THIRD_PARTY"
    NOT_REGISTERED = "NOT_REGISTERED"
    REPRESENTED = "REPRESENTED"
    OPTED_OUT = "OPTED_OUT"
    NO_CONSENT = "NO_CONSENT"
    TIME_WINDOW = "TIME_WINDOW"
    AFTER_CONVERSATION = "AFTER_CONVERSATION"
    DAY_LIMIT = "DAY_LIMIT"
    WEEK_LIMIT = "WEEK_LIMIT"
    MONTH_LIMIT = "MONTH_LIMIT"


class Caution(StrEnum):
    """What an allowed contact is warned of."""

    UNUSUAL_HOURS = "UNUSUAL_HOURS"
    SEVERAL_CHANNELS = "SEVERAL_CHANNELS"
    HOUSE_RULE_OVERRIDDEN = "HOUSE_RULE_OVERRIDDEN"


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning with the id of the rule behind it."""

    caution: Caution
    rule: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer.

    `rule` and `source` name the row that refuses. `next_allowed_at` is the next lawful minute, local to the client
    and naive; None when no waiting helps. `overridable`: a manager may set the rule aside with a reason.
    """

    allowed: bool
    reason: Reason | None = None
    rule: str = ""
    source: str = ""
    next_allowed_at: datetime | None = None
    overridable: bool = False
    warnings: tuple[Warned, ...] = ()
