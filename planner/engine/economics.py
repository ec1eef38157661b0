"""Break-even: from how many teams a platform saves more than it costs (model, section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.domain.plan import Assumption, BreakEven
from planner.domain.words import Role
from planner.engine import work
from planner.engine.assess import Series, duplication, relief
from planner.engine.knowledge import Knowledge
from planner.engine.outlook import Frame
from planner.guidance.columns import Column
from planner.guidance.vocabulary import Scalar

MOST_TEAMS = 200
TEAMS = np.arange(1.0, MOST_TEAMS + 1)
PER_TEAM = ("data_scientists", "ml_engineers", "use_cases_in_production", "models_in_production")
MOVERS = ("duplicated_hours", "relief_cap", "relief_hours", "platform_seed", "tenant_hours")


@dataclass(frozen=True)
class Curve:
    """Cost and saving of a platform in FTE, for 1, 2, … teams."""

    teams: Series
    cost: Series
    saving: Series

    def break_even(self) -> int | None:
        """The first number of teams from which saving stays at or above cost."""
        pays = self.saving >= self.cost
        lasting = np.flatnonzero(~pays)
        first = 0 if not lasting.size else int(lasting[-1]) + 1
        return int(self.teams[first]) if first < self.teams.size else None


def curves(
    knowledge: Knowledge,
    filled: Mapping[str, Scalar],
    assumed: Mapping[str, float],
    price: float,
    variants: Sequence[Mapping[str, float]] = ({},),
) -> list[Curve]:
    """The curve for organisations like this with more or fewer teams, for each variant of the assumptions.

    People and use cases per team stay as they are. `price` is the cost of a platform FTE over that of an
    MLOps FTE.
    """
    rows = MOST_TEAMS * len(variants)
    teams = np.tile(TEAMS, len(variants))
    scale = teams / max(_number(filled["ml_teams"]), 1.0)
    frame: dict[str, Column | Scalar] = {**filled, "ml_teams": teams, "month": 0.0}
    frame |= {name: _number(filled[name]) * scale for name in PER_TEAM}
    frame |= dict.fromkeys(("critical_use_cases", "experimental_use_cases", "deploys_per_quarter"))
    names = dict.fromkeys(name for row in variants for name in row)
    moved = {
        name: np.repeat([row.get(name, assumed[name]) for row in variants], MOST_TEAMS) for name in names
    }
    cost, saving = _balance(knowledge, frame, {**assumed, **moved}, rows)
    return [
        Curve(TEAMS, *pair)
        for pair in zip(np.split(cost * price, len(variants)), np.split(saving, len(variants)), strict=True)
    ]


def _balance(
    knowledge: Knowledge, frame: Frame, assumed: Mapping[str, Any], rows: int
) -> tuple[Series, Series]:
    """What a platform costs and what it saves, in FTE by row."""
    counted = work.count(knowledge, frame, assumed, rows)
    productive = assumed["productive_hours"]
    cost = work.hours(knowledge, counted, Role.PLATFORM) / productive
    relievable = work.hours(knowledge, counted, Role.MLOPS, relief=True) / productive
    repeated = duplication(knowledge.guidance, counted, assumed)
    return cost, relief(relievable, cost, assumed) + assumed["relief_cap"] * repeated


def break_even(
    knowledge: Knowledge, filled: Mapping[str, Scalar], assumptions: Mapping[str, Assumption], price: float
) -> BreakEven:
    """Break-even, and its range as the assumptions that move it most go to their ends, one at a time."""
    assumed = {name: row.typical for name, row in assumptions.items()}
    ends = [{name: end} for name in MOVERS for end in (assumptions[name].low, assumptions[name].high)]
    typical, *moved = (row.break_even() for row in curves(knowledge, filled, assumed, price, [{}, *ends]))
    found = [teams for teams in moved if teams is not None]
    low, high = min(found, default=None), None if len(found) < len(moved) else max(found)
    now = round(_number(filled["ml_teams"]))
    return BreakEven(typical, low, high, now, _sentence(typical, low, high, now))


def _number(value: Scalar) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _sentence(typical: int | None, low: int | None, high: int | None, now: int) -> str:
    beyond = f"over {MOST_TEAMS}"
    spread = f"from {low or beyond} to {high or beyond}, as single assumptions go to the ends of their ranges"
    if typical is None:
        return f"Up to {MOST_TEAMS} teams a platform costs more than it saves here ({spread})."
    stands = "already the case" if now >= typical else "not yet the case"
    return (
        f"A platform saves more than it costs from {typical} teams ({spread}); with {now}, that is {stands}."
    )
