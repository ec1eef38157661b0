"""The curve behind the break-even: what a platform costs and saves by number of teams, with its range."""

from __future__ import annotations

from datetime import date

import numpy as np

from planner.domain.analysis import BreakEvenCurve
from planner.domain.profile import Profile
from planner.domain.words import Level, Role
from planner.engine.assess import Series
from planner.engine.economics import MOST_TEAMS, Curve, curves
from planner.engine.explain import reads
from planner.engine.knowledge import Knowledge
from planner.engine.pert import sample
from planner.engine.seats import main_site
from planner.engine.variants import Planning
from planner.engine.variants.axes import amounts

DRAWS, SEED = 250, 20_260_101
RELIEF = frozenset({"productive_hours", "relief_hours", "relief_cap"})


def break_even_curve(
    profile: Profile, knowledge: Knowledge, today: date, *, draws: int = DRAWS, seed: int = SEED
) -> BreakEvenCurve:
    """The curve, with its band over `draws` of its assumptions, each as PERT; raises InvalidProfile."""
    planning = Planning(profile, knowledge, today)
    drawn = sample(planning.assumptions, _read(knowledge), draws, seed)
    sets = [{name: float(values[at]) for name, values in drawn.items()} for at in range(draws)]
    filled = planning.judgement.filled
    typical, *others = curves(knowledge, filled, planning.assumed, _price(planning), [{}, *sets])
    spread = sorted(MOST_TEAMS + 1 if (teams := row.break_even()) is None else teams for row in others)
    p10, p50, p90 = (_within(spread[round(share * (draws - 1))]) for share in (0.1, 0.5, 0.9))
    costs, savings = _band([row.cost for row in others]), _band([row.saving for row in others])
    now = round(float(filled["ml_teams"] or 0))  # type: ignore[arg-type]
    return BreakEvenCurve(
        organisation=profile.name,
        teams=tuple(range(1, MOST_TEAMS + 1)),
        now=now,
        cost=_series(typical.cost),
        cost_p10=costs[0],
        cost_p90=costs[1],
        saving=_series(typical.saving),
        saving_p10=savings[0],
        saving_p90=savings[1],
        break_even=typical.break_even(),
        break_even_p10=p10,
        break_even_p50=p50,
        break_even_p90=p90,
        never=sum(teams > MOST_TEAMS for teams in spread) / draws,
        draws=draws,
        seed=seed,
        sampled=tuple(drawn),
        sentence=_sentence(typical, p10, p90, now),
    )


def _read(knowledge: Knowledge) -> frozenset[str]:
    """Assumptions that the curve rests on."""
    rules = [rule for rule in knowledge.guidance.rules if amounts(rule)]
    counted = [part for rule in rules for part in amounts(rule)]
    return reads(knowledge, [*(rule.when for rule in rules), *counted]) | RELIEF


def _price(planning: Planning) -> float:
    """A platform FTE's cost over that of an MLOps FTE."""
    site = main_site(planning.profile.constraints)
    mlops, platform = (planning.price.monthly(role, Level.SENIOR, site) for role in Role)
    return platform / mlops if mlops else 1.0


def _band(rows: list[Series]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    low, high = np.percentile(np.stack(rows), (10, 90), axis=0)
    return _series(low), _series(high)


def _within(teams: int) -> int | None:
    return teams if teams <= MOST_TEAMS else None


def _sentence(typical: Curve, p10: int | None, p90: int | None, now: int) -> str:
    beyond, teams = f"over {MOST_TEAMS}", typical.break_even()
    spread = f"80 % of the draws lie between {p10 or beyond} and {p90 or beyond}"
    if teams is None:
        return f"Up to {MOST_TEAMS} teams a platform costs more than it saves here ({spread})."
    return f"A platform saves what it costs from {teams} teams on ({spread}); there are {now} now."


def _series(values: Series) -> tuple[float, ...]:
    return tuple(values.tolist())
