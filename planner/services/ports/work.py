"""Where records are kept, and the transactions that keep them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from planner.services.ports import exchange, lives
from planner.services.ports.access import People, Sessions, SignInLinks, Tokens, Workspaces
from planner.services.ports.audit import Audit
from planner.services.ports.outbox import Events, Outbox
from planner.services.ports.plans import Plans
from planner.services.ports.profiles import Profiles
from planner.services.ports.retries import Retries


class Work(Protocol):
    """One transaction in one workspace; what is not committed is forgotten."""

    @property
    def profiles(self) -> Profiles:
        """Its profiles."""

    @property
    def plans(self) -> Plans:
        """Its plans."""

    @property
    def workspaces(self) -> Workspaces:
        """The register of all workspaces."""

    @property
    def people(self) -> People:
        """Its people."""

    @property
    def tokens(self) -> Tokens:
        """Its tokens."""

    @property
    def links(self) -> SignInLinks:
        """Its links to sign in."""

    @property
    def sessions(self) -> Sessions:
        """Its browser sessions."""

    @property
    def retries(self) -> Retries:
        """Its keys of requests that may be sent again."""

    @property
    def audit(self) -> Audit:
        """Its audit trail."""

    @property
    def positions(self) -> lives.Positions:
        """Its positions."""

    @property
    def position_changes(self) -> lives.PositionChanges:
        """The history of its positions."""

    @property
    def hires(self) -> lives.Hires:
        """People in its positions."""

    @property
    def requisitions(self) -> lives.Requisitions:
        """Openings for its positions."""

    @property
    def policies(self) -> lives.Policies:
        """Its approval policy."""

    @property
    def approvals(self) -> lives.Approvals:
        """Steps of approval of its plans."""

    @property
    def budgets(self) -> lives.Budgets:
        """Budgets of its plans."""

    @property
    def scenarios(self) -> lives.Scenarios:
        """Its scenarios."""

    @property
    def guidance(self) -> lives.GuidanceVersions:
        """Its guidance packs."""

    @property
    def publications(self) -> lives.Publications:
        """Which guidance held when."""

    @property
    def comments(self) -> lives.Comments:
        """Comments on its plans and positions."""

    @property
    def whole(self) -> lives.Whole:
        """All of it."""

    @property
    def outbox(self) -> Outbox:
        """Its events."""

    @property
    def events(self) -> Events:
        """Its events by their ids."""

    @property
    def connections(self) -> exchange.Connections:
        """Its connections."""

    @property
    def leases(self) -> exchange.Leases:
        """Who writes through them."""

    @property
    def links_there(self) -> exchange.ConnectionLinks:
        """What is known of records in tools."""

    @property
    def runs(self) -> exchange.SyncRuns:
        """Looks and pushes through connections."""

    @property
    def results(self) -> exchange.SyncResults:
        """What became of their changes."""

    @property
    def rosters(self) -> exchange.Rosters:
        """Rosters that were taken."""

    @property
    def column_mappings(self) -> exchange.ColumnMappings:
        """What columns of files mean."""

    @property
    def title_meanings(self) -> exchange.TitleMeanings:
        """What titles stand for."""

    @property
    def endpoints(self) -> exchange.Endpoints:
        """Addresses that hear of events."""

    @property
    def deliveries(self) -> exchange.Deliveries:
        """Events on their way to them."""

    @property
    def inbound(self) -> exchange.Inbound:
        """Messages that tools sent."""

    def commit(self) -> None:
        """Make all of it durable; use cases call `desk.commit`, which leaves an entry as well."""


class Store(Protocol):
    """Where records are kept."""

    def reading(self, workspace: str) -> AbstractContextManager[Work]:
        """A unit of work that only reads, in one workspace."""

    def writing(self, workspace: str) -> AbstractContextManager[Work]:
        """A unit of work that may commit, in one workspace."""

    def ready(self) -> None:
        """Raise a PlannerError unless records can be kept."""
