"""Identifiers of people and companies: check digits, normal form, masks (DOMAIN.md part E)."""

from collections.abc import Callable
from dataclasses import dataclass

from advisor.domain.words import N_


@dataclass(frozen=True, slots=True)
class Checked:
    """An identifier as it is kept: upper-case letters and digits only; `valid` says whether the check digit fits."""

    kind: str
    compact: str
    valid: bool

    @property
    def masked(self) -> str:
        """All but the last three characters hidden."""
        return "•" * max(0, len(self.compact) - 3) + self.compact[-3:]


TITLES: dict[str, str] = {
    "pesel": N_("PESEL"), "nip": N_("NIP"), "regon": N_("REGON"), "krs": N_("KRS"), "inn": N_("INN"),
    "snils": N_("SNILS"), "ogrn": N_("OGRN"), "iban": N_("IBAN"), "id_card": N_("Identity card"),
}  # fmt: skip
LIMIT = 40


def check(kind: str, text: str) -> Checked:
    """Read an identifier in any spelling. Raises ValueError for an unknown kind or an absurd text."""
    if kind not in TITLES:
        raise ValueError("unknown kind")
    compact = "".join(c for c in text.upper() if c.isalnum())
    if not compact or len(compact) > LIMIT or not compact.isascii():
        raise ValueError("not an identifier")
    return Checked(kind, compact, _valid(kind, compact))


def _valid(kind: str, compact: str) -> bool:
    own: dict[str, Callable[[str], bool]] = {
        "snils": snils_valid, "krs": lambda t: len(t) == 10 and t.isdigit(), "id_card": lambda t: len(t) >= 5,
    }  # fmt: skip
    if kind in own:
        return own[kind](compact)
    from stdnum import iban
    from stdnum.pl import nip, pesel, regon
    from stdnum.ru import inn, ogrn

    by_kind = {"pesel": pesel, "nip": nip, "regon": regon, "inn": inn, "ogrn": ogrn, "iban": iban}
    return bool(by_kind[kind].is_valid(compact))


def snils_valid(digits: str) -> bool:
    """SNILS: nine digits and two check digits; sum of digit × (9..1) mod 101, 100 -> 00, above 001-001-998 only."""
    if len(digits) != 11 or not digits.isdigit():
        return False
    if int(digits[:9]) <= 1001998:
        return True
    total = sum(int(d) * weight for d, weight in zip(digits[:9], range(9, 0, -1), strict=True)) % 101
    return int(digits[9:]) == (0 if total == 100 else total)
