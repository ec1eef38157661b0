"""Figures for monitoring (Prometheus): requests by operation, how long they took, how many are under way."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask, Response, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from planner import __version__
from planner.api.doors import Answer, Door, authenticate, desk
from planner.domain.access import Permission

EXTENSION = "planner.metrics"
OPEN = "PLANNER_METRICS_OPEN"
SEVERAL_PROCESSES = "PROMETHEUS_MULTIPROC_DIR"  # prometheus-client's own variable
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
TEXT = "text/plain"

door = Door("metrics", __name__, description="For load balancers and monitoring.")


class Metrics:
    """What is counted; one of these to a service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        names = ["operation", "method", "status"]
        self.requests = Counter(
            "planner_requests", "Requests that were answered.", names, registry=self.registry
        )
        self.seconds = Histogram(
            "planner_request_seconds",
            "Seconds from a request's arrival in the application to its answer.",
            ["operation"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.busy = Gauge(
            "planner_requests_in_progress",
            "Requests being answered.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        build = Gauge(
            "planner_build",
            "Always 1; the label says the version.",
            ["version"],
            registry=self.registry,
            multiprocess_mode="max",
        )
        build.labels(__version__).set(1)

    def begin(self) -> None:
        """A request has come."""
        g.counted = True
        self.busy.inc()

    def end(self, error: BaseException | None = None) -> None:
        """It is over, whatever has become of it."""
        if g.pop("counted", False):
            self.busy.dec()

    def answered(self, response: Response, seconds: float) -> None:
        """It was answered."""
        operation = (request.endpoint or "none").rpartition(".")[2]
        method = request.method if request.method in METHODS else "other"
        self.requests.labels(operation, method, str(response.status_code)).inc()
        self.seconds.labels(operation).observe(seconds)

    def text(self) -> bytes:
        """All figures, of every process where there are several."""
        registry = self.registry
        if os.environ.get(SEVERAL_PROCESSES):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def register(app: Flask) -> None:
    """Count the requests of `app`."""
    metrics = app.extensions[EXTENSION] = Metrics()
    app.before_request(metrics.begin)
    app.teardown_request(metrics.end)


EXAMPLE = """\
# HELP planner_requests_total Requests that were answered.
# TYPE planner_requests_total counter
planner_requests_total{method="GET",operation="getPlan",status="200"} 41.0
"""


@door.operation(
    "GET",
    "/metrics",
    "getMetrics",
    Answer(
        schema={"type": "string"},
        about="Counters, gauges and histograms in the text form of Prometheus.",
        example=EXAMPLE,
        media=(TEXT,),
        errors=(401, 403),
    ),
    public=True,
)
def metrics() -> Any:
    """Get the figures for monitoring; open to all only where the service is set to."""
    if not current_app.config[OPEN]:
        authenticate()
        desk().require(Permission.METRICS_READ)
    return Response(current_app.extensions[EXTENSION].text(), content_type=CONTENT_TYPE_LATEST)
