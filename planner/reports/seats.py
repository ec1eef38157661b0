"""Seats alike, told once: a plan of sixty positions reads like one of six."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby

from planner.domain import FiscalQuarter, Level, Money, Month, Plan, PositionKind, Role
from planner.domain.plan import Cut, Position
from planner.reports import formats, words

MOST_ROWS = 24
"""Above this many rows seats that start in the same quarter, then year, share one."""

LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Group:
    """Positions that differ in their ids, and in months within a quarter at most."""

    positions: tuple[Position, ...]

    @property
    def first(self) -> Position:
        """The one that stands for all in what they share."""
        return self.positions[0]

    @property
    def title(self) -> str:
        """`5 × Senior MLOps Engineer (backfill)`."""
        count = f"{words.whole(len(self.positions))} × " if len(self.positions) > 1 else ""
        kind = "" if self.first.kind is PositionKind.NEW else f" ({self.first.kind})"
        return f"{count}{words.plain(self.first.title)}{kind}"

    @property
    def label(self) -> str:
        """The title, with the site where there is one."""
        sites = words.listed(dict.fromkeys(words.plain(seat.site) for seat in self.positions if seat.site))
        return f"{self.title}, {sites}" if sites else self.title

    @property
    def ids(self) -> str:
        """`ML-2027-001–005`, or the first run of numbers and how many more there are (`+4`)."""
        return _short(position.id for position in self.positions)

    @property
    def reports_to(self) -> str:
        """Whom they report to: titles, or the ids of manager seats."""
        return _short({position.reports_to for position in self.positions})

    @property
    def is_spread(self) -> bool:
        """Whether its seats differ in a month."""
        return len({(seat.opens, seat.starts, seat.productive, seat.ends) for seat in self.positions}) > 1

    @property
    def cost(self) -> Money | None:
        """The exact sum over the horizon, None where pay is withheld."""
        costs = [position.cost for position in self.positions if position.cost]
        return Money.total(costs, costs[0].currency) if len(costs) == len(self.positions) else None

    @property
    def ends(self) -> Month | None:
        """The month from which none of them is there any more, None where somebody stays."""
        ends = [seat.ends for seat in self.positions if seat.ends]
        return max(ends) if len(ends) == len(self.positions) else None

    def earliest(self, month: Callable[[Position], Month | None]) -> Month | None:
        """The first of a date over the group, None when no seat has it."""
        return min((found for found in map(month, self.positions) if found), default=None)

    def span(self, month: Callable[[Position], Month | None]) -> str:
        """A date of the group: one month, `2027-01–03`, or a dash where it lies beyond the horizon."""
        found = sorted({when for when in map(month, self.positions) if when})
        if not found:
            return words.NOTHING
        return formats.span(found[0], found[-1])


def groups(plan: Plan) -> tuple[Group, ...]:
    """The plan's positions, alike ones together, in order of start; a long list is told more coarsely."""
    starts_in = plan.profile.constraints.fiscal_year_starts_in

    def kind(seat: Position) -> Hashable:
        return (seat.role, seat.kind, seat.level, seat.title)

    def exact(seat: Position) -> Hashable:
        return (kind(seat), seat.site, seat.reports_to, seat.opens, seat.starts, seat.productive, seat.ends)

    def by_quarter(seat: Position) -> Hashable:
        return (kind(seat), seat.site, FiscalQuarter.of(seat.starts, starts_in))

    def by_year(seat: Position) -> Hashable:
        return (kind(seat), seat.site, FiscalQuarter.of(seat.starts, starts_in).year)

    coarser = (_grouped(plan.positions, alike) for alike in (exact, by_quarter, by_year, kind))
    return next((found for found in coarser if len(found) <= MOST_ROWS), _grouped(plan.positions, kind))


def cut_groups(cuts: Iterable[Cut]) -> tuple[tuple[Cut, ...], ...]:
    """Neighbours in the ranking that are cut for the same cause and need, or put off alike."""

    def alike(cut: Cut) -> Hashable:
        return (cut.role, cut.level, cut.cause, cut.needed, cut.put_off_months, cut.risk)

    return tuple(tuple(members) for _, members in groupby(sorted(cuts, key=lambda cut: cut.rank), key=alike))


def _grouped(positions: Iterable[Position], alike: Callable[[Position], Hashable]) -> tuple[Group, ...]:
    found: dict[Hashable, list[Position]] = {}
    for seat in sorted(positions, key=_order):
        found.setdefault(alike(seat), []).append(seat)
    return tuple(Group(tuple(members)) for members in found.values())


def _order(seat: Position) -> tuple[Month, Month, Role, int, str]:
    return (seat.starts, seat.opens, seat.role, -LEVELS.index(seat.level), seat.id)


def _short(ids: Iterable[str]) -> str:
    """Names drawn together: `ML-2027-001–005 +4`."""
    first, *others = _runs(ids)
    more = sum(len(run) for run in others)
    end = f"–{_split(first[-1])[1]}" if len(first) > 1 else ""
    return f"{words.plain(first[0])}{end}" + (f" +{words.whole(more)}" if more else "")


def _runs(ids: Iterable[str]) -> list[list[str]]:
    """Ids in order, those that end in consecutive numbers of equal length together."""
    runs: list[list[str]] = []
    for seat in sorted(ids):
        if runs and _follows(runs[-1][-1], seat):
            runs[-1].append(seat)
        else:
            runs.append([seat])
    return runs


def _follows(one: str, other: str) -> bool:
    (head, number), (next_head, next_number) = _split(one), _split(other)
    same_shape = head == next_head and len(number) == len(next_number) > 0
    return same_shape and int(next_number) == int(number) + 1


def _split(seat: str) -> tuple[str, str]:
    match = re.search(r"[0-9]*$", seat)
    number = match[0] if match else ""
    return seat[: len(seat) - len(number)], number
