"""The words of the consistency check."""

from advisor.domain.words import N_

FINDINGS: dict[str, str] = {"documents.fact_differs": N_("Two sources say otherwise about the same fact.")}
VERBS: dict[str, str] = {
    "documents.facts_stated": N_("Facts of a paper noted"),
    "documents.difference_explained": N_("Difference between sources explained"),
    "documents.facts_followed": N_("Facts of a paper corrected by another case"),
    "documents.read_otherwise": N_("Another case reads a paper otherwise"),
}
FACT_TITLES: dict[str, str] = {
    "name": N_("Name"),
    "address": N_("Address"),
    "employer": N_("Employer"),
    "income": N_("Net income a month"),
    "amount": N_("Amount applied for"),
    "pesel": N_("PESEL"),
    "nip": N_("NIP"),
    "regon": N_("REGON"),
    "krs": N_("KRS"),
    "inn": N_("INN"),
    "snils": N_("SNILS"),
    "ogrn": N_("OGRN"),
    "iban": N_("IBAN"),
    "id_card": N_("Identity card"),
}
PROFILE = N_("our profile")
APPLICATION = N_("the application")
