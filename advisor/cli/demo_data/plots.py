"""What each demo case is about and how far it came: one line per case, days counted back from today."""

from dataclasses import dataclass
from enum import StrEnum

from advisor.domain.catalogue import Source
from advisor.domain.process import StageKey

S = StageKey


class Twist(StrEnum):
    """What is special about a case."""

    NONE = ""
    NEW = "new"  # nobody has called yet
    REFERRED = "referred"  # waits in the review queue
    MIXED = "mixed"  # a part may be written off, the client agreed
    UNTOLD = "untold"  # a part may be written off, the client has not been told
    WEIGHED = "weighed"  # a lead with its verdict, and nothing after it yet
    NO_SHOW = "no_show"
    OVERRIDE = "override"  # a manager let a gate line pass
    RETURNED = "returned"  # tracking sent it back for supplements
    REJECTED = "rejected"  # the institution said no
    HELD = "held"
    TICKET = "ticket"  # the client asked something
    STALE = "stale"  # nobody touched it for long


@dataclass(frozen=True, slots=True)
class Plot:
    """One case. `days` = how long it has stood where it stands; `ending` = the code it was closed with."""

    name: str
    product: str
    client_type: str
    amount: int  # whole units of the currency
    owner: str
    stage: StageKey
    days: int
    twist: Twist = Twist.NONE
    source: Source = Source.WEBSITE
    ending: str = ""
    city: str = "Kraków"


K, P, A = "karolina", "piotr", "anna"
OPERATOR, MANAGER = "ola", "igor"  # keep a lead each, too

PLOTS = (
    # contact
    Plot("Zofia Wójcik", "mortgage", "employee", 640_000, K, S.CONTACT, 1, Twist.NEW),
    Plot("Bartosz Kubiak", "consumer_loan", "employee", 45_000, OPERATOR, S.CONTACT, 5, source=Source.MEDIA),
    Plot("Grzegorz Brzęczyszczykiewicz", "mortgage", "employee", 910_000, P, S.CONTACT, 3, Twist.REFERRED),
    Plot("Светлана Орлова", "ru_bankruptcy_court", "citizen", 640_000, A, S.CONTACT, 1, Twist.NEW, city="Самара"),
    Plot("Геннадий Рябов", "ru_bankruptcy_court", "citizen", 450_000, A, S.CONTACT, 2, Twist.REFERRED, city="Тверь"),
    Plot("王小明", "consumer_loan", "employee", 60_000, P, S.CONTACT, 1, source=Source.WALK_IN, city="Warszawa"),
    Plot("Mleczarnia Pod Lasem sp. z o.o.", "business_investment", "sp_zoo", 1_250_000, K, S.CONTACT, 9, Twist.STALE),
    # meeting
    Plot("Anna Jankowska", "mortgage", "employee", 520_000, K, S.MEETING, 1, source=Source.CLIENT_REFERRAL),
    Plot("Sławomir Ćwikła", "leasing_simplified", "sole_trader", 180_000, P, S.MEETING, 2, city="Tarnów"),
    Plot("Дмитрий Киселёв", "ru_bankruptcy_court", "citizen", 820_000, A, S.MEETING, 2, Twist.MIXED, city="Казань"),
    Plot("Halina Stępień", "consumer_loan", "employee", 30_000, K, S.MEETING, 6, Twist.NO_SHOW, Source.MARKETING),
    # analysis
    Plot("Piekarnia Złoty Kłos sp. z o.o.", "business_working_capital", "sp_zoo", 300_000, K, S.ANALYSIS, 3),
    Plot("Michał Dąbrowski", "mortgage", "sole_trader_kpir", 780_000, P, S.ANALYSIS, 2, source=Source.PARTNER_REFERRAL),
    Plot("Ирина Фёдорова", "ru_bankruptcy_court", "citizen", 1_150_000, A, S.ANALYSIS, 4, city="Пермь"),
    # offer
    Plot("Joanna Kamińska", "mortgage", "employee", 455_000, K, S.OFFER, 3),
    Plot("Tomasz Kozłowski", "consumer_loan", "employee", 85_000, K, S.OFFER, 6, source=Source.RETURNING),
    Plot("Stolarnia Dąb sp. z o.o.", "leasing_standard", "sp_zoo", 420_000, P, S.OFFER, 8, city="Nowy Sącz"),
    Plot("Олег Никитин", "ru_bankruptcy_court", "citizen", 590_000, A, S.OFFER, 7, city="Самара"),
    # contract
    Plot("Katarzyna Woźniak", "mortgage", "employee", 610_000, K, S.CONTRACT, 2),
    Plot("Fotografia Żak", "business_working_capital", "sole_trader_kpir", 90_000, P, S.CONTRACT, 3, Twist.OVERRIDE),
    Plot("Наталья Морозова", "ru_bankruptcy_court", "citizen", 730_000, A, S.CONTRACT, 1, Twist.MIXED, city="Тверь"),
    # documents
    Plot("Paweł Szymański", "mortgage", "employee", 495_000, K, S.DOCUMENTS, 5),
    Plot("Ewa Grabowska", "consumer_loan", "employee", 70_000, K, S.DOCUMENTS, 9, Twist.TICKET, Source.CLIENT_REFERRAL),
    Plot("Elektro-Instal sp. z o.o.", "eu_grant", "sme", 980_000, P, S.DOCUMENTS, 8, city="Rzeszów"),
    Plot("Виктор Зайцев", "ru_bankruptcy_court", "citizen", 910_000, A, S.DOCUMENTS, 5, city="Самара"),
    # submission
    Plot("Robert Pawłowski", "leasing_simplified", "sole_trader", 145_000, P, S.SUBMISSION, 5),
    Plot("Monika Król", "mortgage", "employee", 560_000, K, S.SUBMISSION, 2),
    # tracking
    Plot("Dorota Michalska", "mortgage", "employee", 430_000, K, S.TRACKING, 6),
    Plot("Krzysztof Wieczorek", "consumer_loan", "employee", 55_000, P, S.TRACKING, 3),
    Plot("Auto-Serwis Jawor sp. z o.o.", "business_investment", "sp_zoo", 760_000, K, S.TRACKING, 4, Twist.RETURNED),
    Plot("Марина Лебедева", "ru_bankruptcy_court", "citizen", 670_000, A, S.TRACKING, 12, city="Казань"),
    # decision
    Plot("Beata Nowakowska", "mortgage", "employee", 385_000, K, S.DECISION, 4),
    Plot("Marek Jabłoński", "business_working_capital", "sole_trader_ryczalt", 120_000, P, S.DECISION, 2,
         Twist.REJECTED),
    # monitoring
    Plot("Agnieszka Wróbel", "mortgage", "employee", 470_000, K, S.MONITORING, 6),
    Plot("Drukarnia Offset sp. z o.o.", "leasing_standard", "sp_zoo", 510_000, P, S.MONITORING, 9, Twist.TICKET),
    Plot("Павел Тихонов", "ru_bankruptcy_court", "citizen", 880_000, A, S.MONITORING, 20, city="Пермь"),
    # referrals
    Plot("Elżbieta Majewska", "consumer_loan", "employee", 40_000, K, S.REFERRALS, 2),
    Plot("Юлия Воробьёва", "ru_bankruptcy_court", "citizen", 760_000, A, S.REFERRALS, 4, city="Самара"),
    # on hold and closed
    Plot("Ryszard Błaszczyk", "mortgage", "employee", 350_000, K, S.ANALYSIS, 12, Twist.HELD),
    Plot("Iwona Jaworska", "consumer_loan", "employee", 25_000, K, S.REFERRALS, 9, ending="served"),
    Plot("Wojciech Łęcki", "mortgage", "employee", 530_000, K, S.OFFER, 15, ending="other_firm"),
    Plot("Cezary Źrebiec", "consumer_loan", "employee", 20_000, P, S.CONTACT, 11, ending="no_answer"),
    Plot("Борис Голубев", "ru_bankruptcy_court", "citizen", 80_000, A, S.CONTACT, 6, ending="TOTAL_NOT_ABOVE_MIN",
         city="Тверь"),
    Plot("Ксения Ершова", "ru_bankruptcy_court", "citizen", 540_000, A, S.REFERRALS, 25, ending="served", city="Пермь"),
    Plot("Katarzyna Śliwińska", "mortgage", "employee", 690_000, P, S.DECISION, 21, Twist.REJECTED, ending="no_remedy"),
    # leads around the limits of OP-1: the draft of the rules turns some of them
    Plot("Сергей Громов", "ru_bankruptcy_court", "citizen", 130_000, A, S.CONTACT, 2, Twist.WEIGHED, city="Казань"),
    Plot("Лариса Белова", "ru_bankruptcy_court", "citizen", 90_000, MANAGER, S.CONTACT, 3, Twist.WEIGHED, city="Пермь"),
    Plot("Тамара Козлова", "ru_bankruptcy_court", "citizen", 520_000, A, S.CONTACT, 1, Twist.UNTOLD, city="Самара"),
)  # fmt: skip
