"""Who works in the demo firm: all seven roles in two teams, one password for all. Loads nothing heavy."""

from dataclasses import dataclass

from advisor.domain.roles import Role

PASSWORD = "demo-firm-2026"  # noqa: S105 - printed at every start of the demo
DOMAIN = "example.test"


@dataclass(frozen=True, slots=True)
class Colleague:
    """One member of the demo staff; the key is the part of the address before the @."""

    key: str
    name: str
    role: Role
    team: int
    language: str = "en"
    zone: str = "Europe/Warsaw"

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}@{DOMAIN}"


TEAMS = ("Kraków", "Самара")
STAFF = (
    Colleague("karolina", "Karolina Mazur", Role.ADVISOR, 0),
    Colleague("piotr", "Piotr Zieliński", Role.ADVISOR, 0, "pl"),
    Colleague("marta", "Marta Wróbel", Role.MANAGER, 0),
    Colleague("anna", "Анна Соколова", Role.ADVISOR, 1, "ru", "Europe/Samara"),
    Colleague("igor", "Игорь Лебедев", Role.MANAGER, 1, "ru", "Europe/Samara"),
    Colleague("ola", "Ola Lis", Role.OPERATOR, 0, "pl"),
    Colleague("timur", "Тимур Сафин", Role.OPERATOR, 1, "ru", "Europe/Samara"),
    Colleague("urszula", "Urszula Krawczyk", Role.UNDERWRITER, 0),
    Colleague("edyta", "Edyta Malinowska", Role.EDITOR, 0),
    Colleague("adam", "Adam Nowicki", Role.AUDITOR, 0),
    Colleague("alicja", "Alicja Górska", Role.ADMIN, 0),
)
