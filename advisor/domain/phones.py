"""Phone numbers in any spelling become E.164 (DOMAIN.md part E)."""

from functools import lru_cache

from advisor.domain.folding import digits


@lru_cache(maxsize=4096)
def e164(text: str, country: str) -> str:
    """The number as +48600021000, read with the client's country; empty when it cannot be a phone number.

    Plausibility only: a possible number is kept even when its range is not known, because numbering plans change.
    """
    import phonenumbers  # 48 MB of metadata: loaded when the first number is read

    if not 6 <= len(digits(text)) <= 15 or len(text) > 40:
        return ""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def spoken(number: str) -> str:
    """An E.164 number spaced for reading: +48 600 021 000; the text unchanged when it is none."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
