"""The HTTP door: flask-smorest blueprints."""

from planner.api.assembly import install
from planner.api.doors import EXTENSION
from planner.api.limits import RATE
from planner.api.metrics import OPEN as METRICS_OPEN

__all__ = ["EXTENSION", "METRICS_OPEN", "RATE", "install"]
