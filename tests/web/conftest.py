"""One service and one browser for all journeys of a worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api import tenants
from tests.store.databases import opened
from tests.web.serving import Service, browsing, chromium, serving, signed_in

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service on SQLite."""
    with opened("sqlite", tmp_path_factory.mktemp("pages")) as url, serving(url) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("no Chromium: `make test` as root on Debian installs it, or install chromium yourself")
    with browsing() as running:
        yield running


@pytest.fixture
def context(browser: Browser, service: Service) -> Iterator[BrowserContext]:
    """A browser of one reader, who asks this service only."""
    fresh = signed_in(browser, service, viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(30_000)
    asked: list[str] = []
    fresh.on("request", lambda request: asked.append(request.url))
    yield fresh
    fresh.close()
    assert [url for url in asked if not url.startswith((service.address, "data:"))] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def plan_id(service: Service) -> str:
    """A stored plan of the example organisation."""
    return stored(service, "example")


def stored(service: Service, name: str) -> str:
    """The id of a fresh plan of an example organisation."""
    return kept(service, Path(f"seeds/orgs/{name}.yaml").read_text(encoding="utf-8"))


def kept(service: Service, source: str) -> str:
    """The id of a fresh plan of an organisation in YAML."""
    client = tenants.client(service.app, service.workspace)
    profile = client.post("/api/v1/profiles", data=source.encode(), content_type="application/yaml").json
    return str(client.post(f"/api/v1/profiles/{profile['id']}/plans").json["id"])
