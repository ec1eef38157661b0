"""The plan of a portfolio as a report: what each unit gets, what is shared and how far it reaches."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain import Role
from planner.domain.portfolio import PortfolioPlan, SharedUse, UnitLine
from planner.reports import words
from planner.reports.document import (
    Column,
    Document,
    Figure,
    Figures,
    Paragraph,
    Row,
    Section,
    Table,
)
from planner.reports.formats import when

MOST_ROWS = 60
BEYOND = 1e-6


def document(plan: PortfolioPlan) -> Document:
    """The report of `plan`."""
    return Document(
        title=f"Portfolio plan: {words.plain(plan.name)}",
        answer=words.told(plan.headline),
        figures=_figures(plan),
        sections=tuple(_sections(plan)),
        provenance=f"Made for {when(plan.today)} by {plan.program} with guidance {plan.guidance}.",
    )


def _figures(plan: PortfolioPlan) -> Figures:
    by_role = (words.plural(sum(line.seats[role] for line in plan.units), words.ROLE[role]) for role in Role)
    lost = sum(line.lost for line in plan.units)
    short = sum(line.shortage for line in plan.units)
    cost = words.NOTHING if plan.cost is None else words.money(plan.cost)
    return Figures(
        (
            Figure("Seats", words.whole(len(plan.seats)), words.listed(by_role)),
            Figure("Cost", cost, f"over {words.plural(len(plan.months), 'month')}"),
            Figure("Left undone", f"{words.fte(short)} FTE-months", f"{words.fte(lost)} of it by sharing"),
        )
    )


def _sections(plan: PortfolioPlan) -> Iterator[Section]:
    if plan.uses:
        yield Section("What is shared", (*_beyond(plan), *_shared(plan)))
    yield Section("Units", (_units(plan),))
    yield Section("How sure", (Paragraph(_solved(plan)),))


def _beyond(plan: PortfolioPlan) -> Iterator[Paragraph]:
    """Limits that what is there and promised breaks, as no seat of the plan does."""
    names = [use.limit_name for use in plan.uses if _is_beyond(use)]
    if names:
        yield Paragraph(
            f"What is there and promised already goes beyond: {words.listed(map(words.told, names))}."
        )


def _is_beyond(use: SharedUse) -> bool:
    return use.limit is not None and use.used is not None and use.used > use.limit * (1 + BEYOND) + BEYOND


def _shared(plan: PortfolioPlan) -> Iterator[Table]:
    columns = (Column("Limit"), Column("Allowed", numeric=True), Column("Used", numeric=True))
    yield Table("In the period that is nearest to the limit", columns, tuple(map(_use, plan.uses)))
    if plan.shadow_prices:
        columns = (Column("More of"), Column("Step"), Column("FTE-months it buys", numeric=True))
        rows = tuple(
            Row((price.resource, words.told(price.step), words.fte(price.fte_months)))
            for price in plan.shadow_prices
        )
        yield Table("What a little more would buy (at the margin)", columns, rows)


def _use(use: SharedUse) -> Row:
    limit, used = (
        words.NOTHING if value is None else words.fixed(value, 0 if use.resource == "budget" else 1)
        for value in (use.limit, use.used)
    )
    return Row((words.plain(use.limit_name), limit, used))


def _units(plan: PortfolioPlan) -> Table:
    titles = ("MLOps", "Platform", "Cost", "Short, FTE-months", "Of it by sharing")
    columns = (Column("Unit"), *(Column(title, numeric=True) for title in titles))
    ranked = sorted(plan.units, key=lambda line: (-line.lost, -line.shortage, line.unit))
    left = len(ranked) - MOST_ROWS
    more = f"{words.plural(left, 'unit')} more are in the JSON of this plan." if left > 0 else ""
    title = "Those that lose most by sharing first"
    return Table(title, columns, tuple(map(_unit, ranked[:MOST_ROWS])), more)


def _unit(line: UnitLine) -> Row:
    cost = words.NOTHING if line.cost is None else words.amount(line.cost)
    seats = (words.whole(line.seats[role]) for role in Role)
    cells = (words.plain(line.unit), *seats, cost, words.fte(line.shortage), words.fte(line.lost))
    return Row(cells, short=line.lost >= 0.05)


def _solved(plan: PortfolioPlan) -> str:
    found = plan.solution
    return (
        f"No plan within what is shared has less than {words.fte(found.bound)} weighted FTE-months of "
        f"shortage; this one has {words.fte(found.shortage)}, a gap of {words.fixed(found.gap * 100, 2)}%. "
        f"Found by {found.solver} {found.version} in {words.plural(found.nodes, 'node')}, and checked "
        f"again outside it: no seat of it exceeds a shared limit by more than {found.violation:.0e} of it."
    )
