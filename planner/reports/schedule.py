"""When: the seats over time, and demand against capacity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.domain import Month, Plan, Role, is_withheld
from planner.domain.plan import Demand, Position, QuarterLine, Supply
from planner.reports import words
from planner.reports.answer import COVERED
from planner.reports.document import (
    Block,
    Column,
    Heading,
    Paragraph,
    Part,
    Picture,
    Row,
    Scope,
    Section,
    Table,
    View,
)
from planner.reports.formats import when
from planner.reports.seats import Group, groups
from planner.reports.timeline import timeline

SHORT = "Short, FTE"


def schedule(plan: Plan, scope: Scope) -> Iterator[Section]:
    """The seats by month, then demand and capacity by fiscal quarter and, if asked for, by month."""
    yield Section("When", tuple(_seats(plan, scope)), Part.WHEN)
    yield Section("Demand and capacity", tuple(_balance(plan, scope)), Part.BALANCE)


def _seats(plan: Plan, scope: Scope) -> Iterator[Block]:
    together = groups(plan)
    yield Paragraph(sentence(plan))
    if not together:
        return
    yield Picture(View.TIMELINE) if scope.pictures else timeline(plan, together)
    yield positions(plan, together, narrow=not scope.pictures)
    yield from _reporting(plan)
    yield from _late(plan)


def sentence(plan: Plan) -> str:
    """When requisitions open and people start, or why none do."""
    if not plan.positions:
        return _no_seats(plan)
    opens, starts = min(seat.opens for seat in plan.positions), min(seat.starts for seat in plan.positions)
    ends = [seat.productive for seat in plan.positions if seat.productive]
    beyond = sum(end > plan.months[-1] for end in ends)
    later = (
        f", {words.whole(beyond)} of {words.whole(len(plan.positions))} after the months planned"
        if beyond
        else ""
    )
    end = f"; the last is fully productive by {when(max(ends))}{later}" if ends else ""
    return f"The first requisition opens in {when(opens)}, the first seat starts in {when(starts)}{end}."


def _no_seats(plan: Plan) -> str:
    if plan.cuts:
        return f"No seat fits; the first is needed in {when(min(cut.needed for cut in plan.cuts))}."
    months = [stance.month for stance in plan.stances if stance.month]
    return (
        f"The next date to look at is {when(min(months))}."
        if months
        else "No date is set: nobody is to be hired."
    )


def positions(plan: Plan, together: tuple[Group, ...], narrow: bool = False) -> Table:
    """Seats alike with their dates and costs; a `narrow` page leaves out ids and managers that do not fit."""
    spans = [(group.span(_opens), group.span(_starts), group.span(_productive)) for group in together]
    crowded = narrow and any(len(span) > len("2027-01–03") for row in spans for span in row)
    columns = (
        Column("Id", fixed=True, roomy=crowded),
        Column("Position"),
        Column("Opens", fixed=True),
        Column("Starts", fixed=True),
        Column("Productive", fixed=True),
        Column("Reports to", roomy=crowded or _one_manager_each(plan)),
    )
    rows = tuple(_position(group, dates) for group, dates in zip(together, spans, strict=True))
    left_out = "Ids and managers of all seats are in the Markdown and JSON of this plan." if crowded else ""
    costs = [group.cost for group in together if group.cost]
    if is_withheld(plan) or not costs:
        return Table("Positions", columns, rows, left_out)
    title = f"Positions, with their cost over the {words.plural(len(plan.months), 'month')}"
    priced = tuple(_priced(row, group) for row, group in zip(rows, together, strict=True))
    return Table(title, (*columns, Column(f"Cost, {costs[0].currency}", numeric=True)), priced, left_out)


def _position(group: Group, dates: tuple[str, ...]) -> Row:
    return Row((group.ids, group.label, *dates, group.reports_to))


def _priced(row: Row, group: Group) -> Row:
    exact = (*("" for _ in row.cells), words.exact(group.cost))
    return replace(row, cells=(*row.cells, words.amount(group.cost)), exact=exact)


def _opens(seat: Position) -> Month:
    return seat.opens


def _starts(seat: Position) -> Month:
    return seat.starts


def _productive(seat: Position) -> Month | None:
    return seat.productive


def _managers(plan: Plan) -> dict[Role, list[str]]:
    managers: dict[Role, list[str]] = {}
    for seat in plan.positions:
        if seat.reports_to not in (known := managers.setdefault(seat.role, [])):
            known.append(seat.reports_to)
    return managers


def _one_manager_each(plan: Plan) -> bool:
    return all(len(found) == 1 for found in _managers(plan).values())


def _reporting(plan: Plan) -> Iterator[Paragraph]:
    """A sentence where everybody of a role reports to one manager; otherwise the table tells."""
    if _one_manager_each(plan):
        managers = _managers(plan)
        lines = (
            f"{words.ROLE[role]}s report to the {managers[role][0]}" for role in Role if role in managers
        )
        yield Paragraph(f"{'; '.join(lines)}.")


def _late(plan: Plan) -> Iterator[Paragraph]:
    for role in Role:
        late = [seat for seat in plan.positions if seat.role is role and seat.late_months > 0]
        if late:
            least, most = min(seat.late_months for seat in late), max(seat.late_months for seat in late)
            by = words.plural(most, "month") if least == most else f"{least} to {words.plural(most, 'month')}"
            first = min(seat.needed for seat in late)
            yield Paragraph(
                f"Late: {words.plural(len(late), words.ROLE[role])} will start {by} after the need, "
                f"which is there from {when(first)} on."
            )


def _balance(plan: Plan, scope: Scope) -> Iterator[Block]:
    for demand, supply in zip(plan.demand, plan.supply, strict=True):
        yield Heading(f"{words.ROLE[demand.role]}s", demand.role)
        yield Paragraph(level(plan, demand, supply))
        if scope.pictures:
            yield Picture(View.BALANCE, demand.role)
        if any(demand.fte) or any(supply.headcount):
            yield by_quarter(plan, demand.role)
            if scope.monthly:
                yield _by_month(plan, demand, supply)


def level(plan: Plan, demand: Demand, supply: Supply) -> str:
    """How one role's demand goes, who is there, and how short it gets."""
    present = _present(supply.present[0])
    if max(demand.fte) < COVERED:
        work = max(demand.work)
        done = f"; what they would do, up to {words.fte(work)} FTE, stays with today's teams"
        return f"No position is called for and {present}{done if work >= COVERED else ''}."
    first, last = words.fte(demand.fte[0]), words.fte(demand.fte[-1])
    course = f"stays at {first} FTE" if first == last else f"goes from {first} to {last} FTE"
    worst = max(supply.shortage)
    missing = (
        f"the shortage is {words.fte(worst)} FTE at its worst, "
        f"in {when(plan.months[supply.shortage.index(worst)])}"
        if worst >= COVERED
        else "no month is short"
    )
    return f"Demand {course} by {when(plan.months[-1])}; {present}; {missing}."


def _present(fte: float) -> str:
    return "nobody is there today" if fte < COVERED else f"{words.fte(fte)} FTE are there today"


def by_quarter(plan: Plan, role: Role) -> Table:
    """Demand, capacity and shortage of one role by fiscal quarter."""
    lines = [line for line in plan.quarters if line.role is role]
    titles = ("Demand, FTE", "Capacity, FTE", SHORT, "Seats start")
    columns = (
        Column("Quarter", fixed=True),
        *(Column(title, numeric=True, warning=title == SHORT) for title in titles),
    )
    return Table("Means by fiscal quarter", columns, tuple(_quarter(line) for line in lines))


def _quarter(line: QuarterLine) -> Row:
    numbers = (words.fte(value) for value in (line.demand, line.capacity, line.shortage))
    return Row((when(line.quarter), *numbers, words.whole(line.starts)), short=line.shortage >= COVERED)


def _by_month(plan: Plan, demand: Demand, supply: Supply) -> Table:
    titles = ("Work, FTE", "Demand, FTE", "Present, FTE", "Planned, FTE", SHORT, "People")
    columns = (
        Column("Month", fixed=True),
        *(Column(title, numeric=True, warning=title == SHORT) for title in titles),
    )
    series = (demand.work, demand.fte, supply.present, supply.planned, supply.shortage)
    rows = tuple(
        Row(
            (
                when(month),
                *(words.fte(values[index]) for values in series),
                words.whole(round(supply.headcount[index])),
            ),
            short=supply.shortage[index] >= COVERED,
        )
        for index, month in enumerate(plan.months)
    )
    return Table("By month", columns, rows)
