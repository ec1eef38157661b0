"""What all queries share: one session in one workspace."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session


class Queries:
    """Queries of one kind, inside a session that is confined to `workspace`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def workspace(self) -> str:
        """The workspace that the session is confined to."""
        return str(self._session.info["workspace"])

    def key(self, *parts: Any) -> tuple[Any, ...]:
        """A primary key in this workspace."""
        return (self.workspace, *parts)
