"""Which stated facts differ: compared in one spelling, by person and kind, both sources quoted (CN-05)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from advisor.domain.finance.errors import FinanceError
from advisor.domain.finance.typed import parse_amount
from advisor.domain.folding import fold


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
    """One source's word: `id` of its row (0 for the profile), whose it is, and the source in words.

    `read_in` is the case that reads the same paper so, where this one reads it otherwise.
    """

    id: int
    party_id: int
    kind: FactKind
    value: str
    source: str
    explained: str = ""
    read_in: int | None = None


IDENTIFIERS = frozenset(FactKind) - {
    FactKind.NAME, FactKind.ADDRESS, FactKind.EMPLOYER, FactKind.INCOME, FactKind.AMOUNT,
}  # fmt: skip
FIGURES = frozenset({FactKind.INCOME, FactKind.AMOUNT})
USUAL = (FactKind.NAME, FactKind.ADDRESS)
STATED_BY: dict[str, tuple[FactKind, ...]] = {
    "ID": (FactKind.NAME, FactKind.PESEL, FactKind.ID_CARD),
    "ID2": (FactKind.NAME, FactKind.PESEL),
    "EMPLOYMENT_CERT": (FactKind.NAME, FactKind.EMPLOYER, FactKind.INCOME),
    "CONTRACT_WORK": (FactKind.NAME, FactKind.EMPLOYER, FactKind.INCOME),
    "STATEMENT_3_6": (FactKind.NAME, FactKind.ADDRESS, FactKind.IBAN),
    "STATEMENT_BIZ": (FactKind.NAME, FactKind.IBAN),
    "PIT37": (FactKind.NAME, FactKind.ADDRESS, FactKind.PESEL),
    "PIT36": (FactKind.NAME, FactKind.ADDRESS, FactKind.NIP),
    "CEIDG": (FactKind.NAME, FactKind.ADDRESS, FactKind.NIP),
    "KRS": (FactKind.NAME, FactKind.ADDRESS, FactKind.KRS),
    "NIP_REGON": (FactKind.NIP, FactKind.REGON),
    "APPLICATION": (FactKind.NAME, FactKind.ADDRESS, FactKind.EMPLOYER, FactKind.INCOME, FactKind.AMOUNT),
    "RU_SNILS": (FactKind.NAME, FactKind.SNILS),
    "RU_INN": (FactKind.NAME, FactKind.INN),
    "RU_INCOME": (FactKind.NAME, FactKind.EMPLOYER, FactKind.INCOME),
}
"""What a kind of paper usually states; other kinds state a name and an address."""
_DRESS = "ul ulica al aleja os street st no nr m г ул д дом кв sp z o oo sa spzoo ltd llc inc ооо ао зао ип"
_IDLE = frozenset(_DRESS.split())
"""Words that dress a name or an address and tell nothing."""
_INITIALS = re.compile(r"\b(\w)\.\s?(?=\w\b)")  # S.A. is SA


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sources that say otherwise. `mark` tells this pair of values from any later one."""

    held: Said
    other: Said
    mark: str

    @property
    def explained(self) -> bool:
        """True when somebody explained this very pair of values."""
        return self.other.explained == self.mark


def differences(said: Iterable[Said]) -> tuple[Difference, ...]:
    """Every stated fact that differs from the first source of its person and kind, the profile before papers."""
    first: dict[tuple[int, FactKind], Said] = {}
    found = []
    for each in said:
        held = first.setdefault((each.party_id, each.kind), each)
        if held is not each and not same(each.kind, held.value, each.value):
            found.append(Difference(held, each, mark_of(held, each)))
    return tuple(found)


def same(kind: FactKind, one: str, two: str) -> bool:
    """Do two spellings mean the same? Figures to the whole unit, identifiers by their signs, words without dress.

    An address that says less than another one, but nothing else, is the same.
    """
    if kind in FIGURES:
        return figure(one) is not None and figure(one) == figure(two)
    if kind in IDENTIFIERS:
        return _signs(one) == _signs(two)
    a, b = _words(one), _words(two)
    if kind is FactKind.ADDRESS and min(len(a), len(b)) >= 2:
        return a <= b or b <= a
    return a == b


def figure(text: str) -> int | None:
    """A typed amount in whole units; None when it is no figure."""
    try:
        return int(parse_amount(text))
    except FinanceError:
        return None


def shown(kind: FactKind, value: str) -> str:
    """The value as it may be shown in lists: identifiers keep their last three signs only."""
    signs = _signs(value)
    return "•" * max(0, len(signs) - 3) + signs[-3:] if kind in IDENTIFIERS else value


def mark_of(held: Said, other: Said) -> str:
    """A fingerprint of a pair of values: an explanation holds for this pair only."""
    return sha256(f"{held.value}\0{other.value}".encode()).hexdigest()


def _signs(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


def _words(text: str) -> frozenset[str]:
    joined = _INITIALS.sub(r"\1", fold(text))
    spaced = "".join(c if c.isalnum() else " " for c in joined)
    return frozenset(word for word in spaced.split() if word not in _IDLE)
