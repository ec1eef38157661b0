"""Who may do what: roles, permissions, the table between them, and who is acting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planner.domain.errors import Forbidden, Problem, Unauthenticated


class Role(StrEnum):
    """What somebody is in a workspace."""

    VIEWER = "viewer"
    MANAGER = "manager"
    PLANNER = "planner"
    FINANCE = "finance"
    ADMIN = "admin"


class Permission(StrEnum):
    """One thing that may be done in a workspace; `pay.read` is the pay scope."""

    PLANS_READ = "plans.read"
    PLANS_WRITE = "plans.write"
    PLANS_SUBMIT = "plans.submit"
    PLANS_APPROVE = "plans.approve"
    POSITIONS_WRITE = "positions.write"
    BUDGETS_WRITE = "budgets.write"
    PAY_READ = "pay.read"
    COMMENTS_WRITE = "comments.write"
    GUIDANCE_WRITE = "guidance.write"
    DATA_EXCHANGE = "data.exchange"
    CONNECTIONS_MANAGE = "connections.manage"
    AUDIT_READ = "audit.read"
    PEOPLE_MANAGE = "people.manage"
    WORKSPACE_MANAGE = "workspace.manage"
    METRICS_READ = "metrics.read"


DOES: Mapping[Permission, str] = {
    Permission.PLANS_READ: "read profiles, plans, positions, guidance, and preview plans",
    Permission.PLANS_WRITE: "store profiles, scenarios and plans",
    Permission.PLANS_SUBMIT: "submit plans for approval",
    Permission.PLANS_APPROVE: "approve and reject plans",
    Permission.POSITIONS_WRITE: "move positions through their life",
    Permission.BUDGETS_WRITE: "set budgets",
    Permission.PAY_READ: "see pay and cost",
    Permission.COMMENTS_WRITE: "comment on plans and positions",
    Permission.GUIDANCE_WRITE: "edit and publish guidance",
    Permission.DATA_EXCHANGE: "import files, export files and synchronise",
    Permission.CONNECTIONS_MANAGE: "set up connections and webhooks",
    Permission.AUDIT_READ: "search and export the audit trail",
    Permission.PEOPLE_MANAGE: "manage people and tokens",
    Permission.WORKSPACE_MANAGE: "rename, export and erase the workspace",
    Permission.METRICS_READ: "read the service's figures for monitoring",
}
_READS = {Permission.PLANS_READ}
_PLANS = {
    Permission.PLANS_WRITE,
    Permission.PLANS_SUBMIT,
    Permission.POSITIONS_WRITE,
    Permission.GUIDANCE_WRITE,
    Permission.DATA_EXCHANGE,
    Permission.PAY_READ,
}
_MONEY = {
    Permission.PLANS_APPROVE,
    Permission.BUDGETS_WRITE,
    Permission.PAY_READ,
    Permission.AUDIT_READ,
}
PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset(_READS),
    Role.MANAGER: frozenset(_READS | {Permission.COMMENTS_WRITE}),
    Role.PLANNER: frozenset(_READS | _PLANS | {Permission.COMMENTS_WRITE}),
    Role.FINANCE: frozenset(_READS | _MONEY | {Permission.COMMENTS_WRITE}),
    Role.ADMIN: frozenset(Permission),
}


class ActorKind(StrEnum):
    """What is acting: a signed-in person, a program with a token, the command line, or the service itself."""

    PERSON = "person"
    TOKEN = "token"
    OPERATOR = "operator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is acting, in which workspace, and how far that goes; `teams` bounds what a manager sees.

    `id` is a person's or a token's; `person` is the person behind it, where there is one.
    """

    workspace: str
    kind: ActorKind
    id: str
    role: Role
    scopes: frozenset[Permission] = field(default=frozenset())
    teams: frozenset[str] = frozenset()
    person: str | None = None

    @property
    def sees_pay(self) -> bool:
        """Whether pay and cost may be shown."""
        return Permission.PAY_READ in self.scopes

    @property
    def sees_all_teams(self) -> bool:
        """Whether everything in the workspace may be shown, not only that of own teams."""
        return self.role is not Role.MANAGER

    @property
    def sight(self) -> tuple[bool, frozenset[str] | None]:
        """What tells apart readers who see different parts of a record: caches are kept by it."""
        return self.sees_pay, None if self.sees_all_teams else self.teams

    def may(self, permission: Permission) -> bool:
        """Whether `permission` is within this actor's scopes."""
        return permission in self.scopes

    def require(self, permission: Permission) -> None:
        """Raise Forbidden, or Unauthenticated for nobody, unless the actor has `permission`."""
        if not self.workspace:
            raise unauthenticated()
        if permission not in self.scopes:
            raise Forbidden(
                Problem(
                    permission.value,
                    f"is what it takes to {DOES[permission]}; the role here is {self.role.value}.",
                    f"Ask {_who_can(permission)} to do it, or an admin for another role.",
                )
            )


NOBODY = Actor(workspace="", kind=ActorKind.SYSTEM, id="", role=Role.VIEWER)


def acting(
    workspace: str,
    kind: ActorKind,
    id: str,
    role: Role,
    teams: frozenset[str] = frozenset(),
    person: str | None = None,
) -> Actor:
    """An actor with the scopes of its role."""
    return Actor(
        workspace=workspace,
        kind=kind,
        id=id,
        role=role,
        scopes=PERMISSIONS[role],
        teams=teams,
        person=person,
    )


def operator(workspace: str) -> Actor:
    """Whoever has the command line beside the database."""
    return acting(workspace, ActorKind.OPERATOR, "operator", Role.ADMIN)


def system(workspace: str) -> Actor:
    """The service itself, at work in the background."""
    return acting(workspace, ActorKind.SYSTEM, "system", Role.ADMIN)


def unauthenticated(what: str = "is missing") -> Unauthenticated:
    """The error for a request whose token is missing, unknown, expired or revoked."""
    return Unauthenticated(
        Problem(
            "Authorization",
            f"{what}.",
            "Send `Authorization: Bearer TOKEN`; `planner tokens create --role ROLE` makes a token.",
        )
    )


def _who_can(permission: Permission) -> str:
    able = [role.value for role in Role if permission in PERMISSIONS[role]]
    return " or ".join(f"a person with the role {name}" for name in able)
