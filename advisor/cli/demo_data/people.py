"""The firm itself, its staff with all seven roles in two teams, and the institutions it works with."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.cli.demo_data.offers import dress_products
from advisor.cli.demo_data.staff import DOMAIN, PASSWORD, STAFF, TEAMS
from advisor.domain.roles import Role
from advisor.records.institution import InstitutionKind
from advisor.records.staff import Firm, Staff, Team
from advisor.services.context import Context
from advisor.services.institutions import (
    Card,
    PersonCard,
    ProductCard,
    save_institution,
    save_person,
    save_product,
)
from advisor.services.passwords import hash_password


@dataclass(frozen=True, slots=True)
class House:
    """An institution with its clerks (name, position, direct line) and products (code, name, rate, months)."""

    key: str
    name: str
    kind: InstitutionKind
    country: str = "PL"
    clerks: tuple[tuple[str, str, str], ...] = ()
    products: tuple[tuple[str, str, str, int], ...] = ()


HOUSES = (
    House("wisla", "Bank Wisła", InstitutionKind.BANK, clerks=(
        ("Jolanta Kurek", "analityk kredytowy", "400 910 001"), ("Robert Sowa", "doradca", "400 910 002")),
        products=(("mortgage", "Mieszkanie na Wiśle", "7.35", 360), ("consumer_loan", "Gotówka", "10.90", 96))),
    House("podgorze", "Bank Podgórze", InstitutionKind.BANK, clerks=(("Ewelina Bąk", "opiekun firm", "400 910 011"),),
        products=(("business_working_capital", "Obrót", "9.80", 36), ("business_investment", "Rozwój", "9.20", 84))),
    House("baltic", "Bałtyk Kredyt", InstitutionKind.BANK, clerks=(("Tomasz Rybak", "analityk", "400 910 021"),),
        products=(("mortgage", "Bezpieczny dom", "7.60", 360), ("consumer_loan", "Szybka", "12.50", 60))),
    House("tabor", "Tabor Leasing", InstitutionKind.LESSOR, clerks=(("Iga Kłos", "specjalista", "400 910 031"),),
        products=(("leasing_simplified", "Auto", "8.40", 60), ("leasing_standard", "Maszyny", "8.10", 72))),
    House("granty", "Małopolska Agencja Grantowa", InstitutionKind.GRANT_BODY,
        clerks=(("Hanna Pilch", "ekspert", "400 910 041"),), products=(("eu_grant", "Cyfrowa firma", "", 0),)),
    House("sud", "Арбитражный суд города Тестова", InstitutionKind.COURT, "RU",
        clerks=(("Н. П. Котова", "помощник судьи", "+7 499 011-22-33"),)),
    House("mfc", "МФЦ города Тестова", InstitutionKind.MFC, "RU", clerks=(("О. Гусева", "окно", "+7 499 011-22-44"),)),
)  # fmt: skip


def found_firm(ctx: Context) -> None:
    """Write the firm's settings, teams and staff (one password for all), then the institutions."""
    ctx.session.add(Firm(
        name="Mazur & Lebedev Finance", address="ul. Wymyślona 7, 30-000 Kraków", email=f"office@{DOMAIN}",
        phone="+48400100200", tax_id="5260250274",
    ))  # fmt: skip
    teams = [Team(name=name) for name in TEAMS]
    ctx.session.add_all(teams)
    ctx.session.flush()
    secret = hash_password(PASSWORD)
    for one in STAFF:
        ctx.session.add(Staff(
            email=one.email, name=one.name, password_hash=secret, roles=frozenset({one.role}),
            team_id=teams[one.team].id, language=one.language, time_zone=one.zone, created_at=ctx.now,
            discount_limit=10 if one.role is Role.ADVISOR else 0, month_target=3 if one.role is Role.ADVISOR else 0,
        ))  # fmt: skip
    ctx.session.flush()
    ctx.record("firm.changed", "firm", 1)


def meet_institutions(ctx: Context) -> dict[str, int]:
    """Write the institutions with clerks and products; ids by key."""
    found = {}
    for house in HOUSES:
        row = save_institution(ctx, Card(house.name, house.kind, house.country))
        for name, position, phone in house.clerks:
            save_person(ctx, row.id, PersonCard(name, position, phone))
        for product, name, rate, months in house.products:
            save_product(ctx, row.id, ProductCard(
                product, name, date(ctx.now.year, 1, 1), annual_rate=Decimal(rate) if rate else None,
                months_max=months or None, decision_days=15,
            ))  # fmt: skip
        found[house.key] = row.id
    dress_products(ctx)
    return found
