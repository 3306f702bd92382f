"""One outgoing contact about to be made, and all the law needs to know of it. Times are local to the client."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

HOME_CALENDAR = "PL"


class Jurisdiction(StrEnum):
    """Whose rules bind the contact: the client's country, the Union, or only the house."""

    RU = "RU"
    US = "US"
    PL = "PL"
    ES = "ES"
    EU = "EU"
    CN = "CN"
    CO = "CO"
    HOUSE = "house"


class Channel(StrEnum):
    """How the person is reached; "message" is SMS, messenger, voice message and e-mail together."""

    CALL = "call"
    MESSAGE = "message"
    IN_PERSON = "in_person"
    POST = "post"


class Purpose(StrEnum):
    """Why the person is contacted; "service" is everything that is neither a debt reminder nor marketing."""

    OVERDUE_DEBT = "overdue_debt"
    THIRD_PARTY_DEBT_COLLECTION = "third_party_debt_collection"
    MARKETING = "marketing"
    OVERDUE_DEBT_AND_MARKETING = "overdue_debt_and_marketing"
    PRE_DUE_REMINDER = "pre_due_reminder"
    PAYMENT_TRACKING = "payment_tracking"
    OVERDUE_FIRST_CALL = "overdue_first_call"
    PRE_COLLECTION = "pre_collection"
    ANY_DEBT_RELATED = "any_debt_related"
    SERVICE = "service"

    @property
    def about_payment(self) -> bool:
        """True where a payment is spoken of: four things are asked and noted (ES-11)."""
        return self not in (Purpose.SERVICE, Purpose.MARKETING)


class Recipient(StrEnum):
    """Who is at the other end; everybody but the client is a third person."""

    CLIENT = "client"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    EMPLOYER = "employer"
    OTHER = "other"


class Principal(StrEnum):
    """On whose behalf we act."""

    CLIENT = "client"
    LENDER = "lender"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An earlier contact. `at` is local; unanswered ones count, incoming ones never do."""

    at: datetime
    channel: Channel
    conversation: bool = False
    incoming: bool = False
    debt: str | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of the person and of our mandate; the defaults mean "nothing known"."""

    bankruptcy_open: bool = False
    incapacitated_documented: bool = False
    in_hospital_documented: bool = False
    disabled_group_1_documented: bool = False
    minor: bool = False
    recipient: Recipient = Recipient.CLIENT
    client_consent: bool = False
    third_person_objects: bool = False
    represented_by_lawyer: bool = False
    opted_out: frozenset[Channel] = frozenset()
    marketing_consent: bool = False
    on_behalf_of: Principal = Principal.CLIENT
    registered_agent: bool = False


NOTHING_KNOWN = Circumstances()


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact asked about.

    `at` is the local time at the client's place, naive. `debt` narrows rules that count per debt (US). `calendar`
    names the working days ("PL", "ES-MD"), by default those of the jurisdiction. `house_too` adds the house rules
    where the country has no numeric one; `override_reason` sets aside the house rules, never those of a country.
    """

    jurisdiction: Jurisdiction
    purpose: Purpose
    channel: Channel
    at: datetime
    history: tuple[Attempt, ...] = ()
    known: Circumstances = NOTHING_KNOWN
    debt: str | None = None
    calendar: str = ""
    house_too: bool = False
    override_reason: str = ""


def calendar_of(jurisdiction: Jurisdiction, calendar: str = "") -> str:
    """Name the calendar of working days: the given one, else the country's, else (EU, house) the home calendar."""
    if calendar:
        return calendar
    return HOME_CALENDAR if jurisdiction in (Jurisdiction.HOUSE, Jurisdiction.EU) else jurisdiction
