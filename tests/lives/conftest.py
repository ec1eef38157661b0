"""A workspace with people on a real database, SQLite and then PostgreSQL; every test has one of its own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from planner.app import desk as wired
from planner.domain.access import ActorKind, Role, acting
from planner.services import ids, people, workspaces
from planner.services.ports import Desk
from planner.store import Store
from tests.lives.office import Office
from tests.store.databases import DATABASES, with_tables


class Clock:
    """A clock that tests can set forward."""

    def __init__(self) -> None:
        self.now = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=DATABASES)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with with_tables(request.param, tmp_path_factory.mktemp("lives")) as url:
        store = Store(url)
        yield store
        store.close()


@pytest.fixture(scope="module")
def shipped(kept: Store) -> Desk:
    return wired(kept)


@pytest.fixture
def office(shipped: Desk) -> Office:
    """A workspace with a planner, two of finance, an admin, a manager of Search and a viewer."""
    from dataclasses import replace

    clock = Clock()
    desk = replace(shipped, now=clock)
    workspace = workspaces.create(desk, f"Workspace {ids.new(ids.WORKSPACE, clock.now)}")
    operator = desk.acting(acting(workspace.id, ActorKind.OPERATOR, "operator", Role.ADMIN))
    desks = {}
    for name, role, teams in Office.PEOPLE:
        person = people.add(operator, f"{name}@example.com", name, role, teams)
        actor = acting(workspace.id, ActorKind.PERSON, person.id, role, frozenset(teams), person.id)
        desks[name] = desk.acting(actor)
    return Office(workspace.id, clock, operator, desks)
