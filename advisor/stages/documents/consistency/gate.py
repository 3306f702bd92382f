"""Which stated facts differ: compared in one spelling, by person and kind, both sources quoted (CN-05)."""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What a paper may state."""

    NAME = "name"
    ADDRESS = "address"
    EMPLOYER = "employer"
    INCOME = "income"
    AMOUNT = "amount"
    PESEL = "pesel"
    NIP = "nip"
    REGON = "regon"
    KRS = "krs"
    INN = "inn"
    SNILS = "snils"
    OGRN = "ogrn"
    IBAN = "iban"
    ID_CARD = "id_card"


@dataclass(frozen=True, slots=True)
class Said:
    """One source's word: `id` of its row (0 for the profile), whose it is, and the source in words."""

    id: int
    party_id: int
    kind: FactKind
    value: str
    source: str
    explained: str = ""
