"""CN-23: a letter about a payment states facts of the contract; no letter to a client threatens, in any language."""

import re
from typing import Any

import pytest

from advisor.services.language import LANGUAGES
from advisor.services.letter_kinds import CLIENT_KINDS, KINDS
from advisor.services.wordings import words_of

THREATS = {
    "en": r"court|bailiff|enforce|lawsuit|sue\b|seiz|collector|police|employer|famil|neighbo|blacklist|penalt|"
          r"consequence|immediately|final notice|warning|terminat|debtor|refused|must\b|or else",
    "pl": r"sąd|komornik|egzekuc|poz(ew|wa|wu|ow)|zajęc|windyk|policj|pracodawc|rodzin|sąsiad|czarn|konsekwenc|"
          r"natychmiast|ostateczn|ostrzeg|ostrzeż|wypowiedz|dłużni|odmówi(my|ą)\b|odmow|"
          r"musi|kar[ayęoą]\b|karn|w przeciwnym",
    "ru": r"суд|пристав|взыска|иск\b|арест|коллектор|полици|работодат|семь|семей|сосед|последстви|немедленн|"
          r"предупрежд|расторг|должник|откаж|обязан|штраф|пен[ияеюь]\b|неустой|в противном",
}  # fmt: skip


def letter(kind: str, language: str, **more: Any) -> str:
    """Everything a kind says to a client in a language, with the examples of its places."""
    values = {name: "" if name in ("papers", "place") else value for name, value in KINDS[kind].places.items()}
    found = words_of(kind, language, {"reader": "Jan", **values, "papers": [], **more})
    return f"{found.subject}\n{found.text}\n{found.short}"


def threats(text: str, language: str) -> list[str]:
    """The threatening words of a text."""
    return [found[0] for found in re.finditer(rf"\b(?:{THREATS[language]})", text.casefold())]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("kind", sorted(CLIENT_KINDS))
def test_cn_23_no_letter_to_a_client_threatens(kind: str, language: str) -> None:
    words = letter(kind, language)
    assert threats(words, language) == []
    assert language == "en" or words != letter(kind, "en"), "the translation itself was read"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Otherwise we must go to court."),
        ("pl", "Ostrzegamy: sprawa trafi do sądu, a potem do komornika."),
        ("ru", "В противном случае мы обратимся в суд и сообщим работодателю."),
    ],
)
def test_cn_23_the_list_knows_a_threat(language: str, said: str) -> None:
    assert len(threats(said, language)) >= 2


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_cn_23_a_payments_letter_has_the_figures_of_the_contract(language: str) -> None:
    """Day, amount, contract and case stand in the letter; what was not noted leaves no empty line behind."""
    words = letter("payment_due", language)
    for figure in ("24 December 2026", "PLN 1,250.00", "K-2026-17", "2026-000123"):
        assert figure in words
    bare = letter("payment_due", language, amount="", contract="")
    assert "K-2026" not in bare
    assert not re.search(r"\n{3}|: *\n", bare.split("\n", 2)[2].strip())
