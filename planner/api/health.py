"""Whether the service runs and whether it can work."""

from __future__ import annotations

from typing import Any

from planner.api.answers import HealthSchema
from planner.api.doors import Answer, Door, desk

door = Door("health", __name__, description="For load balancers and monitoring.")

FINE = Answer(schema=HealthSchema, about="All is well.", example={"status": "ok"})


@door.operation("GET", "/healthz", "isAlive", FINE, public=True)
def alive() -> Any:
    """Say that the process runs."""
    return {"status": "ok"}


@door.operation("GET", "/readyz", "isReady", FINE, public=True)
def ready() -> Any:
    """Say that the database answers and its tables are up to date; 503 otherwise."""
    desk().store.ready()
    return {"status": "ok"}
