"""What the lists of a profile add up to; None where a member leaves it open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from statistics import median_low
from typing import TYPE_CHECKING

from planner.domain.words import GATES_OF_LEVEL, Gate, TeamKind, Tier

if TYPE_CHECKING:
    from planner.domain.profile import Profile, System, Team

BUILDERS = frozenset({TeamKind.BUILDS, TeamKind.BOTH})
CONSUMERS = frozenset({TeamKind.CONSUMES, TeamKind.BOTH})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a list implies of a total: at least `low`; exactly `low` when `exact`."""

    low: float
    exact: bool

    @property
    def value(self) -> float | None:
        """The total where the list settles it."""
        return self.low if self.exact else None


def added(amounts: Iterable[tuple[int, float]]) -> float:
    """Sum of count x amount; the same to the last digit in any order, and be three told as one or apart."""
    alike: Counter[float] = Counter()
    for count, amount in amounts:
        alike[amount] += count
    return fsum(count * amount for amount, count in alike.items())


def total(amounts: Iterable[tuple[int, float | None]]) -> Bounds:
    """Sum of count x amount; members with an unknown amount leave the total open above."""
    listed = list(amounts)
    known = [(count, amount) for count, amount in listed if amount is not None]
    return Bounds(added(known), len(known) == len(listed))


def _teams_of(kinds: frozenset[TeamKind]) -> Callable[[Profile], Bounds | None]:
    def count(profile: Profile) -> Bounds | None:
        if profile.teams is None:
            return None
        return total(
            (team.count, None if team.kind is None else float(team.kind in kinds)) for team in profile.teams
        )

    return count


def _over_teams(amount: Callable[[Team], float | None]) -> Callable[[Profile], Bounds | None]:
    def add(profile: Profile) -> Bounds | None:
        return None if profile.teams is None else total((team.count, amount(team)) for team in profile.teams)

    return add


def _over_systems(amount: Callable[[System], float | None]) -> Callable[[Profile], Bounds | None]:
    def add(profile: Profile) -> Bounds | None:
        return None if profile.systems is None else total((1, amount(system)) for system in profile.systems)

    return add


TOTALS: Mapping[str, Callable[[Profile], Bounds | None]] = {
    "ml_teams": _teams_of(BUILDERS),
    "model_consuming_teams": _teams_of(CONSUMERS),
    "data_scientists": _over_teams(lambda team: team.data_scientists),
    "ml_engineers": _over_teams(lambda team: team.ml_engineers),
    "use_cases_in_production": _over_systems(lambda system: system.use_cases),
    "models_in_production": _over_systems(lambda system: system.models),
    "deploys_per_quarter": _over_systems(lambda system: system.deploys_per_quarter),
}


def system_maturity(gates: Mapping[Gate, bool]) -> tuple[int, int]:
    """The lowest and highest level (0..4) that the answered gates allow: a level holds when its gates and
    those of all levels below hold (evidence: DOMAIN section 1)."""

    def highest(unanswered: bool) -> int:
        level = 0
        for gates_of_level in GATES_OF_LEVEL:
            if not all(gates.get(gate, unanswered) for gate in gates_of_level):
                break
            level += 1
        return level

    return highest(False), highest(True)


@dataclass(frozen=True, slots=True)
class Maturity:
    """Maturity over systems: lowest and median level; None while unanswered gates leave it open."""

    lowest: int | None
    median: int | None
    systems: int


def maturity(profile: Profile) -> Maturity | None:
    """Levels from the systems' gates, None when no system answers any gate."""
    spans = [system_maturity(system.gates) for system in profile.systems or () if system.gates]
    if not spans:
        return None
    settled = all(low == high for low, high in spans)
    lowest, least_possible = min(low for low, _ in spans), min(high for _, high in spans)
    return Maturity(
        lowest=lowest if lowest == least_possible else None,
        median=median_low(low for low, _ in spans) if settled else None,
        systems=len(spans),
    )


def use_cases_of_tier(profile: Profile, tier: Tier) -> float | None:
    """Use cases of one tier, None when the systems leave it open."""
    if profile.systems is None or any(system.tier is None for system in profile.systems):
        return None
    return total((1, system.use_cases) for system in profile.systems if system.tier is tier).value


def round_the_clock(profile: Profile) -> bool | None:
    """True when a system promises 24x7, False when all say they don't, else None."""
    answers = [system.round_the_clock for system in profile.systems or ()]
    if any(answers):
        return True
    return False if answers and None not in answers else None
