"""Profiles and plans to store."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from planner.domain import Plan
from planner.services import ids
from planner.store import Store
from tests.reports.plans import usual

NOW = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "name": "Ärzte & Söhne",
    "ml_teams": 3,
    "data_scientists": 2.5,
    "needs": ["deploy_models"],
}
TEXT = '{\n  "name": "Ärzte 🩺",\n  "n": 0.1,\n  "tail": " "\n}\n'
DIGEST = "ab" * 32
PLAN: Plan = usual()
WORKSPACE, ANOTHER = (f"ws_{digit * 26}" for digit in "12")


def add_workspace(store: Store, id: str = WORKSPACE) -> str:
    with store.writing(id) as work:
        work.workspaces.add(id, f"Workspace {id[-1]}", NOW)
        work.commit()
    return id


def add_profile(
    store: Store, name: str = "Ärzte & Söhne", minute: int = 0, workspace: str = WORKSPACE
) -> str:
    now = NOW + timedelta(minutes=minute)
    with store.writing(workspace) as work:
        id = work.profiles.add(ids.new(ids.PROFILE, now), name, {**DOCUMENT, "name": name}, DIGEST, now).id
        work.commit()
    return id


def add_plan(
    store: Store,
    profile_id: str,
    plan: Plan = PLAN,
    minute: int = 0,
    version: int = 1,
    workspace: str = WORKSPACE,
) -> str:
    now = NOW + timedelta(minutes=minute)
    with store.writing(workspace) as work:
        id = work.plans.add(
            ids.new(ids.PLAN, now), profile_id, version, plan, TEXT, "cd" * 32, "ef" * 32, now
        ).id
        work.commit()
    return id


def add_position(store: Store, profile_id: str, id: str = "ML-2027-001") -> str:
    """A contractor's position, whose engagement ends."""
    plan_id, day, paid = add_plan(store, profile_id), NOW.date(), Decimal("9000.00")
    words = {
        "state": "approved",
        "kind": "contractor",
        "role": "mlops",
        "level": "senior",
        "title": "Engineer",
    }
    people = {"employment_type": "contractor", "reports_to": "Manager", "priority": 3, "asked_by": "person_1"}
    money = dict.fromkeys(("budgeted_cost", "monthly_cost", "hiring_cost"), paid)
    days = dict.fromkeys(("needed", "opens", "planned", "expected", "ends"), day)
    with store.writing(WORKSPACE) as work:
        work.positions.add(
            id=id, seat=id, profile_id=profile_id, plan_id=plan_id, currency="EUR",
            created_at=NOW, updated_at=NOW, **words, **people, **money, **days,
        )  # fmt: skip
        work.commit()
    return id
