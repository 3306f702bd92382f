"""Passwords of staff: argon2id (19 MiB, t=2, p=1), and which ones are not good enough (ASVS 6.2)."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from advisor.domain.errors import Invalid

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$x3n3coTdAvHAnwiB5qlgfg$y3MBkG7HBPjZqdW0tF/Fgek7fHvIC/SD3ojdE9zvTlg"
"""Nobody's password, as costly to check as anyone's; kept as it is, for making it would cost every start."""
_AT_ONCE = threading.Semaphore(4)
"""Parallel checks are limited, so that sign-in storms cannot eat the memory."""

COMMON = frozenset({
    "password", "passw0rd", "12345678", "123456789", "1234567890", "qwerty123", "qwertyuiop", "iloveyou1", "admin123",
    "welcome1", "letmein1", "football1", "monkey123", "sunshine1", "princess1", "zaq12wsx", "haslo123", "polska123",
    "parol123", "1q2w3e4r", "1qaz2wsx", "advisor1",
})  # fmt: skip
SHORTEST, LONGEST = 8, 256


def hash_password(password: str) -> str:
    """The argon2id hash of a password that passed `check_quality`."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def fits(stored: str, password: str) -> bool:
    """True when the password fits the hash. A missing hash costs the same time, so nobody learns who exists."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _NOBODY, password[:LONGEST]) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def check_quality(password: str, *personal: str) -> None:
    """Refuse what is too short, too long, very common, one letter repeated, or the person's own name or address."""
    lowered = password.casefold()
    if len(password) < SHORTEST:
        raise Invalid("password", "too_short")
    if len(password) > LONGEST:
        raise Invalid("password", "too_long")
    own = {word.casefold() for text in personal for word in (text, *text.replace("@", " ").split()) if len(word) > 3}
    if lowered in COMMON or len(set(lowered)) < 4 or lowered in own:
        raise Invalid("password", "too_common")
