"""What a route asks of whoever comes: one small rule on every view, whichever door it belongs to (A8, R9)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from advisor.domain.roles import Actor, Role

View = TypeVar("View", bound=Callable[..., Any])


class Need(StrEnum):
    """What a route asks of the person."""

    PUBLIC = "public"  # anybody
    STAFF = "staff"  # anybody signed in
    ROLES = "roles"  # one of the named roles
    CASE_READ = "case_read"  # may read the case in the address (`case_id`), else 404
    CASE_WRITE = "case_write"  # may change it; 403 when read-only
    LINK = "link"  # a link's token is the key (client door); the view checks it


@dataclass(frozen=True, slots=True)
class Rule:
    """One access rule; `roles` only with Need.ROLES."""

    need: Need
    roles: frozenset[Role] = frozenset()

    def admits(self, actor: Actor) -> bool:
        """Say whether somebody signed in gets past the rule, as far as roles tell; a case's right is asked per case."""
        return self.need is not Need.ROLES or actor.has(*self.roles)


def only(*roles: Role) -> Rule:
    """The rule that admits holders of one of the roles."""
    return Rule(Need.ROLES, frozenset(roles))


PUBLIC = Rule(Need.PUBLIC)
STAFF = Rule(Need.STAFF)
CASE_READ = Rule(Need.CASE_READ)
CASE_WRITE = Rule(Need.CASE_WRITE)
LINK = Rule(Need.LINK)
WORKERS = only(Role.OPERATOR, Role.ADVISOR, Role.MANAGER)  # who opens cases and takes calls
CASE_READERS = only(*WORKERS.roles, Role.AUDITOR, Role.UNDERWRITER, Role.EDITOR)  # who may see some case at all
MANAGERS = only(Role.MANAGER, Role.AUDITOR)  # who reads reports and the audit
ADMINS = only(Role.ADMIN)


def allow(rule: Rule) -> Callable[[View], View]:
    """Put an access rule on a view; write it right below the route."""

    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark
