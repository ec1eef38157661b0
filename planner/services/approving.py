"""Use cases of a plan's life: submit, approve, reject and the rest; an approved plan is never changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from planner.domain import Money
from planner.domain.access import ActorKind, Permission
from planner.domain.approval import (
    ApprovalLevel,
    ApprovalPolicy,
    Approver,
    Given,
    next_level,
    refuse_approver,
)
from planner.domain.events import PLAN_EVENTS, EventType
from planner.domain.lifecycle import PLAN, PlanState
from planner.services import ids, policies
from planner.services.lookup import found
from planner.services.ports import Desk, PlanRecord, Work
from planner.services.ports.lives import ApprovalRecord, BudgetRecord
from planner.services.proposing import adopt, propose, take_back


def submit(desk: Desk, plan_id: str, reason: str | None = None) -> PlanRecord:
    """Ask for approval: the plan's positions are proposed. Raises NotFound, WrongState."""
    with desk.writing(Permission.PLANS_SUBMIT) as work:
        plan = _take(desk, work, plan_id, "submit", reason)
        plan.submitted_by, plan.submitted_at = desk.actor.id, desk.now()
        propose(desk, work, plan)
        desk.finish(work)
    return plan


def withdraw(desk: Desk, plan_id: str, reason: str | None = None) -> PlanRecord:
    """Take a submission back; what it proposed is cancelled. Raises NotFound, WrongState."""
    with desk.writing(Permission.PLANS_SUBMIT) as work:
        plan = _take(desk, work, plan_id, "withdraw", reason)
        take_back(desk, work, plan, "The plan was withdrawn.")
        desk.finish(work)
    return plan


def approve(desk: Desk, plan_id: str, reason: str | None = None) -> PlanRecord:
    """Give the next approval that the plan needs; the last one adopts it and locks its budget.

    Raises NotFound, WrongState, and NotYours where the approver may not give it.
    """
    with desk.writing(Permission.PLANS_APPROVE) as work:
        plan = found(ids.PLAN, plan_id, work.plans.locked)
        PLAN.transition(PlanState(plan.state), "approve")
        required = levels(work, plan)
        given = _given(work, plan)
        level = next_level(required, given)
        assert level is not None, "a submitted plan waits for an approval"
        refuse_approver(level, approver(desk, work), plan.submitted_by or "", given)
        last = next_level(required, [*given, Given(level.name, desk.actor.id)]) is None
        if last:
            _adopt(desk, work, plan, level, reason)
        else:
            _step(desk, work, plan, "approve", reason, level.name)
            desk.tell(work, EventType.PLAN_LEVEL_APPROVED, plan.id, level=level.name)
        desk.finish(work)
    return plan


def reject(desk: Desk, plan_id: str, reason: str | None = None) -> PlanRecord:
    """Send a submitted plan back with a reason; raises NotFound, WrongState."""
    with desk.writing(Permission.PLANS_APPROVE) as work:
        plan = _take(desk, work, plan_id, "reject", reason)
        take_back(desk, work, plan, "The plan was rejected.")
        desk.finish(work)
    return plan


def reopen(desk: Desk, plan_id: str, reason: str | None = None) -> PlanRecord:
    """Make a rejected plan a draft again; raises NotFound, WrongState."""
    return _simply(desk, plan_id, "reopen", reason, Permission.PLANS_SUBMIT)


def archive(desk: Desk, plan_id: str, reason: str | None = None) -> PlanRecord:
    """Put a plan away; its positions live on. Raises NotFound, WrongState."""
    return _simply(desk, plan_id, "archive", reason, Permission.PLANS_WRITE)


def restore(desk: Desk, plan_id: str, reason: str | None = None) -> PlanRecord:
    """Take a plan out of the archive; raises NotFound, WrongState."""
    return _simply(desk, plan_id, "restore", reason, Permission.PLANS_WRITE)


def steps(desk: Desk, plan_id: str) -> Sequence[ApprovalRecord]:
    """Who submitted, approved and rejected the plan, when and why, oldest first; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        found(ids.PLAN, plan_id, work.plans.get)
        return work.approvals.all(plan_id=plan_id)


def waiting(desk: Desk, plan_id: str) -> Sequence[ApprovalLevel]:
    """The approvals that a submitted plan still needs, in order; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        plan = found(ids.PLAN, plan_id, work.plans.get)
        if plan.state != PlanState.SUBMITTED.value:
            return ()
        there = {each.level for each in _given(work, plan)}
        return [level for level in levels(work, plan) if level.name not in there]


def budgets(desk: Desk, plan_id: str) -> Sequence[BudgetRecord]:
    """The budget that an approval of the plan locked, by fiscal year; raises NotFound, Forbidden."""
    desk.require(Permission.PAY_READ)
    with desk.reading(Permission.PLANS_READ) as work:
        found(ids.PLAN, plan_id, work.plans.get)
        return work.budgets.all(plan_id=plan_id)


def approver(desk: Desk, work: Work) -> Approver:
    """The actor as one who approves; alone where the workspace has no more than one person.

    Whoever has the command line beside the database answers to nobody.
    """
    alone = work.people.active() <= 1 or desk.actor.kind is ActorKind.OPERATOR
    return Approver(desk.actor.id, desk.actor.role.value, alone)


def levels(work: Work, plan: PlanRecord) -> tuple[ApprovalLevel, ...]:
    """The approvals that a plan of this size needs by the workspace's policy."""
    policy: ApprovalPolicy = policies.present(work)
    return policy.required(plan.seats, Money(plan.cost, plan.currency))


def _adopt(desk: Desk, work: Work, plan: PlanRecord, level: ApprovalLevel, reason: str | None) -> None:
    for former in work.plans.adopted(plan.profile_id):
        _follow(desk, work, former, "supersede", None)
        _step(desk, work, former, "supersede", None)
        for budget in work.budgets.all(plan_id=former.id):
            budget.released_at = desk.now()
        plan.replaces = former.id
    _follow(desk, work, plan, "approve", reason)
    _step(desk, work, plan, "approve", reason, level.name)
    adopt(desk, work, plan)
    _lock_budget(desk, work, plan)


def _lock_budget(desk: Desk, work: Work, plan: PlanRecord) -> None:
    """One record for each fiscal year: the profile's budget, or the plan's own cost where there is none."""
    totals = json.loads(plan.document)["totals"]
    for year, cost in totals["by_year"].items():
        limit = totals["budget_by_year"].get(year, cost)
        work.budgets.add(
            plan_id=plan.id,
            fiscal_year=int(year),
            currency=cost["currency"],
            amount=Decimal(limit["amount"]),
            cost=Decimal(cost["amount"]),
            locked_at=desk.now(),
        )


def _given(work: Work, plan: PlanRecord) -> list[Given]:
    every = work.approvals.all(plan_id=plan.id)
    round = max((step.round for step in every), default=0)
    return [
        Given(step.level or "", step.by) for step in every if step.round == round and step.action == "approve"
    ]


def _simply(desk: Desk, plan_id: str, action: str, reason: str | None, permission: Permission) -> PlanRecord:
    with desk.writing(permission) as work:
        plan = _take(desk, work, plan_id, action, reason)
        desk.finish(work)
    return plan


def _take(desk: Desk, work: Work, plan_id: str, action: str, reason: str | None) -> PlanRecord:
    plan = found(ids.PLAN, plan_id, work.plans.locked)
    _follow(desk, work, plan, action, reason)
    _step(desk, work, plan, action, reason)
    return plan


def _follow(desk: Desk, work: Work, plan: PlanRecord, action: str, reason: str | None) -> None:
    state = PlanState(plan.state)
    before = PlanState(plan.state_before) if plan.state_before else None
    target = PLAN.follow(state, action, reason, before)
    plan.state = target.value
    plan.state_before = state.value if target is PlanState.ARCHIVED else None
    desk.tell(
        work,
        PLAN_EVENTS[action],
        plan.id,
        profile_id=plan.profile_id,
        state=plan.state,
        seats=plan.seats,
        replaces=plan.replaces,
    )


def _step(
    desk: Desk, work: Work, plan: PlanRecord, action: str, reason: str | None, level: str | None = None
) -> None:
    every = work.approvals.all(plan_id=plan.id)
    round = max((step.round for step in every), default=0) + (action == "submit")
    work.approvals.append(
        plan_id=plan.id,
        round=max(round, 1),
        action=action,
        level=level,
        by=desk.actor.id,
        reason=reason,
        at=desk.now(),
    )
    desk.record(work, f"plan.{action}", plan.id, after=plan.digest, reason=reason)
