from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.app import close, create_app
from planner.config import Settings
from tests.api import tenants
from tests.api.orgs import SHOP
from tests.store.databases import DATABASES, opened


@pytest.fixture(scope="session", params=DATABASES)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on SQLite, then on PostgreSQL; tests bring their own records and mind no others."""
    with opened(request.param, tmp_path_factory.mktemp("service")) as url:
        service = create_app(
            Settings(
                database_url=url, log_level="critical", rate_limit="off", secret_key="a key for tests" * 3
            )
        )
        yield service
        close(service)


@pytest.fixture(scope="session")
def workspace(app: Flask) -> str:
    """The id of the workspace that tests work in."""
    return tenants.workspace(app, "tests")


@pytest.fixture
def client(app: Flask, workspace: str) -> FlaskClient:
    """A client that sends an admin's token with every request."""
    return tenants.client(app, workspace)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A client that sends no token."""
    return app.test_client()


@pytest.fixture
def stored(client: FlaskClient) -> dict[str, Any]:
    """A stored profile."""
    answer = client.post("/api/v1/profiles", json=SHOP)
    assert answer.status_code == 201
    return dict(answer.json or {})


@pytest.fixture
def made(client: FlaskClient, stored: dict[str, Any]) -> dict[str, Any]:
    """A stored plan."""
    answer = client.post(f"/api/v1/profiles/{stored['id']}/plans?today=2026-11-23")
    assert answer.status_code == 201
    return dict(answer.json or {})
