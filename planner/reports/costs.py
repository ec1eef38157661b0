"""What the plan costs by fiscal period, and what the caps keep out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.domain import FiscalQuarter, Money, Plan, disclosed, is_withheld
from planner.domain.plan import Cut
from planner.reports import words
from planner.reports.answer import budget_left, cost_of
from planner.reports.document import Block, Column, Paragraph, Part, Picture, Row, Scope, Section, Table, View
from planner.reports.formats import when
from planner.reports.seats import cut_groups


def cost(plan: Plan, scope: Scope) -> Section:
    """Totals by fiscal year and quarter against the budget."""
    picture = (Picture(View.COST),) if scope.pictures and plan.positions and not is_withheld(plan) else ()
    return Section("What it costs", (Paragraph(sentence(plan)), *picture, *table(plan)), Part.COST)


def cuts(plan: Plan) -> Iterator[Section]:
    """The ranked list of seats that a cap keeps out or puts off, if there is one."""
    blocks: list[Block] = [Paragraph(_exceeded(plan))] if plan.exceeded else []
    if plan.cuts:
        blocks += [Paragraph(_lost(plan)), _cut_list(plan)]
    if plan.shadow_prices:
        blocks.append(_prices(plan))
    if blocks:
        yield Section("What does not fit", tuple(blocks), Part.CUTS)


def sentence(plan: Plan) -> str:
    """The cost over the horizon, and budgets that do not hold."""
    if not plan.positions and plan.cuts:
        return "Nothing: budget and caps leave no room for a position."
    if not plan.positions:
        return "Nothing: the plan opens no positions." + _untouched(plan)
    if plan.totals.cost is None:
        return "What the plan's seats cost is withheld from this copy."
    total = words.money(plan.totals.cost)
    return (
        f"The plan's seats cost {total} from {when(plan.months[0])} to {when(plan.months[-1])}, "
        f"loaded pay and hiring cost together.{_over(plan)}"
    )


def _untouched(plan: Plan) -> str:
    budgets = plan.totals.budget_by_year
    return (
        f" The budget of FY{min(budgets)} ({words.money(budgets[min(budgets)])}) stays whole."
        if budgets
        else ""
    )


def _over(plan: Plan) -> str:
    over = [year for year in plan.totals.budget_by_year if _is_short(budget_left(plan, year))]
    return f" It exceeds the budget of {words.listed(f'FY{year}' for year in sorted(over))}." if over else ""


def _is_short(left: Money | None) -> bool:
    return left is not None and left.amount < 0


def table(plan: Plan) -> Iterator[Table]:
    """Cost against budget by fiscal year and quarter; none without seats or where pay is withheld."""
    if not plan.positions or is_withheld(plan) or plan.totals.cost is None:
        return
    currency = plan.totals.cost.currency
    titles = ("Seats start", f"Cost, {currency}", "Budget", "Left")
    columns = (
        Column("Fiscal period", fixed=True),
        *(Column(title, numeric=True, warning=title == "Left") for title in titles),
    )
    rows = tuple(row for year in sorted(plan.totals.by_year) for row in _year(plan, year))
    with_budget = bool(plan.totals.budget_by_year) or any(row.cells[3] != words.NOTHING for row in rows)
    yield (
        Table("Cost by fiscal period", columns, rows)
        if with_budget
        else Table(
            "Cost by fiscal period",
            columns[:3],
            tuple(replace(row, cells=row.cells[:3], exact=row.exact[:3]) for row in rows),
        )
    )


def _year(plan: Plan, year: int) -> Iterator[Row]:
    quarters = sorted({line.quarter for line in plan.quarters if line.quarter.year == year})
    budget = plan.totals.budget_by_year.get(year)
    starts = sum(_starts(plan, quarter) for quarter in quarters)
    yield _row(f"FY{year}", starts, disclosed(cost_of(plan, year)), budget, total=True)
    for quarter in quarters:
        spent = disclosed(cost_of(plan, quarter))
        yield _row(f"Q{quarter.quarter}", _starts(plan, quarter), spent, _quarter_budget(plan, quarter))


def _row(period: str, starts: int, spent: Money, budget: Money | None, total: bool = False) -> Row:
    caps = (words.NOTHING, words.NOTHING)
    if budget is not None:
        caps = (words.amount(budget), words.amount(budget - spent))
    short = budget is not None and budget.amount < spent.amount
    known = () if budget is None else (str(budget), str(budget - spent))
    return Row(
        (period, words.whole(starts), words.amount(spent), *caps),
        total=total,
        indent=not total,
        detail=not total,
        short=short,
        exact=("", "", str(spent), *known),
    )


def _starts(plan: Plan, quarter: FiscalQuarter) -> int:
    return sum(line.starts for line in plan.quarters if line.quarter == quarter)


def _quarter_budget(plan: Plan, quarter: FiscalQuarter) -> Money | None:
    budget = plan.profile.constraints.budget
    cap = budget.of_quarter(quarter) if budget else None
    return None if cap is None or budget is None else Money.of(cap, budget.currency)


def _lost(plan: Plan) -> str:
    late = sum(cut.put_off_months is not None for cut in plan.cuts)
    done = [f"put off {words.plural(late, 'seat')}"] if late else []
    if late < len(plan.cuts):
        done.append(f"keep {words.plural(len(plan.cuts) - late, 'seat')} out of the plan")
    lost = words.fte(sum(cut.fte_months for cut in plan.cuts))
    return (
        f"The caps {words.listed([*done, f'leave {lost} FTE-months undone'])}. "
        "The first in the list is the first to add when a cap gives way."
    )


def _exceeded(plan: Plan) -> str:
    return f"What is there and promised already goes beyond: {words.listed(map(words.told, plan.exceeded))}."


def _prices(plan: Plan) -> Table:
    columns = (Column("More of"), Column("Step"), Column("FTE-months it buys", numeric=True))
    ranked = sorted(plan.shadow_prices, key=lambda price: (-price.fte_months, price.resource))
    rows = tuple(
        Row((price.resource, words.told(price.step), words.fte(price.fte_months))) for price in ranked
    )
    return Table("What a little more would buy (at the margin; seats may be fractions there)", columns, rows)


def _cut_list(plan: Plan) -> Table:
    late = any(cut.put_off_months is not None for cut in plan.cuts)
    columns = (
        Column("Rank", fixed=True),
        Column("Seat"),
        Column("Needed", fixed=True),
        *([Column("Months later", numeric=True)] if late else []),
        Column("FTE-months lost", numeric=True),
        Column("Cause"),
        Column("Risk", detail=True),
    )
    rows = tuple(_cut(cuts, late=late) for cuts in cut_groups(plan.cuts))
    return Table(f"Seats cut{' or put off' if late else ''}, most missed first", columns, rows)


def _cut(cuts: tuple[Cut, ...], *, late: bool) -> Row:
    first, last = cuts[0], cuts[-1]
    count = f"{words.whole(len(cuts))} × " if len(cuts) > 1 else ""
    seat = f"{count}{words.ROLE[first.role]}, {first.level}"
    rank = str(first.rank) if first is last else f"{first.rank} to {last.rank}"
    lost = words.fte(sum(cut.fte_months for cut in cuts))
    waits = ["–" if first.put_off_months is None else words.whole(first.put_off_months)] if late else []
    told = (rank, seat, when(first.needed), *waits, lost, words.told(first.cause), first.risk)
    return Row(told, short=True)
