"""The assumptions of one plan: the shipped ones with the profile's overrides on top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from planner.domain.errors import InvalidProfile, Problem, raise_if_any
from planner.domain.plan import Assumption
from planner.domain.profile import Override, Profile

# Overrides outside these bounds cannot mean what they say.
LEAST = {
    "productive_hours": 1.0,
    "horizon_months": 1.0,
    "loaded_cost_factor": 1.0,
    "models_per_use_case": 1e-3,
}
WHOLE = frozenset({"horizon_months"})
MOST = {"horizon_months": 60.0, "attrition_yearly": 0.99, "productive_hours": 250.0}


def assumptions(profile: Profile, shipped: Mapping[str, Assumption]) -> dict[str, Assumption]:
    """Each assumption by name; raises InvalidProfile for an override of an unknown one, out of bounds, or in
    parts of what comes whole."""
    raise_if_any(_problems(profile, shipped), InvalidProfile)
    overridden = {name: _apply(shipped[name], override) for name, override in profile.assumptions.items()}
    return {**shipped, **overridden}


def _apply(assumption: Assumption, override: Override) -> Assumption:
    return replace(
        assumption,
        low=float(override.typical if override.low is None else override.low),
        typical=float(override.typical),
        high=float(override.typical if override.high is None else override.high),
        overridden=True,
        reason=override.reason,
    )


def _problems(profile: Profile, shipped: Mapping[str, Assumption]) -> Iterator[Problem]:
    for name, override in profile.assumptions.items():
        path = f"assumptions.{name}"
        if name not in shipped:
            near = get_close_matches(name, shipped, n=1)
            fix = f"Did you mean {near[0]}?" if near else "Every plan lists the assumptions by name."
            yield Problem(path, "is not an assumption of the planner.", fix)
            continue
        least, most = bounds(shipped[name])
        values = [value for value in (override.low, override.typical, override.high) if value is not None]
        if min(values) < least or max(values) > most:
            yield Problem(path, f"must lie between {least:g} and {most:g} ({shipped[name].unit}).")
        elif name in WHOLE and override.typical % 1:
            problem = f"is {float(override.typical):g} {shipped[name].unit}, and ends within one."
            yield Problem(path, problem, f"State whole {shipped[name].unit}.")


def bounds(assumption: Assumption) -> tuple[float, float]:
    """The least and most an override may say: shares stay within 0..1, nothing is negative."""
    most = 1.0 if assumption.unit.startswith("share") else 1e9
    return LEAST.get(assumption.name, 0.0), MOST.get(assumption.name, most)
