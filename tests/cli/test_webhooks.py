"""`planner webhooks`: from adding an address to sending an event again."""

from pathlib import Path

import pytest

from planner.app import opened
from planner.config import Settings
from planner.domain.access import operator
from planner.services import approving, plans, profiles, workspaces
from tests.cli.conftest import Run
from tests.integrations.peers import Answer, Peer, Request
from tests.lives.office import SHOP


class Listener(Peer):
    """An endpoint that takes whatever comes."""

    def answer(self, request: Request) -> Answer:
        return Answer(status=204)


def something_happens(url: str) -> None:
    with opened(Settings(database_url=url, log_level="critical")) as desk:
        mine = desk.acting(operator(workspaces.named(desk).id))
        approving.submit(mine, plans.make(mine, profiles.create(mine, SHOP).id).id)


def test_an_address_from_adding_it_to_sending_an_event_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'planner.db'}"
    monkeypatch.setenv("PLANNER_PRIVATE_HOSTS", "127.0.0.1")
    monkeypatch.setenv("PLANNER_DATABASE_URL", url)
    with Listener().served() as address:
        wrong = run("webhooks", "add", address, "--event", "plan.sung")
        assert (wrong.exit_code, "'plan.sung' is no event" in wrong.stderr) == (2, True)
        added = run("webhooks", "add", address, "--event", "plan.submitted").stdout
        assert "hears of plan.submitted" in added
        endpoint = added.split()[0]
        listed = run("webhooks", "list").stdout
        assert (endpoint in listed, "active" in listed, "whsec_" in listed) == (True, True, False)
        something_happens(url)
        run("worker", "--once")
        (line,) = run("webhooks", "deliveries", endpoint).stdout.splitlines()[1:]
        delivery, event, state, attempts, answered = line.split()
        assert (event, state, attempts, answered) == ("plan.submitted", "delivered", "1", "204")
        assert delivery in run("webhooks", "replay", delivery).stdout
        rotated = run("webhooks", "rotate", endpoint).stdout
        assert rotated.split()[-1].startswith("whsec_")
        assert rotated.split()[-1] not in added
        assert run("webhooks", "remove", endpoint, "--yes").exit_code == 0
        assert run("webhooks", "remove", endpoint, "--yes").exit_code == 2
