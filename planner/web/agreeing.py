"""What the pages of approvals show: plans that wait, the policy as a form, and budgets by organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from planner.domain import InvalidInput, Money, PlannerError, Problem
from planner.domain.access import PERMISSIONS, Permission, Role
from planner.domain.approval import ApprovalLevel
from planner.domain.lifecycle import PlanState
from planner.domain.lists import MOST_ITEMS, Ask
from planner.reports import formats
from planner.services import Desk, PlanRecord, approving, plans, tracking
from planner.services.policies import Policy
from planner.services.tracking import Actuals
from planner.web.form import number

VERSION = "version"
PARTS = ("name", "role", "cost_over", "currency", "seats_over")
ABLE = tuple(role.value for role in Role if Permission.PLANS_APPROVE in PERMISSIONS[role])
NAMED = re.compile(r"levels\[(\d)\]\.(\w+)")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submitted plan and the approvals it still needs, in order; `able` may give the next one by role."""

    plan: PlanRecord
    levels: Sequence[ApprovalLevel]
    able: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The policy as rows of texts, the version they are of, and what is wrong, by field."""

    rows: tuple[Row, ...]
    version: str
    problems: Mapping[str, Problem] = field(default_factory=dict)
    able: tuple[str, ...] = ABLE


def waiting(desk: Desk) -> tuple[Waiting, ...]:
    """The submitted plans, those that whoever looks may approve first."""
    asked = Ask(plans.PLANS, MOST_ITEMS, filters={"state": PlanState.SUBMITTED.value})
    found = ((plan, approving.waiting(desk, plan.id)) for plan in plans.index(desk, asked).items)
    listed = [Waiting(plan, levels, _able(desk, levels[0])) for plan, levels in found if levels]
    return tuple(sorted(listed, key=lambda each: not each.able))


def _able(desk: Desk, level: ApprovalLevel) -> bool:
    actor = desk.actor
    return actor.may(Permission.PLANS_APPROVE) and actor.role.value in {level.role, Role.ADMIN.value}


def form(policy: Policy) -> Form:
    """The policy that holds, to be changed."""
    return Form(tuple(map(_row, policy.levels)), str(policy.version))


def refused(rows: Sequence[Row], version: str, problems: Sequence[Problem]) -> Form:
    """What was sent, and what is wrong with it."""
    return Form(tuple(rows), version, {problem.path: problem for problem in problems})


def rows(given: Mapping[str, str]) -> tuple[Row, ...]:
    """The levels that a form names; a level without a name and without numbers is gone."""
    found: dict[int, dict[str, str]] = {}
    for name, text in given.items():
        if match := NAMED.fullmatch(name):
            found.setdefault(int(match[1]), dict.fromkeys(PARTS, ""))[match[2]] = text.strip()
    said = (found[at] for at in sorted(found))
    return tuple(row for row in said if any(row[part] for part in PARTS if part not in {"role", "currency"}))


def levels(given: Sequence[Row]) -> tuple[ApprovalLevel, ...]:
    """The levels that rows make; raises InvalidInput with the path of each wrong field."""
    problems: list[Problem] = []
    made: list[ApprovalLevel] = []
    for at, row in enumerate(given):
        wrong = list(_wrong(f"levels[{at}]", row))
        problems += wrong
        if not wrong:
            made.append(_level(row))
    if problems:
        raise InvalidInput(*problems)
    return tuple(made)


def _wrong(path: str, row: Row) -> Iterator[Problem]:
    if not row["name"]:
        yield Problem(f"{path}.name", "is missing.", "Say what the approval is called, such as Finance.")
    for part, such_as in (("cost_over", "250,000"), ("seats_over", "5")):
        try:
            amount = number(f"{path}.{part}", row[part] or "0", such_as)
        except PlannerError as error:
            yield from error.problems
            continue
        if part == "seats_over" and (not isinstance(amount, int) or amount < 0):
            yield Problem(
                f"{path}.{part}", f"{row[part][:20]!r} is no number of seats.", "Write a whole one."
            )
    if row["cost_over"] and not re.fullmatch("[A-Z]{3}", row["currency"].upper()):
        fix = "Three capitals, such as EUR."
        yield Problem(f"{path}.currency", f"{row['currency'][:20]!r} is no currency.", fix)


def _level(row: Row) -> ApprovalLevel:
    cost, seats = formats.typed(row["cost_over"]), formats.typed(row["seats_over"])
    over = Money.of(Decimal(cost), row["currency"].upper()) if cost else None
    return ApprovalLevel(row["name"], row["role"], over, int(seats) if seats else None)


def _row(level: ApprovalLevel) -> Row:
    over = level.cost_over
    return {
        "name": level.name,
        "role": level.role,
        "cost_over": formats.numeral(f"{over.amount:,.2f}".removesuffix(".00")) if over else "",
        "currency": over.currency if over else "",
        "seats_over": "" if level.seats_over is None else str(level.seats_over),
    }


def books(desk: Desk) -> tuple[tuple[PlanRecord, Actuals], ...]:
    """Approved plans with what each fiscal year may cost, costs and will cost; raises Forbidden."""
    desk.require(Permission.PAY_READ)
    asked = Ask(plans.PLANS, MOST_ITEMS, filters={"state": PlanState.APPROVED.value})
    return tuple((plan, tracking.actuals(desk, plan.profile_id)) for plan in plans.index(desk, asked).items)
