"""Connections to stand-ins, and the ledger that a service keeps of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from planner.domain.connecting import ChangeSet, Connector, Link, Outcome, RowResult
from planner.domain.openings import Seat
from planner.integrations.catalog import Toolbox
from planner.integrations.egress import Egress
from planner.integrations.http import Policy
from tests.integrations.peers import Peer
from tests.integrations.standins import (
    AshbyPeer,
    FrappePeer,
    GreenhousePeer,
    HibobPeer,
    LeverPeer,
    OdooPeer,
)

QUICK = Policy(seconds=0.6, connect=0.5, attempts=2, first_wait=0.01, patience=1.2)
TOOLBOX = Toolbox(Egress.of(["127.0.0.1"]), QUICK, sleep=lambda seconds: None)
KNOWN = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.CLOSED)
ODOO = ({"database": "hr1", "login": "admin"}, {"api_key": "odoo-key"})
MADE: dict[str, tuple[str, Callable[[], Peer], dict[str, str], dict[str, str]]] = {
    "odoo18": ("odoo", OdooPeer, *ODOO),
    "odoo18.1": ("odoo", lambda: OdooPeer((18, 1)), *ODOO),
    "odoo19": ("odoo", lambda: OdooPeer((19, 0)), *ODOO),
    "frappe": (
        "frappe",
        FrappePeer,
        {"company": "Acme ML", "requested_by": "HR-EMP-00001"},
        {"api_key": "key", "api_secret": "secret"},
    ),
    "frappe_plans": (
        "frappe_plans",
        FrappePeer,
        {"company": "Acme ML"},
        {"api_key": "key", "api_secret": "secret"},
    ),
    "ashby": ("ashby", AshbyPeer, {}, {"api_key": "k"}),
    "greenhouse": ("greenhouse", GreenhousePeer, {"job_id": "7"}, {"client_id": "i", "client_secret": "s"}),
    "hibob": (
        "hibob",
        HibobPeer,
        {"department": "1", "site": "2", "jobProfile": "3"},
        {"user": "u", "token": "t"},
    ),
    "lever": ("lever", LeverPeer, {}, {"api_key": "k"}),
}


@dataclass
class Connected:
    """A connection with its ledger of links; `push` is plan and apply, `plan` the dry run alone."""

    kind: str
    peer: Any
    connector: Connector
    links: dict[str, Link] = field(default_factory=dict)

    def plan(self, seats: Sequence[Seat]) -> ChangeSet:
        return self.connector.plan(TOOLBOX.rows(self.kind, seats, {}), list(self.links.values()))

    def push(self, seats: Sequence[Seat]) -> list[RowResult]:
        return self.apply(self.plan(seats))

    def apply(self, changes: ChangeSet) -> list[RowResult]:
        for change in changes.writes:
            known = self.links.get(change.external_id)
            fresh = known or Link(external_id=change.external_id)
            self.links[change.external_id] = replace(fresh, intended=change.fields, state="intent")
        results = self.connector.apply(changes.changes, "run")
        for result in results:
            if result.remote_id and result.outcome in KNOWN:
                self.links[result.external_id] = Link(
                    external_id=result.external_id, remote_id=result.remote_id, pushed=result.fields
                )
        return results

    def outcomes(self, seats: Sequence[Seat]) -> list[str]:
        return [result.outcome.value for result in self.push(seats)]


@contextmanager
def connected(name: str) -> Iterator[Connected]:
    kind, make, settings, secrets = MADE[name]
    peer = make()
    with peer.served() as url:
        given = {**settings, **({"token_url": f"{url}/token"} if kind == "greenhouse" else {})}
        address = TOOLBOX.validated(kind, url, given, secrets)
        with TOOLBOX.open(kind, address, given, secrets) as connector:
            yield Connected(kind, peer, connector)
