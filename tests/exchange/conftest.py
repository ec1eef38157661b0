"""A workspace with an approved plan, and tools on loopback that it can be connected to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planner.domain.lifecycle import PositionState
from planner.integrations.catalog import Toolbox
from planner.integrations.courier import Courier
from planner.integrations.egress import Egress
from planner.integrations.files import Exchange
from planner.services import connections, positions
from planner.services.connections import Wanted
from planner.services.ports import Desk
from planner.services.ports.exchange import ConnectionRecord, Outside
from planner.store.vault import Vault, key_of
from tests.integrations.connections import MADE, QUICK
from tests.lives.conftest import kept, office, shipped  # noqa: F401 - fixtures
from tests.lives.office import Office

INSIDE = Egress.of(["127.0.0.1"])
Connect = Callable[[str], tuple[ConnectionRecord, Any]]


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Desk:  # noqa: F811
    """The admin's desk in a workspace whose approved plan's seats belong to a team."""
    beyond = Outside(
        Toolbox(INSIDE, QUICK, lambda seconds: None),
        Vault(key_of("", tmp_path / "planner.db")),
        Courier(INSIDE, QUICK),
        Exchange(),
    )
    office.desks = {name: replace(each, outside=lambda: beyond) for name, each in office.desks.items()}
    office.approved()
    for seat in office.seats():
        positions.edit(office.ana, seat.id, {"team": "ML Platform"}, positions.WHICHEVER)
        if seat.state == PositionState.APPROVED.value:
            positions.transition(office.ana, seat.id, "open")
    return office.ada


@pytest.fixture
def connect(desk: Desk) -> Iterator[Connect]:
    """Connects a tool that stands in for one of a vendor."""
    with ExitStack() as stack:

        def made(name: str) -> tuple[ConnectionRecord, Any]:
            kind, make, settings, secrets = MADE[name]
            peer = make()
            url = stack.enter_context(peer.served())
            wanted = Wanted(name=name, url=url, settings=settings, secrets=secrets)
            return connections.add(desk, kind, wanted), peer

        yield made
