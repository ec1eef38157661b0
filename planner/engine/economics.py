"""Break-even: from how many teams a platform saves more than it costs (model, section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.plan import Assumption, BreakEven
from planner.domain.words import Role
from planner.engine.assess import Series, assess, duplication
from planner.engine.knowledge import Knowledge
from planner.engine.outlook import look
from planner.guidance.vocabulary import Scalar

MOST_TEAMS = 200
PER_TEAM = ("data_scientists", "ml_engineers", "use_cases_in_production", "models_in_production")
FAVOURABLE = {"duplicated_hours": "high", "relief_cap": "high", "platform_seed": "low", "tenant_hours": "low"}
OPPOSITE = {"low": "high", "high": "low"}


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


def curve(
    knowledge: Knowledge, filled: Mapping[str, Scalar], assumed: Mapping[str, float], price: float
) -> Curve:
    """The curve for organisations like this one with more or fewer teams: people and use cases per team stay
    as they are. `price` is the cost of a platform FTE over that of an MLOps FTE."""
    teams = np.arange(1.0, MOST_TEAMS + 1)
    scale = teams / max(float(filled["ml_teams"] or 1.0), 1.0)
    frame = {**filled, "ml_teams": teams, "month": 0.0}
    frame |= {name: float(filled[name] or 0.0) * scale for name in PER_TEAM}  # type: ignore[arg-type]
    frame |= dict.fromkeys(("critical_use_cases", "experimental_use_cases", "deploys_per_quarter"))
    outlook = look(knowledge.programs, frame, assumed, MOST_TEAMS)
    cases = assess(knowledge.guidance, outlook, assumed)
    repeated = duplication(knowledge.guidance, outlook, assumed)
    cost = cases[Role.PLATFORM].work
    relieved = np.minimum(
        cost * assumed["relief_hours"] / assumed["productive_hours"],
        assumed["relief_cap"] * cases[Role.MLOPS].relievable,
    )
    return Curve(teams, cost * price, relieved + assumed["relief_cap"] * repeated)


def break_even(
    knowledge: Knowledge, filled: Mapping[str, Scalar], assumptions: Mapping[str, Assumption], price: float
) -> BreakEven:
    """Break-even with its range over the assumptions that move it most."""

    def teams(side: str | None) -> int | None:
        assumed = {name: row.typical for name, row in assumptions.items()}
        for name, good in FAVOURABLE.items() if side else ():
            assumed[name] = getattr(assumptions[name], good if side == "low" else OPPOSITE[good])
        return curve(knowledge, filled, assumed, price).break_even()

    typical, low, high = teams(None), teams("low"), teams("high")
    now = round(float(filled["ml_teams"] or 0))
    return BreakEven(typical, low, high, now, _sentence(typical, low, high, now))


def _sentence(typical: int | None, low: int | None, high: int | None, now: int) -> str:
    spread = (
        f"from {low or f'over {MOST_TEAMS}'} to {high or f'over {MOST_TEAMS}'} over the assumptions' ranges"
    )
    if typical is None:
        return f"Up to {MOST_TEAMS} teams a platform costs more than it saves here ({spread})."
    stands = "already the case" if now >= typical else "not yet the case"
    return (
        f"A platform saves more than it costs from {typical} teams ({spread}); with {now}, that is {stands}."
    )
