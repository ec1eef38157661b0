"""Use cases over the approval policy: who has to agree to plans of which size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from planner.domain import InvalidInput, Money, Problem, digest
from planner.domain.access import PERMISSIONS, Permission, Role
from planner.domain.approval import USUAL, ApprovalLevel, ApprovalPolicy
from planner.services.ports import Desk, Work
from planner.services.versions import Expected


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy that holds; version 0 is the usual one, which nobody has set."""

    levels: tuple[ApprovalLevel, ...]
    version: int = 0
    updated_at: datetime | None = None


def get(desk: Desk) -> Policy:
    """The policy that holds in the workspace."""
    with desk.reading(Permission.PLANS_READ) as work:
        return _policy(work)


def put(desk: Desk, levels: tuple[ApprovalLevel, ...], expected: Expected) -> Policy:
    """Set the policy; plans that are submitted already follow it too. Raises InvalidInput, Stale."""
    policy = ApprovalPolicy(levels)
    _refuse_unable(policy)
    with desk.writing(Permission.BUDGETS_WRITE) as work:
        work.workspaces.lock()
        record = work.policies.locked()
        expected.check(record.version if record else 0)
        document = {"levels": [_dump(level) for level in levels]}
        if record is None:
            record = work.policies.add(document=document, updated_at=desk.now(), updated_by=desk.actor.id)
        else:
            record.document, record.updated_at, record.updated_by = document, desk.now(), desk.actor.id
        desk.commit(work, "policy.set", desk.actor.workspace, after=digest(document))
        return Policy(levels, record.version, record.updated_at)


def present(work: Work) -> ApprovalPolicy:
    """The policy that holds in the workspace of `work`."""
    return ApprovalPolicy(_policy(work).levels)


def _policy(work: Work) -> Policy:
    record = work.policies.get()
    if record is None:
        return Policy(USUAL.levels)
    return Policy(tuple(map(_load, record.document["levels"])), record.version, record.updated_at)


def _refuse_unable(policy: ApprovalPolicy) -> None:
    able = [role.value for role in Role if Permission.PLANS_APPROVE in PERMISSIONS[role]]
    for at, level in enumerate(policy.levels):
        if level.role not in able:
            raise InvalidInput(
                Problem(
                    f"levels[{at}].role",
                    f"is {level.role!r}, a role that may not approve plans.",
                    f"Name one of: {', '.join(able)}.",
                )
            )


def _dump(level: ApprovalLevel) -> dict[str, Any]:
    over = level.cost_over
    cost = {"amount": f"{over.amount:.2f}", "currency": over.currency} if over else None
    return {"name": level.name, "role": level.role, "cost_over": cost, "seats_over": level.seats_over}


def _load(data: Mapping[str, Any]) -> ApprovalLevel:
    cost = data["cost_over"]
    over = Money(Decimal(cost["amount"]), cost["currency"]) if cost else None
    return ApprovalLevel(data["name"], data["role"], over, data["seats_over"])
