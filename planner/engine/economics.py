"""Break-even: from how many teams a platform saves more than it costs (model, section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.analysis import BreakEvenCurve
from planner.domain.plan import Assumption, BreakEven
from planner.domain.words import Role
from planner.engine.assess import Series, duplication
from planner.engine.explain import reads
from planner.engine.knowledge import Knowledge
from planner.engine.pert import sample
from planner.engine.work import count, hours
from planner.guidance.model import Duplication, Workload
from planner.guidance.vocabulary import Scalar

MOST_TEAMS = 200
AT_ONCE = 30  # sets of assumptions: their columns stay in the processor's cache
PER_TEAM = ("data_scientists", "ml_engineers", "use_cases_in_production", "models_in_production")
LEFT_OPEN = ("critical_use_cases", "experimental_use_cases", "deploys_per_quarter")
FAVOURABLE = {"duplicated_hours": "high", "relief_cap": "high", "platform_seed": "low", "tenant_hours": "low"}
OPPOSITE = {"low": "high", "high": "low"}
ENGINE = ("productive_hours", "relief_hours", "relief_cap")


@dataclass(frozen=True)
class Curves:
    """Cost and saving of a platform in FTE of MLOps, (sets of assumptions, 1, 2, … teams)."""

    teams: Series
    cost: Series
    saving: Series

    def break_even(self) -> list[int | None]:
        """By set, the first number of teams from which saving stays at or above cost."""
        lacks = self.saving < self.cost
        first = np.where(lacks.any(axis=1), lacks.shape[1] - lacks[:, ::-1].argmax(axis=1), 0)
        return [int(self.teams[at]) if at < self.teams.size else None for at in first.tolist()]


def curves(
    knowledge: Knowledge, filled: Mapping[str, Scalar], assumed: Sequence[Mapping[str, float]], price: float
) -> Curves:
    """A curve by set of assumptions for organisations like this one with more or fewer teams: people and use
    cases per team stay as they are. `price` is the cost of a platform FTE over that of an MLOps FTE."""
    parts = [
        _curves(knowledge, filled, assumed[first : first + AT_ONCE], price)
        for first in range(0, len(assumed), AT_ONCE)
    ]
    cost, saving = (np.concatenate([getattr(part, name) for part in parts]) for name in ("cost", "saving"))
    return Curves(parts[0].teams, cost, saving)


def _curves(
    knowledge: Knowledge, filled: Mapping[str, Scalar], assumed: Sequence[Mapping[str, float]], price: float
) -> Curves:
    teams = np.arange(1.0, MOST_TEAMS + 1)
    numbers = _columns(assumed)
    outlook = count(knowledge, _frame(filled, np.tile(teams, len(assumed))), numbers, len(assumed) * MOST_TEAMS)
    productive = numbers["productive_hours"]
    cost = hours(knowledge, outlook, Role.PLATFORM) / productive
    relievable = hours(knowledge, outlook, Role.MLOPS, relief=True) / productive
    relieved = np.minimum(cost * numbers["relief_hours"] / productive, numbers["relief_cap"] * relievable)
    saving = relieved + numbers["relief_cap"] * duplication(knowledge.guidance, outlook, numbers)
    shape = (len(assumed), MOST_TEAMS)
    return Curves(teams, (cost * price).reshape(shape), saving.reshape(shape))


def _columns(assumed: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """Assumptions by row, as columns where the sets differ; the formulas hold row by row."""
    first = assumed[0]
    columns = {
        name: np.repeat([row[name] for row in assumed], MOST_TEAMS)
        for name in first
        if any(row[name] != first[name] for row in assumed)
    }
    return {**first, **columns}  # type: ignore[dict-item]


def _frame(filled: Mapping[str, Scalar], teams: Series) -> dict[str, Series | Scalar]:
    scale = teams / max(_number(filled["ml_teams"]) or 1.0, 1.0)
    frame: dict[str, Series | Scalar] = {**filled, "ml_teams": teams, "month": 0.0}
    frame |= {name: _number(filled[name]) * scale for name in PER_TEAM}
    return frame | dict.fromkeys(LEFT_OPEN)


def break_even(self) -> list[int | None]:
        """By set, the first number of teams from which saving stays at or above cost."""
        lacks = self.saving < self.cost
        first = np.where(lacks.any(axis=1), lacks.shape[1] - lacks[:, ::-1].argmax(axis=1), 0)
        return [int(self.teams[at]) if at < self.teams.size else None for at in first.tolist()]


def curves(
    knowledge: Knowledge, filled: Mapping[str, Scalar], assumed: Sequence[Mapping[str, float]], price: float
) -> Curves:
    """A curve by set of assumptions for organisations like this one with more or fewer teams: people and use
    cases per team stay as they are. `price` is the cost of a platform FTE over that of an MLOps FTE."""
    parts = [
        _curves(knowledge, filled, assumed[first : first + AT_ONCE], price)
        for first in range(0, len(assumed), AT_ONCE)
    ]
    cost, saving = (np.concatenate([getattr(part, name) for part in parts]) for name in ("cost", "saving"))
    return Curves(parts[0].teams, cost, saving)


def _curves(
    knowledge: Knowledge, filled: Mapping[str, Scalar], assumed: Sequence[Mapping[str, float]], price: float
) -> Curves:
    teams = np.arange(1.0, MOST_TEAMS + 1)
    numbers = _columns(assumed)
    outlook = count(knowledge, _frame(filled, np.tile(teams, len(assumed))), numbers, len(assumed) * MOST_TEAMS)
    productive = numbers["productive_hours"]
    cost = hours(knowledge, outlook, Role.PLATFORM) / productive
    relievable = hours(knowledge, outlook, Role.MLOPS, relief=True) / productive
    relieved = np.minimum(cost * numbers["relief_hours"] / productive, numbers["relief_cap"] * relievable)
    saving = relieved + numbers["relief_cap"] * duplication(knowledge.guidance, outlook, numbers)
    shape = (len(assumed), MOST_TEAMS)
    return Curves(teams, (cost * price).reshape(shape), saving.reshape(shape))


def _columns(assumed: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """Assumptions by row, as columns where the sets differ; the formulas hold row by row."""
    first = assumed[0]
    columns = {
        name: np.repeat([row[name] for row in assumed], MOST_TEAMS)
        for name in first
        if any(row[name] != first[name] for row in assumed)
    }
    return {**first, **columns}  # type: ignore[dict-item]


def _frame(filled: Mapping[str, Scalar], teams: Series) -> dict[str, Series | Scalar]:
    scale = teams / max(_number(filled["ml_teams"]) or 1.0, 1.0)
    frame: dict[str, Series | Scalar] = {**filled, "ml_teams": teams, "month": 0.0}
    frame |= {name: _number(filled[name]) * scale for name in PER_TEAM}
    return frame | dict.fromkeys(LEFT_OPEN)


def _look(
    knowledge: Knowledge, frame: Mapping[str, Series | Scalar], assumed: Mapping[str, float], rows: int
) -> Outlook:
    """Count the work of each row; nothing is judged."""
    filled = fill(knowledge.programs, frame, assumed, rows)
    return Outlook(rows, frame, filled, {}, knowledge.programs.work.columns({**filled, **assumed}, rows))


def hours(knowledge: Knowledge, outlook: Outlook, role: Role, *, relief: bool = False) -> Series:
    """Hours of a role's work by row, or of the part that a platform can relieve."""
    hours = np.zeros(outlook.rows)
    for rule in knowledge.guidance.rules:
        if isinstance(rule.effect, Workload) and rule.effect.role is role and rule.effect.relief >= relief:
            hours += outlook.amount(rule.id)
    return hours


def break_even(
    knowledge: Knowledge, filled: Mapping[str, Scalar], assumptions: Mapping[str, Assumption], price: float
) -> BreakEven:
    """Break-even with its range over the assumptions that move it most."""
    sides = [_assumed(assumptions, side) for side in (None, "low", "high")]
    typical, low, high = curves(knowledge, filled, sides, price).break_even()
    now = round(_number(filled["ml_teams"]))
    return BreakEven(typical, low, high, now, _sentence(typical, low, high, now))


def _assumed(assumptions: Mapping[str, Assumption], side: str | None) -> dict[str, float]:
    assumed = {name: row.typical for name, row in assumptions.items()}
    for name, good in FAVOURABLE.items() if side else ():
        assumed[name] = getattr(assumptions[name], good if side == "low" else OPPOSITE[good])
    return assumed


def break_even_curve(
    knowledge: Knowledge,
    filled: Mapping[str, Scalar],
    assumptions: Mapping[str, Assumption],
    price: float,
    *,
    sets: int = 250,
    seed: int = 1,
) -> BreakEvenCurve:
    """The curve with its band over `sets` samples of the assumptions that it reads, each drawn as PERT."""
    drawn = sample(assumptions, _read(knowledge), sets, seed)
    typical = _assumed(assumptions, None)
    rows = [typical, *({**typical, **{name: float(values[at]) for name, values in drawn.items()}} for at in range(sets))]
    found = curves(knowledge, filled, rows, price)
    points = found.break_even()
    spread = sorted(MOST_TEAMS + 1 if teams is None else teams for teams in points[1:])
    p10, p50, p90 = (_within(spread[round(share * (sets - 1))]) for share in (0.1, 0.5, 0.9))
    cost, saving = (np.percentile(part[1:], [10, 90], axis=0) for part in (found.cost, found.saving))
    return BreakEvenCurve(
        teams=tuple(range(1, MOST_TEAMS + 1)),
        cost=_series(found.cost[0]),
        cost_p10=_series(cost[0]),
        cost_p90=_series(cost[1]),
        saving=_series(found.saving[0]),
        saving_p10=_series(saving[0]),
        saving_p90=_series(saving[1]),
        break_even=points[0],
        break_even_p10=p10,
        break_even_p50=p50,
        break_even_p90=p90,
        never=sum(teams is None for teams in points[1:]) / sets,
        sampled=tuple(drawn),
    )


def _read(knowledge: Knowledge) -> frozenset[str]:
    """Assumptions that the curve rests on."""
    rules = [rule for rule in knowledge.guidance.rules if isinstance(rule.effect, Workload | Duplication)]
    amounts = [rule.effect.hours for rule in rules if isinstance(rule.effect, Workload | Duplication)]
    return reads(knowledge, [*(rule.when for rule in rules), *amounts]) | set(ENGINE)


def _within(teams: int) -> int | None:
    return teams if teams <= MOST_TEAMS else None


def _series(values: Series) -> tuple[float, ...]:
    return tuple(values.tolist())


def _number(value: Scalar) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _sentence(typical: int | None, low: int | None, high: int | None, now: int) -> str:
    spread = f"from {low or f'over {MOST_TEAMS}'} to {high or f'over {MOST_TEAMS}'} over the assumptions' ranges"
    if typical is None:
        return f"Up to {MOST_TEAMS} teams a platform costs more than it saves here ({spread})."
    stands = "already the case" if now >= typical else "not yet the case"
    return f"A platform saves more than it costs from {typical} teams ({spread}); with {now}, that is {stands}."
