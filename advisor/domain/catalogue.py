"""Products, client types and sources a case may have (document_checklists.json; Finare step 1; SPEC A0)."""

from dataclasses import dataclass
from enum import StrEnum

from advisor.domain.process import Profile
from advisor.domain.words import N_


class Source(StrEnum):
    """Where a lead comes from: Finare's five, plus the two of SPEC A0."""

    WEBSITE = "website"
    CLIENT_REFERRAL = "client_referral"
    MARKETING = "marketing"
    PARTNER_REFERRAL = "partner_referral"
    MEDIA = "media"
    RETURNING = "returning"
    WALK_IN = "walk_in"


REFERRALS = frozenset({Source.CLIENT_REFERRAL, Source.PARTNER_REFERRAL})
"""Sources that must name who referred."""

SOURCE_TITLES: dict[Source, str] = {
    Source.WEBSITE: N_("Contact details on the website"),
    Source.CLIENT_REFERRAL: N_("Recommended by a client"),
    Source.MARKETING: N_("Our own marketing"),
    Source.PARTNER_REFERRAL: N_("Recommended by a partner"),
    Source.MEDIA: N_("Advertising in the media"),
    Source.RETURNING: N_("Returning client"),
    Source.WALK_IN: N_("Walk-in or other"),
}


@dataclass(frozen=True, slots=True)
class Product:
    """One product line: its profile, short tag colour and the client types its checklist knows."""

    code: str
    title: str
    tag: str
    profile: Profile
    client_types: tuple[str, ...]


TRADERS = ("sole_trader_ryczalt", "sole_trader_kpir", "sole_trader_full_books", "sole_trader_tax_card")

PRODUCTS: tuple[Product, ...] = (
    Product("consumer_loan", N_("Consumer loan"), "info", Profile.FINANCING, ("employee", *TRADERS)),
    Product("mortgage", N_("Mortgage"), "info", Profile.FINANCING, ("employee", *TRADERS)),
    Product("business_working_capital", N_("Working capital loan"), "info", Profile.FINANCING, ("sp_zoo", *TRADERS)),
    Product("business_investment", N_("Investment loan"), "info", Profile.FINANCING, ("sp_zoo", *TRADERS)),
    Product("leasing_simplified", N_("Lease, simplified"), "violet", Profile.FINANCING, ("sole_trader", "sp_zoo")),
    Product("leasing_standard", N_("Lease, standard"), "violet", Profile.FINANCING, ("sole_trader", "sp_zoo")),
    Product("eu_grant", N_("EU grant"), "ok", Profile.FINANCING, ("sme",)),
    Product("ru_bankruptcy_court", N_("Insolvency in court"), "warn", Profile.DEBT_RELIEF, ("citizen",)),
    Product("ru_bankruptcy_mfc", N_("Extrajudicial insolvency"), "warn", Profile.DEBT_RELIEF, ("citizen",)),
)
BY_CODE: dict[str, Product] = {product.code: product for product in PRODUCTS}

CLIENT_TYPE_TITLES: dict[str, str] = {
    "employee": N_("Employee"),
    "sole_trader": N_("Sole trader"),
    "sole_trader_ryczalt": N_("Sole trader, lump sum tax"),
    "sole_trader_kpir": N_("Sole trader, revenue ledger"),
    "sole_trader_full_books": N_("Sole trader, full books"),
    "sole_trader_tax_card": N_("Sole trader, tax card"),
    "sp_zoo": N_("Limited company"),
    "sme": N_("Small or medium company"),
    "citizen": N_("Citizen"),
}


def fits(product: str, client_type: str) -> bool:
    """True when the product's checklist knows this client type."""
    return product in BY_CODE and client_type in BY_CODE[product].client_types
