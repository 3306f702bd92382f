"""Plain makers for tests: people, parties and cases, written through the use cases themselves."""

from dataclasses import dataclass
from datetime import UTC, datetime

from argon2 import PasswordHasher

from advisor.casework.open import NewCase, open_case
from advisor.domain.catalogue import Source
from advisor.domain.roles import COMMAND, Role
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.staff import Firm, Staff, Team
from advisor.services.context import Context
from advisor.services.parties import PartyCard, create_party
from advisor.transaction import transaction

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday morning."""
PASSWORD = "correct horse battery"
_HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
"""argon2id like the product's, but quick: thousands of tests sign somebody in (tests/services checks the real one)."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The fixed people of the tests, by id."""

    operator: int
    advisor: int
    colleague: int
    manager: int
    other_manager: int
    underwriter: int
    editor: int
    auditor: int
    admin: int


PEOPLE: tuple[tuple[str, str, frozenset[Role], int], ...] = (
    ("operator", "Olga Operator", frozenset({Role.OPERATOR}), 0),
    ("advisor", "Anna Advisor", frozenset({Role.ADVISOR}), 0),
    ("colleague", "Karol Colleague", frozenset({Role.ADVISOR}), 1),
    ("manager", "Marta Manager", frozenset({Role.MANAGER}), 0),
    ("other_manager", "Otto Manager", frozenset({Role.MANAGER}), 1),
    ("underwriter", "Ula Underwriter", frozenset({Role.UNDERWRITER}), 0),
    ("editor", "Edyta Editor", frozenset({Role.EDITOR}), 0),
    ("auditor", "Adam Auditor", frozenset({Role.AUDITOR}), 0),
    ("admin", "Alina Admin", frozenset({Role.ADMIN}), 0),
)


def cast(ctx: Context) -> Cast:
    """Two teams and one person per role (and a colleague and a manager of the other team)."""
    teams = [Team(name="North"), Team(name="South")]
    ctx.session.add_all([Firm(name="Example Finance"), *teams])
    ctx.session.flush()
    ids = {}
    for key, name, roles, team in PEOPLE:
        staff = Staff(email=f"{key}@example.test", name=name, password_hash=_HASH, roles=roles,
                      team_id=teams[team].id, created_at=NOW)  # fmt: skip
        ctx.session.add(staff)
        ctx.session.flush()
        ids[key] = staff.id
    return Cast(**ids)


def party(ctx: Context, name: str = "Zofia Wójcik", **card: object) -> Party:
    """A person (or company) with a phone number."""
    return create_party(ctx, PartyCard(**({"name": name, "phone": "600 021 000"} | card)))  # type: ignore[arg-type]


def case(ctx: Context, owner_id: int, client: Party | None = None, **new: object) -> Case:
    """A financing lead in the contact room, owned by somebody."""
    values = {"product": "consumer_loan", "client_type": "employee", "source": Source.WEBSITE, "amount": 5_000_000}
    return open_case(ctx, client or party(ctx), NewCase(**(values | {"owner_id": owner_id} | new)))  # type: ignore[arg-type]


def written(do: object, now: datetime = NOW) -> object:
    """Run `do(ctx)` in a transaction of its own as the command line and give its answer."""
    with transaction(COMMAND, now) as ctx:
        return do(ctx)  # type: ignore[operator]
