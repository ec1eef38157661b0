"""The HTTP door: flask-smorest blueprints."""

from planner.api.assembly import install
from planner.api.doors import EXTENSION

__all__ = ["EXTENSION", "install"]
