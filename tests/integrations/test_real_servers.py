"""Servers that are not ours, run for real: a SCIM directory; and live tools, where they are named."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from planner.domain.connecting import Connector, Link, Outcome, Refused
from planner.integrations.catalog import Toolbox
from planner.integrations.egress import Egress
from planner.integrations.http import Policy
from planner.integrations.kinds import KINDS
from tests.integrations.seats import seat

INSIDE = Toolbox(Egress.of(["127.0.0.1"]), Policy(seconds=10, attempts=2, first_wait=0.05))
TODAY = date(2026, 11, 23)
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: list[str], url: str, folder: Path, **environment: str) -> Iterator[str]:
    """A server process, from when it answers."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env={**os.environ, **environment}
        )
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    httpx.get(url, timeout=1)
                    break
                except httpx.TransportError:
                    assert process.poll() is None, (folder / "log").read_text()[-2_000:]
                    assert time.monotonic() < deadline, "it did not start in time"
                    time.sleep(0.1)
            yield url
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def connector(kind: str, url: str, settings: dict[str, str], secrets: dict[str, str]) -> Iterator[Connector]:
    address = INSIDE.validated(kind, url, settings, secrets)
    with INSIDE.open(kind, address, settings, secrets) as opened:
        yield opened


def everybody(opened: Connector) -> list[Any]:
    people, cursor = [], None
    while True:
        page = opened.pull_roster(TODAY, cursor)
        people += page.items
        if page.next is None:
            return sorted(people, key=lambda row: row.name)
        cursor = page.next


def test_the_roster_of_a_real_scim_directory(tmp_path: Path) -> None:
    pytest.importorskip("scim2_server")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).with_name("scim2-server")), "--port", str(port)]
    with running(command, url, tmp_path):
        grace = _user(url, "grace", "ML Platform Lead", "ML Platform")
        _user(url, "ada", "MLOps Engineer", "ML Platform", manager=grace)
        gone = _user(url, "gone", "MLOps Engineer", "ML Platform")
        operations = [{"op": "replace", "path": "active", "value": False}]
        patch = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations}
        httpx.patch(f"{url}/v2/Users/{gone}", json=patch).raise_for_status()
        with connector("scim", f"{url}/v2", {}, {"token": "any"}) as opened:
            assert opened.check().ok
            ada, boss = everybody(opened)
    assert (ada.name, ada.title, ada.department, ada.manager) == (
        "ada",
        "MLOps Engineer",
        "ML Platform",
        grace,
    )
    assert (boss.name, boss.email) == ("grace", "grace@example.com")


def _user(url: str, name: str, title: str, department: str, manager: str | None = None) -> str:
    work: dict[str, Any] = {"department": department}
    if manager:
        work["manager"] = {"value": manager}
    body = {
        "schemas": [USER, ENTERPRISE],
        "userName": name,
        "active": True,
        "title": title,
        "emails": [{"value": f"{name}@example.com", "type": "work", "primary": True}],
        ENTERPRISE: work,
    }
    answer = httpx.post(f"{url}/v2/Users", json=body)
    answer.raise_for_status()
    return str(answer.json()["id"])


LIVE = {
    "odoo": ("ODOO", ("database", "login"), ("api_key",)),
    "frappe": ("FRAPPE", ("company", "requested_by"), ("api_key", "api_secret")),
    "ashby": ("ASHBY", (), ("api_key",)),
    "horilla": ("HORILLA", ("username",), ("password",)),
    "scim": ("SCIM", (), ("token",)),
}


@contextmanager
def live(kind: str) -> Iterator[Connector]:
    """The tool that PLANNER_LIVE_ODOO_URL, PLANNER_LIVE_ODOO_DATABASE and so on name; else a skip."""
    name, settings, secrets = LIVE[kind]
    url = os.environ.get(f"PLANNER_LIVE_{name}_URL")
    if not url:
        pytest.skip(f"no live {KINDS[kind].title}: set PLANNER_LIVE_{name}_URL to try one")
    given = {each: os.environ[f"PLANNER_LIVE_{name}_{each.upper()}"] for each in (*settings, *secrets)}
    parts = ({each: given[each] for each in settings}, {each: given[each] for each in secrets})
    with connector(kind, url, *parts) as opened:
        yield opened


@pytest.mark.parametrize("kind", LIVE)
def test_a_live_tool_answers(kind: str) -> None:
    with live(kind) as opened:
        health = opened.check()
        assert health.ok, health.findings
        assert opened.pull_roster(TODAY).items


@pytest.mark.parametrize("kind", [kind for kind in LIVE if KINDS[kind].caps.openings])
def test_a_live_tool_takes_an_opening_once_and_closes_it(kind: str) -> None:
    """Writes. PLANNER_LIVE_ODOO_TEAM names a team that is there."""
    name = LIVE[kind][0]
    if os.environ.get(f"PLANNER_LIVE_{name}_WRITES") != "1":
        pytest.skip(f"set PLANNER_LIVE_{name}_WRITES=1 to let the test write to {KINDS[kind].title}")
    mark = f"{time.time():.0f}"
    team = os.environ.get(f"PLANNER_LIVE_{name}_TEAM")
    wanted = seat(1, id=f"LIVE-{mark}", title=f"Planner trial {mark}", department=team)
    with live(kind) as opened:
        rows = INSIDE.rows(kind, [wanted], {})
        (made,) = opened.apply(opened.plan(rows, []).changes, "live")
        assert made.outcome is Outcome.CREATED, made
        link = Link(external_id=made.external_id, remote_id=made.remote_id, pushed=made.fields)
        assert opened.plan(rows, [link]).writes == ()
        (status,) = opened.pull_status([link])
        assert status.filled == 0
        (closed,) = opened.close([link], "trial")
        assert closed.outcome is Outcome.CLOSED, closed


def test_an_address_that_speaks_another_language_is_said() -> None:
    from tests.integrations.peers import Answer, Peer

    class Html(Peer):
        def answer(self, request: Any) -> Answer:
            return Answer(content=b"<html>Sign in</html>", kind="text/html")

    with Html().served() as url:
        for kind, (_, settings, secrets) in LIVE.items():
            given = (dict.fromkeys(settings, "x"), dict.fromkeys(secrets, "x"))
            with connector(kind, url, *given) as opened, pytest.raises(Refused, match="instead of JSON"):
                opened.check()
