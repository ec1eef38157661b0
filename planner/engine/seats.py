"""Which kinds of seat a role's hires are, in order of filling: level, site and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from planner.domain.pay import PayBand, PayTable
from planner.domain.profile import Constraints, Site
from planner.domain.words import Level, Role
from planner.engine.staffing import SeatType

T = TypeVar("T")


@dataclass(frozen=True)
class Prices:
    """What a seat costs in the plan's currency under the assumptions."""

    pay: PayTable
    currency: str
    assumed: Mapping[str, float]
    countries: Mapping[str, str | None]

    def band(self, role: Role, level: Level, site: str | None) -> PayBand:
        """The market band of a seat, yearly base in US dollars."""
        return self.pay.band(role, level, self.countries.get(site) if site else None)

    def monthly(self, role: Role, level: Level, site: str | None) -> float:
        """Loaded cost by month: median base x pay index x employer cost, in the plan's currency."""
        return round(self._monthly(role, level, site), 2)

    def _monthly(self, role: Role, level: Level, site: str | None) -> float:
        base = self.band(role, level, site).typical * self.assumed["pay_index"]
        return base * self.assumed["loaded_cost_factor"] / 12 * self.pay.per_usd(self.currency)

    def hiring(self) -> float:
        """Cost of one hire."""
        return round(self._hiring(), 2)

    def _hiring(self) -> float:
        return self.assumed["hiring_cost"] * self.pay.per_usd(self.currency)

    def seat(self, role: Role, level: Level, site: str | None, times: float = 1.0) -> SeatType:
        """A seat with its costs, its pay so many `times` an employee's."""
        monthly, hiring = self._monthly(role, level, site) * times, self._hiring()
        return SeatType(role, level, site, round(monthly, 2), round(hiring, 2), (monthly, hiring))


def currency_of(constraints: Constraints) -> str:
    """The plan's currency: the budget's, the stated one, else US dollars."""
    return constraints.budget.currency if constraints.budget else constraints.currency or "USD"


def main_site(constraints: Constraints) -> str | None:
    """The site with the largest share, the first of several; None where no site is named."""
    sites = constraints.sites
    return max(sites, key=lambda site: site.share or 0).name if sites else None


def prices(pay: PayTable, constraints: Constraints, assumed: Mapping[str, float]) -> Prices:
    """Prices at the organisation's sites."""
    countries = {site.name: site.country for site in constraints.sites}
    return Prices(pay, currency_of(constraints), assumed, countries)


def sequence(
    role: Role,
    count: int,
    first: Level,
    sites: Sequence[Site],
    price: Prices,
    promised: Sequence[tuple[Level, str | None]] = (),
) -> tuple[SeatType, ...]:
    """The next `count` seats of a role after those `promised`, by level and site: `first` level first, then
    the market's mix (DOMAIN section 2), at sites by their shares. Each next seat takes the level and the site
    that are furthest behind."""
    senior, entry = price.assumed["senior_share"], price.assumed["entry_share"]
    mix = {Level.SENIOR: senior, Level.MID: max(1.0 - senior - entry, 0.0), Level.ENTRY: entry}
    counted = Counter(level if level in mix else Level.SENIOR for level, _ in promised)
    begun = [] if promised else [first]
    levels = [*begun, *_apportion(mix, count - len(begun), counted or {Level.SENIOR: 1.0})]
    there = Counter(site for _, site in promised if site)
    places = _apportion(_shares(sites), count, there) if sites else [None] * count
    return tuple(price.seat(role, level, site) for level, site in zip(levels, places, strict=True))


def _shares(sites: Sequence[Site]) -> dict[str, float]:
    return {site.name: 1.0 / len(sites) if site.share is None else site.share for site in sites}


def _apportion(shares: Mapping[T, float], count: int, given: Mapping[T, float]) -> list[T]:
    """`count` items so that each running count is close to its share; the first named wins ties."""
    counts = {item: given.get(item, 0.0) for item in shares}
    chosen = []
    for _ in range(count):
        total = sum(counts.values()) + 1
        item = max(shares, key=lambda candidate: round(shares[candidate] * total - counts[candidate], 9))
        counts[item] += 1
        chosen.append(item)
    return chosen
