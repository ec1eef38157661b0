"""The same input, pack and assumptions give the same bytes in library, command line, API and pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from werkzeug.test import TestResponse

from planner.api import EXTENSION
from planner.app import begin, close, create_app
from planner.cli import main, options
from planner.config import Settings
from planner.domain import Profile
from planner.schemas import plans, profiles
from planner.services import access
from planner.web.access import COOKIE
from tests.api import tenants
from tests.examples import few
from tests.firms import firms
from tests.knowing import TODAY, knowledge, planned

pytestmark = pytest.mark.properties
SHARED = settings(few(60), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@dataclass(frozen=True)
class Doors:
    """The service: a client of the API and a browser without a window, both of one workspace."""

    api: FlaskClient
    pages: FlaskClient


@pytest.fixture(scope="module")
def packs() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory, packs: pytest.MonkeyPatch) -> Iterator[Doors]:
    """The service on SQLite; its file goes when the tests are done."""
    file = tmp_path_factory.mktemp("doors") / "planner.db"
    chosen = Settings(
        database_url=f"sqlite:///{file}", log_level="critical", rate_limit="off", secret_key="for tests" * 5
    )
    packs.setattr(options, "knowledge", lambda pack: knowledge())  # read once, not in each of the examples
    app = create_app(chosen)
    begun = begin(app)
    assert begun is not None
    pages = app.test_client()
    pages.set_cookie(COOKIE, access.sign_in(app.extensions[EXTENSION], begun.invited.token).cookie)
    yield Doors(tenants.client(app, begun.workspace.id), pages)
    close(app)


@given(firms())
@SHARED
def test_every_door_gives_the_same_bytes(doors: Doors, profile: Profile) -> None:
    """Each is given the profile as a document: so export and import, too, give the same profile and plan."""
    document = json.dumps(profiles.dump(profile)).encode()
    assert profiles.read(document) == profile
    expected = plans.dumps(planned(profile)).encode()
    read = plans.loads(expected)
    assert (read.profile, read.provenance.today) == (profile, TODAY)
    assert by_command(document) == expected
    assert sent(doors.api, f"plans/preview?today={TODAY}", document).data == expected
    stored = sent(doors.api, "profiles", document).get_json()["id"]
    made = sent(doors.api, f"profiles/{stored}/plans?today={TODAY}").get_json()["id"]
    assert doors.pages.get(f"/plans/{made}/json").data == expected


def by_command(document: bytes) -> bytes:
    asked = ["plan", "-", "--today", str(TODAY), "--format", "json"]
    result = CliRunner().invoke(main, asked, input=document)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def sent(client: FlaskClient, path: str, document: bytes | None = None) -> TestResponse:
    kind = document and "application/json"
    answer = client.post(f"/api/v1/{path}", data=document, content_type=kind)
    assert answer.status_code < 300, answer.text
    return answer
