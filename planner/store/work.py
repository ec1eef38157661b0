"""The unit of work: one transaction in one workspace, committed once or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine

from planner.store import queries
from planner.store.engine import WRITING, create_engine, guarded
from planner.store.migrating import migrate, require_current
from planner.store.sealing import Seal, Unsealed
from planner.store.security import Confined, grant


class Work:
    """Queries inside one transaction; what is not committed is forgotten."""

    def __init__(self, session: Confined, seal: Seal) -> None:
        self._session = session
        self.profiles = queries.Profiles(session)
        self.plans = queries.Plans(session)
        self.workspaces = queries.Workspaces(session)
        self.people = queries.People(session)
        self.tokens = queries.Tokens(session)
        self.links = queries.SignInLinks(session)
        self.sessions = queries.Sessions(session)
        self.retries = queries.Retries(session)
        self.positions = queries.Positions(session)
        self.position_changes = queries.PositionChanges(session)
        self.hires = queries.Hires(session)
        self.requisitions = queries.Requisitions(session)
        self.policies = queries.Policies(session)
        self.approvals = queries.Approvals(session)
        self.budgets = queries.Budgets(session)
        self.scenarios = queries.Scenarios(session)
        self.guidance = queries.GuidanceVersions(session)
        self.publications = queries.Publications(session)
        self.comments = queries.Comments(session)
        self.whole = queries.Whole(session)
        self.outbox = queries.Outbox(session)
        self.events = queries.Events(session)
        self.connections = queries.Connections(session)
        self.leases = queries.Leases(session)
        self.links_there = queries.ConnectionLinks(session)
        self.runs = queries.SyncRuns(session)
        self.results = queries.SyncResults(session)
        self.rosters = queries.Rosters(session)
        self.column_mappings = queries.ColumnMappings(session)
        self.title_meanings = queries.TitleMeanings(session)
        self.endpoints = queries.Endpoints(session)
        self.deliveries = queries.Deliveries(session)
        self.inbound = queries.Inbound(session)
        self.audit = queries.Audit(session, seal)

    def commit(self) -> None:
        """Make all of it durable; afterwards nothing more can be done here."""
        self.audit.chain()
        self._session.commit()


class Store:
    """The database: units of work over one engine; `seal` signs the end of audit trails."""

    def __init__(self, url: str, seal: Seal | None = None) -> None:
        self.engine = create_engine(url)
        self._seal = seal or Unsealed()

    def reading(self, workspace: str) -> AbstractContextManager[Work]:
        """A unit of work that only reads, in one workspace; others write meanwhile."""
        return self._work(self.engine, workspace)

    def writing(self, workspace: str) -> AbstractContextManager[Work]:
        """A unit of work that may commit, in one workspace."""
        return self._work(self.engine.execution_options(**WRITING), workspace)

    def migrate(self, application: str | None = None) -> None:
        """Bring the tables up to date, for use by the database role `application` where it is another.

        Raises UnusableDatabase when a newer program made them.
        """
        with guarded():
            migrate(self.engine)
            if application is not None:
                grant(self.engine, application)

    def ready(self) -> None:
        """Raise Unavailable, or UnusableDatabase where the tables are not those of this program."""
        with guarded():
            require_current(self.engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _work(self, engine: Engine, workspace: str) -> Iterator[Work]:
        with guarded(), Confined(engine, workspace) as session:
            yield Work(session, self._seal)
