"""What readers without access to pay do not see: amounts of money, and the numbers they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from planner.domain.plan import Assumption

ASSUMPTIONS = frozenset({"loaded_cost_factor", "pay_index", "hiring_cost"})
AMOUNT = frozenset({"amount", "currency"})


def without_pay(assumptions: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """The assumptions that say nothing of pay."""
    return tuple(item for item in assumptions if item.name not in ASSUMPTIONS)


def withheld(data: Mapping[str, Any]) -> dict[str, Any]:
    """A plan's JSON data with null for every amount of money, and without budgets and assumptions on pay."""
    profile = dict(data["profile"])
    if isinstance(profile.get("constraints"), Mapping):
        profile["constraints"] = _without(profile["constraints"], {"budget"})
    if isinstance(profile.get("assumptions"), Mapping):
        profile["assumptions"] = _without(profile["assumptions"], ASSUMPTIONS)
    assumptions = [item for item in data["assumptions"] if item["name"] not in ASSUMPTIONS]
    shown = {**data, "assumptions": assumptions, "profile": profile}
    return {key: _blank(value) for key, value in shown.items()}


def _without(mapping: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key not in frozenset(keys)}


def _blank(value: Any) -> Any:
    if isinstance(value, Mapping):
        return None if value.keys() == AMOUNT else {key: _blank(part) for key, part in value.items()}
    return [_blank(part) for part in value] if isinstance(value, list) else value
