"""How two plans differ, seat by seat, and by which inputs (model, section 9: diff(a,a) is empty and
diff(a,b) = -diff(b,a))."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from planner.domain.analysis import Effect, Turn
from planner.domain.calendar import Month
from planner.domain.comparison import Comparison, Contribution, RoleChange, Shift
from planner.domain.errors import InvalidProfile
from planner.domain.money import Money
from planner.domain.plan import Plan, Position, Reason
from planner.domain.profile import Profile
from planner.domain.words import Level, Role
from planner.engine.inputs import GROUPS, causes, mixed
from planner.engine.saying import NAMES
from planner.engine.schedule import Unplannable

DECIMALS = 2  # of FTE-months: stored plans are rounded
MET = 0.3  # FTE of shortage below which a month counts as covered in plans that don't state it
Planner = Callable[[Profile, date, str], Plan]
"""Plans for a profile from a day on by the guidance of a hash."""


def compare(before: Plan, after: Plan, plan: Planner | None = None) -> Comparison:
    """What changes from one plan to the other; with `plan`, also how much each kind of change brings.

    Seats are matched by id where both plans have committed to them, the others of a role in order of start.
    """
    pairs = [pair for role in Role for pair in _pairs(before, after, role)]
    both = [Shift(was, now) for was, now in pairs if was and now and not _same(was, now)]
    moved = tuple(row for row in both if row.months)
    found = tuple(causes(before, after))
    return Comparison(
        before=before.organisation,
        after=after.organisation,
        roles=tuple(_role(before, after, role) for role in Role),
        cost=_money(before, after),
        by_year=_by_year(before, after),
        added=tuple(now for was, now in pairs if now and not was),
        moved=moved,
        changed=tuple(row for row in both if not row.months),
        dropped=tuple(was for was, now in pairs if was and not now),
        effects=tuple(_effects(before, after)),
        causes=found,
        contributions=tuple(_contributions(before, after, plan)) if plan and found else (),
        turns=tuple(_turns(before, after)),
        sentence=_sentence(before, after, pairs, moved),
    )


def _pairs(before: Plan, after: Plan, role: Role) -> Iterator[tuple[Position | None, Position | None]]:
    """Seats of a role that are the same: those of one id that a plan promises, then engineers and managers in
    order."""
    was, now = ([row for row in plan.positions if row.role is role] for plan in (before, after))
    committed = {row.id for row in (*was, *now) if row.kind == "committed"}
    promised = committed & {row.id for row in was} & {row.id for row in now}
    for name in sorted(promised):
        yield next(row for row in was if row.id == name), next(row for row in now if row.id == name)
    for manages in (False, True):
        rest = [_ordered(rows, promised, manages) for rows in (was, now)]
        yield from zip_longest(*rest)


def _ordered(rows: Iterable[Position], promised: Iterable[str], manages: bool) -> list[Position]:
    open_ones = (row for row in rows if row.id not in promised and (row.level is Level.MANAGER) is manages)
    return sorted(open_ones, key=lambda row: (row.starts, row.id))


def _same(was: Position, now: Position) -> bool:
    """Whether two seats are alike; that one of an id is promised by now does not change it."""
    promised = was.id == now.id and "committed" in (was.kind, now.kind)
    return _substance(was) == _substance(now) and (promised or was.kind is now.kind)


def _substance(seat: Position) -> object:
    return seat.starts, seat.opens, seat.level, seat.site, seat.monthly_cost, seat.reports_to


def _role(before: Plan, after: Plan, role: Role) -> RoleChange:
    common = _common(before, after)
    sums = []
    for plan in (before, after):
        supply = next(row for row in plan.supply if row.role is role)
        demand = next(row for row in plan.demand if row.role is role)
        rows = slice(common.start - plan.months[0].ordinal, common.stop - plan.months[0].ordinal)
        capacity = [
            present + planned for present, planned in zip(supply.present, supply.planned, strict=True)
        ]
        sums.append([sum(series[rows]) for series in (demand.fte, capacity, supply.shortage)])
    demand_by, capacity_by, shortage_by = (_rounded(now - was) for was, now in zip(*sums, strict=True))
    seats = after.totals.seats[role] - before.totals.seats[role]
    covered = (_covered(plan, role) for plan in (before, after))
    return RoleChange(role, seats, demand_by, capacity_by, shortage_by, *covered)


def _common(before: Plan, after: Plan) -> range:
    """Ordinals of the months that both plans have; empty where they don't overlap."""
    first = max(before.months[0], after.months[0]).ordinal
    return range(first, max(min(before.months[-1], after.months[-1]).ordinal + 1, first))


def _covered(plan: Plan, role: Role) -> Month | None:
    """The first month with demand in which it is met, None where there is none."""
    least = next((row.typical for row in plan.assumptions if row.name == "smallest_seat"), MET)
    supply = next(row for row in plan.supply if row.role is role)
    demand = next(row for row in plan.demand if row.role is role)
    rows = zip(plan.months, demand.fte, supply.shortage, strict=True)
    return next((month for month, needed, short in rows if needed > 0 and short < least), None)


def _money(before: Plan, after: Plan) -> Money | None:
    was, now = before.totals.cost, after.totals.cost
    if was is None or now is None or was.currency != now.currency:
        return None
    return now - was


def _by_year(before: Plan, after: Plan) -> Mapping[int, Money]:
    money = _money(before, after)
    if money is None:
        return {}
    zero = Money.of(0, money.currency)
    was, now = before.totals.by_year, after.totals.by_year
    return {year: now.get(year, zero) - was.get(year, zero) for year in sorted({*was, *now})}


def _effects(before: Plan, after: Plan) -> Iterator[Effect]:
    for role in Role:
        was, now = before.stance(role).kind, after.stance(role).kind
        if was != now:
            yield Effect("stance", role, was, now)
    if before.decision != after.decision:
        yield Effect("decision", None, before.decision, after.decision)


def _turns(before: Plan, after: Plan) -> Iterator[Turn]:
    """Rules of evidence that come out differently in the first month, by rule id."""
    was, now = _outcomes(before), _outcomes(after)
    for rule in sorted({*was, *now}):
        told = now.get(rule) or was[rule]
        outcomes = [rows[rule].outcome if rule in rows else False for rows in (was, now)]
        if outcomes[0] is not outcomes[1]:
            yield Turn(rule, told.title, *outcomes)


def _outcomes(plan: Plan) -> dict[str, Reason]:
    """Rules that hold or are open, by id; those that do not hold are not in a plan, gates apart."""
    parts = (
        reasons
        for stance in plan.stances
        for reasons in (stance.supporting, stance.opposing, stance.undecided, stance.gates)
    )
    return {reason.rule: reason for reasons in parts for reason in reasons}


def _contributions(before: Plan, after: Plan, plan: Planner) -> Iterator[Contribution]:
    """What each group of inputs brings: added to the first plan and taken from the second; nothing for
    groups that contradict the rest of the other profile or are too large together."""
    groups = [group for group in GROUPS if any(row.kind == group for row in causes(before, after))]
    if len(groups) == 1 and not any(row.kind not in GROUPS for row in causes(before, after)):
        yield _contribution(groups[0], [(before, after)])
        return
    for group in groups:
        try:
            with_it = plan(*mixed(before, after, {group}))
            without = plan(*mixed(before, after, set(GROUPS) - {group}))
        except (InvalidProfile, Unplannable):
            continue
        yield _contribution(group, [(before, with_it), (without, after)])


def _contribution(kind: str, steps: Sequence[tuple[Plan, Plan]]) -> Contribution:
    seats = {
        role: sum(now.totals.seats[role] - was.totals.seats[role] for was, now in steps) / len(steps)
        for role in Role
    }
    money = [_money(was, now) for was, now in steps]
    currencies = {part.currency for part in money if part}
    cost = None
    if None not in money and len(currencies) == 1:
        (currency,) = currencies
        total = Money.total((part for part in money if part), currency)
        cost = Money.of(total.amount / len(steps), currency)
    short = sum(_short(now) - _short(was) for was, now in steps) / len(steps)
    return Contribution(kind, seats, cost, _rounded(short))


def _short(plan: Plan) -> float:
    return sum(sum(row.shortage) for row in plan.supply)


def _rounded(value: float) -> float:
    return round(value, DECIMALS) + 0.0


def _sentence(
    before: Plan,
    after: Plan,
    pairs: Sequence[tuple[Position | None, Position | None]],
    moved: Sequence[Shift],
) -> str:
    """Such as `2 more MLOps seats, 3 seats start in another month`."""
    said = list(_seats(before, after))
    if moved:
        said.append(f"{len(moved)} {'seat starts' if len(moved) == 1 else 'seats start'} in another month")
    if not said:
        same = all(was and now and _same(was, now) for was, now in pairs)
        return (
            "The seats are the same." if same else "The same number of seats; levels, sites or costs differ."
        )
    return f"{_capital(', '.join(said))}."


def _seats(before: Plan, after: Plan) -> Iterator[str]:
    for role in Role:
        more = after.totals.seats[role] - before.totals.seats[role]
        if more:
            plural = "" if abs(more) == 1 else "s"
            yield f"{abs(more)} {'more' if more > 0 else 'fewer'} {NAMES[role]} seat{plural}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
