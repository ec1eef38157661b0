"""How two plans differ, as a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain import Money, Month
from planner.domain.analysis import SimulationDifference
from planner.domain.comparison import Cause, Comparison, Contribution, RoleChange, Shift
from planner.domain.plan import Position
from planner.reports import words
from planner.reports.document import Block, Column, Document, Figure, Figures, Paragraph, Row, Section, Table
from planner.reports.formats import when

LONGEST = 120  # characters of an input's value


def document(found: Comparison) -> Document:
    """The report of a comparison."""
    before, after = words.plain(found.before), words.plain(found.after)
    names = before if before == after else f"{before} and {after}"
    return Document(
        title=f"Two plans compared: {names}",
        answer=words.told(found.sentence),
        figures=_figures(found),
        sections=tuple(_sections(found)),
        provenance="Differences are the second plan less the first.",
    )


def _figures(found: Comparison) -> Figures:
    items = [Figure("Seats", _signed(sum(row.seats for row in found.roles)), "")]
    if found.cost is not None:
        years = ", ".join(
            f"FY{year} {_sign(float(cost.amount))}{words.amount(_positive(cost))}"
            for year, cost in found.by_year.items()
        )
        sign = _sign(float(found.cost.amount))
        items.append(
            Figure("Cost", f"{sign}{words.amount(_positive(found.cost))} {found.cost.currency}", years)
        )
    short = sum(row.shortage for row in found.roles)
    items.append(
        Figure("FTE-months short", f"{_sign(short)}{words.fte(abs(short))}", "over the months of both")
    )
    return Figures(tuple(items))


def _sections(found: Comparison) -> Iterator[Section]:
    if found.empty:
        yield Section("Nothing differs", (Paragraph("Inputs and seats are the same."),))
        return
    yield Section("By role", (_roles(found.roles), *_effects(found)))
    if found.added or found.dropped or found.moved or found.changed:
        yield Section("Seat by seat", (_seats(found),))
    if found.causes:
        yield Section("Why", (_causes(found.causes), *_contributions(found.contributions), *_turns(found)))
    if found.simulation is not None:
        yield Section("Path by path", (Paragraph(_paired(found.simulation)), _odds(found.simulation)))


def _roles(roles: Sequence[RoleChange]) -> Table:
    titles = ("Seats", "Demand", "Capacity", "Short", "First covered, before", "after")
    columns = (Column("Role"), *(Column(title, numeric=True) for title in titles))
    rows = (
        Row(
            (
                f"{words.ROLE[row.role]}s",
                _signed(row.seats),
                *(
                    f"{_sign(value)}{words.fte(abs(value))}"
                    for value in (row.demand, row.capacity, row.shortage)
                ),
                _month(row.covered_before),
                _month(row.covered_after),
            )
        )
        for row in roles
    )
    return Table("Differences; demand, capacity and shortage in FTE-months", columns, tuple(rows))


def _effects(found: Comparison) -> Iterator[Paragraph]:
    for effect in found.effects:
        what = "The decision" if effect.role is None else f"The stance on {words.ROLE[effect.role]}s"
        before, after = (words.name(str(value)) for value in (effect.before, effect.after))
        yield Paragraph(f"{what} turns from “{before}” to “{after}”.")


def _seats(found: Comparison) -> Table:
    columns = (
        Column("Change", fixed=True),
        Column("Seat"),
        Column("Level", fixed=True),
        Column("Starts", fixed=True),
        Column("What differs"),
    )
    rows = [
        *(_one("added", seat) for seat in found.added),
        *(_both("moved", shift) for shift in found.moved),
        *(_both("changed", shift) for shift in found.changed),
        *(_one("dropped", seat) for seat in found.dropped),
    ]
    return Table("Position by position", columns, tuple(rows))


def _one(change: str, seat: Position) -> Row:
    return Row(
        (change, f"{seat.id} {seat.title}", str(seat.level), when(seat.starts), ""), short=change == "dropped"
    )


def _both(change: str, shift: Shift) -> Row:
    was, now = shift.before, shift.after
    starts = when(now.starts) if not shift.months else f"{when(was.starts)} → {when(now.starts)}"
    names = ("level", "site", "kind", "monthly_cost", *(() if shift.months else ("reports_to",)))
    differs = (
        f"{words.name(name)} {getattr(was, name) or words.NOTHING} → {getattr(now, name) or words.NOTHING}"
        for name in names
        if getattr(was, name) != getattr(now, name)
    )
    seat = was.id if was.id == now.id else f"{was.id} → {now.id}"
    return Row((change, f"{seat} {now.title}", str(now.level), starts, "; ".join(differs)))


def _causes(causes: Sequence[Cause]) -> Table:
    columns = (Column("Kind", fixed=True), Column("Input"), Column("Before"), Column("After"))
    rows = (Row((row.kind, words.name(row.name), _value(row.before), _value(row.after))) for row in causes)
    return Table("Inputs that differ", columns, tuple(rows))


def _contributions(rows: Sequence[Contribution]) -> Iterator[Block]:
    if not rows:
        return
    currency = rows[0].cost.currency if rows[0].cost else ""
    columns = [Column("Kind", fixed=True), Column("Seats", numeric=True)]
    if currency:
        columns.append(Column(f"Cost, {currency}", numeric=True))
    columns.append(Column("FTE-months short", numeric=True))
    yield Table("What each kind of change brings by itself", tuple(columns), tuple(map(_contribution, rows)))
    yield Paragraph(
        "Each is the mean of adding it to the first plan and of taking it from the second; what only "
        "comes from several together is in none, or shared between them."
    )


def _contribution(row: Contribution) -> Row:
    seats = sum(row.seats.values())
    cells = [row.kind, f"{_sign(seats)}{abs(seats):g}"]
    if row.cost is not None:
        cells.append(f"{_sign(float(row.cost.amount))}{words.amount(_positive(row.cost))}")
    return Row((*cells, f"{_sign(row.shortage)}{words.fte(abs(row.shortage))}"))


def _turns(found: Comparison) -> Iterator[Table]:
    if found.turns:
        columns = (Column("Rule"), Column("Before", fixed=True), Column("After", fixed=True))
        rows = (Row((turn.title, _outcome(turn.before), _outcome(turn.after))) for turn in found.turns)
        yield Table("Rules of evidence that come out differently", columns, tuple(rows))


def _paired(odds: SimulationDifference) -> str:
    """Such as `On the same 10,000 paths (seed 1) the second plan costs 604,000 USD more on average, …`."""
    on = f"On the same {words.whole(odds.paths)} paths (seed {odds.seed}) "
    if odds.cost is None or odds.cost_error is None or odds.dearer is None or odds.cheaper is None:
        return f"{on}both plans are followed; what they cost is withheld."
    if not odds.cost:
        return f"{on}both plans cost the same."
    much, error = (
        words.amount(Money.of(abs(value), odds.currency)) for value in (odds.cost, odds.cost_error)
    )
    return (
        f"{on}the second plan costs {much} {odds.currency} {'more' if odds.cost > 0 else 'less'} on average, "
        f"standard error {error}; it is dearer on {words.share(odds.dearer)} of them and cheaper on "
        f"{words.share(odds.cheaper)}."
    )


def _odds(odds: SimulationDifference) -> Table:
    columns = (
        Column("Role"),
        *(
            Column(title, numeric=True)
            for title in ("Chance met, last month", "± error", "Capacity", "± error")
        ),
    )
    rows = (
        Row(
            (
                f"{words.ROLE[row.role]}s",
                f"{_sign(row.met.mean[-1])}{words.fixed(abs(row.met.mean[-1]) * 100, 1)} points",
                words.fixed(row.met.error[-1] * 100, 1),
                f"{_sign(row.capacity.mean[-1])}{words.fixed(abs(row.capacity.mean[-1]), 2)}",
                words.fixed(row.capacity.error[-1], 2),
            )
        )
        for row in odds.roles
    )
    return Table("Differences on the same paths", columns, tuple(rows))


def _outcome(value: object) -> str:
    return {True: "holds", False: "does not hold"}.get(value, "open")  # type: ignore[call-overload, no-any-return]


def _value(text: str | None) -> str:
    if text is None:
        return "not stated"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _month(month: Month | None) -> str:
    return words.NOTHING if month is None else when(month)


def _signed(count: int) -> str:
    return f"{_sign(count)}{words.whole(abs(count))}"


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def _positive(money: Money) -> Money:
    return money if money.amount >= 0 else money * -1
