from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from planner.store import Store
from tests.store.databases import DATABASES, opened, with_tables
from tests.store.records import add_workspace


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database, SQLite and then PostgreSQL: empty, unless `store` or `desk` is asked for as well."""
    make = with_tables if {"store", "desk"}.intersection(request.fixturenames) else opened
    with make(request.param, tmp_path) as address:
        yield address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with its tables and one workspace."""
    with closing(Store(url)) as made:
        add_workspace(made)
        yield made
