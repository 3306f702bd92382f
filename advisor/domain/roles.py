"""Who acts, and what each role may do (SPEC A0 Roles)."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The seven staff roles of SPEC A0."""

    OPERATOR = "operator"  # call-centre employee: takes calls, pre-qualifies, books meetings
    ADVISOR = "advisor"  # owns cases through the twelve stages
    MANAGER = "manager"  # of a team: sees the team's cases, overrides gates, hands over books
    UNDERWRITER = "underwriter"  # answers scoring doubts; sees what is referred
    EDITOR = "editor"  # rule editor, head of call centre (OP-07): rule packs and policy doubts
    AUDITOR = "auditor"  # reads everything, changes nothing
    ADMIN = "admin"  # people, settings, institutions; no right to client files by itself


class ActorKind(StrEnum):
    """What kind of party stands behind a change."""

    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"  # the worker
    COMMAND = "command"  # somebody with shell access


class CaseRight(StrEnum):
    """What one may do with one case file."""

    NONE = "none"  # may not even know it exists beyond the minimal card
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it: a member of staff with roles, a client through a link, the worker or a command."""

    kind: ActorKind
    name: str
    id: int | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    team_id: int | None = None

    def has(self, *roles: Role) -> bool:
        """True when the actor holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(ActorKind.SYSTEM, "worker")
COMMAND = Actor(ActorKind.COMMAND, "command")


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """How the actor stands to one case: the facts the rights rule needs."""

    owns: bool = False
    shared: bool = False  # a running case_access row (substitute, mentor, shared)
    same_team: bool = False
    referred: bool = False  # waits in the underwriter's or the rule editor's queue


def case_right(actor: Actor, standing: CaseStanding) -> CaseRight:
    """The right of an actor to one case (SPEC A0, DONE.md point 6). The worker and commands may write."""
    if actor.kind in (ActorKind.SYSTEM, ActorKind.COMMAND):
        return CaseRight.WRITE
    if actor.kind is not ActorKind.STAFF:
        return CaseRight.NONE
    if actor.has(Role.MANAGER) and standing.same_team:
        return CaseRight.WRITE
    if actor.has(Role.ADVISOR, Role.OPERATOR, Role.MANAGER) and (standing.owns or standing.shared):
        return CaseRight.WRITE
    if actor.has(Role.AUDITOR):
        return CaseRight.READ
    if actor.has(Role.UNDERWRITER, Role.EDITOR) and standing.referred:
        return CaseRight.READ
    return CaseRight.NONE


MAY_OVERRIDE = frozenset({Role.MANAGER})
