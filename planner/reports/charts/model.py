"""A picture before it is drawn, and what further runs may add to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from planner.domain import FiscalQuarter, Role
from planner.domain.plan import Series
from planner.reports.document import View


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: the sentence that says what it shows, how to read its marks, its numbers in words, and how
    to draw it (a Vega-Lite specification, or an SVG as text).
    """

    view: View
    title: str
    reading: str
    alternative: str
    drawing: Mapping[str, Any] | str
    role: Role | None = None

    @property
    def name(self) -> str:
        """What tells it from the other pictures of a plan: `balance-mlops`."""
        return "-".join((self.view, *([self.role] if self.role else []))).replace("_", "-")


@dataclass(frozen=True, slots=True)
class Band:
    """P10 and P90 of a series: by month for FTE, by fiscal quarter for money."""

    low: Series
    high: Series


class Curve(Protocol):
    """Cost and saving of a platform in FTE by number of teams."""

    @property
    def teams(self) -> Iterable[float]:
        """Numbers of teams, rising."""
        ...

    @property
    def cost(self) -> Iterable[float]:
        """FTE that a platform takes."""
        ...

    @property
    def saving(self) -> Iterable[float]:
        """FTE that it saves."""
        ...


@dataclass(frozen=True, slots=True)
class Findings:
    """What a simulation and the break-even search found for a plan; `basis` says from how many runs and
    which seed.
    """

    demand: Mapping[Role, Band] = field(default_factory=dict)
    capacity: Mapping[Role, Band] = field(default_factory=dict)
    cost: Mapping[FiscalQuarter, tuple[float, float]] = field(default_factory=dict)
    curve: Curve | None = None
    basis: str = ""


NOTHING_MORE = Findings()
