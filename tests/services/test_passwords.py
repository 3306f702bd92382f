"""Passwords: argon2id at the strength OWASP names, wrong and missing ones refused, weak ones named."""

import pytest

from advisor.domain.errors import Invalid
from advisor.services.passwords import _HASHER, _NOBODY, check_quality, fits, hash_password

GOOD = "correct horse battery"


def test_a_hash_is_argon2id_of_19_mib_and_two_passes() -> None:
    stored = hash_password(GOOD)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert GOOD not in stored
    assert hash_password(GOOD) != stored


def test_nobodys_password_costs_as_much_as_anyones() -> None:
    """A sign-in with an unknown address takes as long as one with a known one."""
    assert _NOBODY.rpartition("$")[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not _HASHER.check_needs_rehash(_NOBODY)


def test_only_the_right_password_fits() -> None:
    stored = hash_password(GOOD)
    assert fits(stored, GOOD)
    assert not fits(stored, GOOD + " ")
    assert not fits(stored, GOOD.upper())
    assert not fits("", GOOD)
    assert not fits("not a hash", GOOD)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short1!", "too_short"),
        ("x" * 257, "too_long"),
        ("Password", "too_common"),
        ("aaaaaaaaaaab", "too_common"),
        ("karolina", "too_common"),
        ("karolina@example.test", "too_common"),
    ],
)
def test_weak_passwords_are_refused_by_name(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_quality(password, "karolina@example.test", "Karolina Mazur")
    assert refused.value.code == code
    check_quality(GOOD, "karolina@example.test", "Karolina Mazur")
