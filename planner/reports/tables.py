"""A plan as tidy tables.

Keys and figures are those of the plan's JSON; months are the first day's `Month`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from planner.domain import FiscalQuarter, Money, Plan, PositionKind, Role, is_withheld
from planner.domain.plan import Advice, Position, Reason
from planner.reports import words
from planner.reports.tidy import Cell, Column, Kind, Name, Tidy


def table(plan: Plan, name: Name) -> Tidy:
    """One table of `plan`; where pay is withheld it has no columns of money."""
    columns, rows = MAKERS[name]
    made = Tidy(name, columns, tuple(rows(plan)))
    return made.without_pay() if is_withheld(plan) else made


def _figure(value: float) -> float:
    """A computed number as the plan's JSON has it."""
    return round(value, 4) + 0.0


def _amount(money: Money | None) -> Decimal | None:
    return None if money is None else money.amount + 0


def _currency(money: Money | None) -> str | None:
    return None if money is None else money.currency


POSITION = (
    Column("id", "Id"),
    Column("role", "Role", Kind.WORD),
    Column("kind", "Kind", Kind.WORD),
    Column("level", "Level", Kind.WORD),
    Column("title", "Title"),
    Column("site", "Site"),
    Column("reports_to", "Reports to"),
    Column("needed", "Needed", Kind.MONTH),
    Column("opens", "Opens", Kind.MONTH),
    Column("starts", "Starts", Kind.MONTH),
    Column("productive", "Productive", Kind.MONTH),
    Column("late_months", "Months late", Kind.COUNT),
    Column("monthly_cost", "Monthly cost", Kind.MONEY),
    Column("hiring_cost", "Hiring cost", Kind.MONEY),
    Column("cost", "Cost", Kind.MONEY),
    Column("currency", "Currency", Kind.WORD),
    Column("confidence", "Confidence", Kind.WORD),
    Column("why", "Why"),
    Column("alternative", "Instead"),
    Column("work", "Work"),
    Column("reasons", "Rules"),
    Column("skills", "Skills"),
)


def _positions(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for seat in plan.positions:
        yield (
            *(seat.id, words.ROLE[seat.role], seat.kind.value, seat.level.value),
            *(seat.title, seat.site, seat.reports_to),
            *(seat.needed, seat.opens, seat.starts, seat.productive, seat.late_months),
            *_costs(seat),
            *(seat.confidence, seat.why, seat.alternative),
            *("; ".join(each) for each in (seat.work, seat.reasons, seat.skills)),
        )


def _costs(seat: Position) -> tuple[Cell, ...]:
    amounts = (_amount(money) for money in (seat.monthly_cost, seat.hiring_cost, seat.cost))
    return (*amounts, _currency(seat.cost))


DEMAND = (
    Column("role", "Role", Kind.WORD),
    Column("month", "Month", Kind.MONTH),
    Column("work", "All work", Kind.FTE),
    Column("demand", "Demand", Kind.FTE),
    Column("present", "Present", Kind.FTE),
    Column("planned", "Planned", Kind.FTE),
    Column("capacity", "Capacity", Kind.FTE),
    Column("shortage", "Short", Kind.FTE),
    Column("headcount", "People", Kind.FTE),
)


def _demand(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for demand, supply in zip(plan.demand, plan.supply, strict=True):
        for index, month in enumerate(plan.months):
            present, planned = supply.present[index], supply.planned[index]
            figures = (
                *(demand.work[index], demand.fte[index], present, planned, present + planned),
                *(supply.shortage[index], supply.headcount[index]),
            )
            yield (words.ROLE[demand.role], month, *map(_figure, figures))


COST = (
    Column("fiscal_year", "Fiscal year", Kind.YEAR),
    Column("fiscal_quarter", "Quarter", Kind.WORD),
    Column("role", "Role", Kind.WORD),
    Column("demand", "Demand", Kind.FTE),
    Column("capacity", "Capacity", Kind.FTE),
    Column("shortage", "Short", Kind.FTE),
    Column("starts", "Seats start", Kind.COUNT),
    Column("cost", "Cost", Kind.MONEY),
    Column("quarter_budget", "Budget of the quarter", Kind.MONEY),
    Column("year_budget", "Budget of the year", Kind.MONEY),
    Column("currency", "Currency", Kind.WORD),
)


def _cost(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for line in plan.quarters:
        means = [_figure(value) for value in (line.demand, line.capacity, line.shortage)]
        year = plan.totals.budget_by_year.get(line.quarter.year)
        yield (
            *(line.quarter.year, str(line.quarter), words.ROLE[line.role]),
            *means,
            line.starts,
            _amount(line.cost),
            quarter_budget(plan, line.quarter),
            None if year is None else _amount(year),
            _currency(line.cost),
        )


def quarter_budget(plan: Plan, quarter: FiscalQuarter) -> Decimal | None:
    """The cap on one quarter's cost, None where there is none."""
    budget = plan.profile.constraints.budget
    return budget.of_quarter(quarter) if budget else None


QUARTER = (
    Column("fiscal_year", "Fiscal year", Kind.YEAR),
    Column("fiscal_quarter", "Quarter", Kind.WORD),
    Column("starts", "Seats start", Kind.COUNT),
    *(Column(role.value, f"{words.ROLE[role]}s", Kind.MONEY) for role in Role),
    Column("total", "Total", Kind.MONEY),
    Column("quarter_budget", "Budget of the quarter", Kind.MONEY),
    Column("currency", "Currency", Kind.WORD),
)


def _quarters(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    """One row for each fiscal quarter, both roles side by side."""
    for quarter in sorted({line.quarter for line in plan.quarters}):
        lines = {line.role: line for line in plan.quarters if line.quarter == quarter}
        costs = [_amount(lines[role].cost) if role in lines else None for role in Role]
        known = [cost for cost in costs if cost is not None]
        yield (
            *(quarter.year, str(quarter), sum(line.starts for line in lines.values())),
            *costs,
            sum(known, Decimal(0)) if known else None,
            quarter_budget(plan, quarter),
            next((_currency(line.cost) for line in lines.values()), None),
        )


CUTS = (
    Column("rank", "Rank", Kind.COUNT),
    Column("role", "Role", Kind.WORD),
    Column("level", "Level", Kind.WORD),
    Column("needed", "Needed", Kind.MONTH),
    Column("put_off_months", "Months later", Kind.COUNT),
    Column("cause", "Cause"),
    Column("fte_months", "FTE-months lost", Kind.FTE),
    Column("risk", "Risk"),
)


def _cuts(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for cut in plan.cuts:
        lost = _figure(cut.fte_months)
        when = (cut.needed, cut.put_off_months)
        yield (cut.rank, words.ROLE[cut.role], cut.level.value, *when, cut.cause, lost, cut.risk)


EVIDENCE = (
    Column("role", "Role", Kind.WORD),
    Column("side", "Side", Kind.WORD),
    Column("points", "Points", Kind.COUNT),
    Column("title", "Title"),
    Column("because", "Because"),
    Column("rule", "Rule", Kind.WORD),
    Column("sources", "Sources"),
)


def _evidence(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for stance in plan.stances:
        sides: tuple[tuple[str, tuple[Reason, ...]], ...] = (
            ("for", stance.supporting),
            ("against", stance.opposing),
            ("condition", stance.gates),
            ("not decided", stance.undecided),
        )
        for side, reasons in sides:
            for reason in reasons:
                yield (words.ROLE[stance.role], side, reason.strength, *_said(reason, reason.because))
        yield from _advised(stance.alternatives, stance.role)
    yield from _advised(plan.advice, None)


def _advised(found: tuple[Advice, ...], role: Role | None) -> Iterator[tuple[Cell, ...]]:
    for item in found:
        about = item.role or role
        yield (words.ROLE[about] if about else None, item.kind, None, *_said(item.reason, item.text))


def _said(reason: Reason, because: str) -> tuple[str, str, str, str]:
    return (reason.title, because, reason.rule, "; ".join(citation.id for citation in reason.citations))


ASSUMPTION = (
    Column("name", "Name", Kind.WORD),
    Column("meaning", "Meaning"),
    Column("low", "Low", Kind.NUMBER),
    Column("typical", "Typical", Kind.NUMBER),
    Column("high", "High", Kind.NUMBER),
    Column("unit", "Unit"),
    Column("grade", "Grade", Kind.WORD),
    Column("source", "Source"),
    Column("overridden", "Own", Kind.WORD),
    Column("reason", "Reason"),
)


def _assumptions(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for item in plan.assumptions:
        numbers = (item.low, item.typical, item.high)
        own = "yes" if item.overridden else "no"
        yield (item.name, item.meaning, *numbers, item.unit, item.grade, item.source, own, item.reason)


QUESTION = (
    Column("fact", "Fact", Kind.WORD),
    Column("ask", "Question"),
    Column("assumed", "Assumed"),
    Column("rules", "Rules"),
)


def _questions(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for question in plan.questions:
        assumed = None if question.assumed is None else words.value(question.assumed)
        yield (question.fact, question.ask, assumed, "; ".join(question.rules))


SEAT = (
    Column("role", "Role", Kind.WORD),
    Column("present", "Today", Kind.FTE),
    Column("left", "Of these at the end", Kind.FTE),
    *(Column(kind.value, words.KINDS[kind], Kind.COUNT) for kind in PositionKind),
)


def _seats(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for supply in plan.supply:
        kinds = Counter(seat.kind for seat in plan.positions if seat.role is supply.role)
        people = (_figure(supply.present[0]), _figure(supply.present[-1]))
        yield (words.ROLE[supply.role], *people, *(kinds[kind] for kind in PositionKind))


Rows = Callable[[Plan], Iterator[tuple[Cell, ...]]]
MAKERS: Mapping[Name, tuple[tuple[Column, ...], Rows]] = {
    Name.POSITIONS: (POSITION, _positions),
    Name.DEMAND: (DEMAND, _demand),
    Name.COST: (COST, _cost),
    Name.QUARTERS: (QUARTER, _quarters),
    Name.CUTS: (CUTS, _cuts),
    Name.EVIDENCE: (EVIDENCE, _evidence),
    Name.ASSUMPTIONS: (ASSUMPTION, _assumptions),
    Name.QUESTIONS: (QUESTION, _questions),
    Name.SEATS: (SEAT, _seats),
}
