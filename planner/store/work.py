"""The unit of work: one transaction, committed once or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from planner.store.engine import WRITING, create_engine, guarded
from planner.store.migrating import migrate, require_current
from planner.store.queries import Plans, Profiles


class Work:
    """Queries inside one transaction; what is not committed is forgotten."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.profiles = Profiles(session)
        self.plans = Plans(session)

    def commit(self) -> None:
        """Make all of it durable; afterwards nothing more can be done here."""
        self._session.commit()


class Store:
    """The database: units of work over one engine."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)

    def reading(self) -> AbstractContextManager[Work]:
        """A unit of work that only reads; others write meanwhile."""
        return self._work(self.engine)

    def writing(self) -> AbstractContextManager[Work]:
        """A unit of work that may commit."""
        return self._work(self.engine.execution_options(**WRITING))

    def migrate(self) -> None:
        """Bring the tables up to date; raises UnusableDatabase when a newer program made them."""
        with guarded():
            migrate(self.engine)

    def ready(self) -> None:
        """Raise Unavailable, or UnusableDatabase where the tables are not those of this program."""
        with guarded():
            require_current(self.engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _work(self, engine: Engine) -> Iterator[Work]:
        with guarded(), Session(engine, expire_on_commit=False) as session:
            yield Work(session)
