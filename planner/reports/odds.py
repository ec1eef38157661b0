"""How a plan may turn out, as a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain import Money
from planner.domain.analysis import Bands, Chance, Covered, SimulatedRole, Simulation
from planner.reports import words
from planner.reports.document import Column, Document, Figure, Figures, Paragraph, Row, Section, Table
from planner.reports.formats import when

EVERY = 3  # months between the rows of a table, of which the last month is always one
SHARES = ("P10", "P50", "P90")


def document(found: Simulation, monthly: bool = False) -> Document:
    """The report of a simulation, quarter by quarter or `monthly`."""
    return Document(
        title=f"How it may turn out: {words.plain(found.organisation)}",
        answer=words.told(found.sentence),
        figures=_figures(found),
        sections=tuple(_sections(found, 1 if monthly else EVERY)),
        provenance=(
            f"{words.whole(found.paths)} paths with seed {found.seed}; the same plan and seed give the same "
            f"paths. {words.plural(len(found.sampled), 'assumption')} with a range drawn; --format json "
            "names them."
        ),
    )


def _figures(found: Simulation) -> Figures:
    met = found.met
    items = [
        Figure(
            "Demand of both roles met",
            words.share(met.overall),
            f"of all months, {_error(met.overall_error)}",
        ),
        Figure("Met in the last month", words.share(met.share[-1]), _error(met.error[-1])),
    ]
    if found.cost is not None:
        low, middle, high = (_money(found, part) for part in (found.cost.p10, found.cost.p50, found.cost.p90))
        items.append(Figure("Cost, P50", f"{middle} {found.currency}", f"P10 {low}, P90 {high}"))
    return Figures(tuple(items))


def _sections(found: Simulation, every: int) -> Iterator[Section]:
    at = sorted({*range(0, len(found.months), every), len(found.months) - 1})
    for row in found.roles:
        name = f"{words.ROLE[row.role]}s"
        if not any(row.demand.p90) and not any(row.capacity.p90):
            yield Section(name, (Paragraph("Nobody is there, and no work asks for anybody."),))
            continue
        tables = [
            _fte(found, row, at),
            *([_cost(found, row.cost, at)] if row.cost and any(row.cost.p90) else []),
        ]
        yield Section(name, (Paragraph(_covered(row)), *tables))
    yield Section("Both roles", (_both(found, found.met, at),))


def _covered(row: SimulatedRole) -> str:
    found: Covered = row.covered
    if not any(row.demand.p90):
        return "No work asks for seats."
    if found.never >= 1:
        return "On no path is demand met within the horizon."
    months = (
        f"{name} {'beyond the horizon' if month is None else when(month)}"
        for name, month in (("P10", found.p10), ("P50", found.p50), ("P90", found.p90))
    )
    return f"Demand is first met in: {', '.join(months)}; never on {words.share(found.never)} of the paths."


def _fte(found: Simulation, row: SimulatedRole, at: Sequence[int]) -> Table:
    named = (f"{name} {share}" for name in ("Capacity", "Demand") for share in SHARES)
    columns = (Column(name, numeric=True) for name in (*named, "Met", "Error"))
    rows = (Row(tuple(_cells(found, row, month)), short=row.met.share[month] < 0.5) for month in at)
    title = "FTE, on how many of the paths demand is met, and the standard error of that"
    return Table(title, (Column("Month", fixed=True), *columns), tuple(rows))


def _cells(found: Simulation, row: SimulatedRole, month: int) -> Iterator[str]:
    yield when(found.months[month])
    for bands in (row.capacity, row.demand):
        yield from (words.fte(series[month]) for series in _three(bands))
    yield words.share(row.met.share[month])
    yield _percent(row.met.error[month])


def _cost(found: Simulation, cost: Bands, at: Sequence[int]) -> Table:
    columns = (Column("Month", fixed=True), *(Column(f"Cost {share}", numeric=True) for share in SHARES))
    rows = (
        Row((when(found.months[month]), *(_money(found, series[month]) for series in _three(cost))))
        for month in at
    )
    return Table(f"Cost of the plan's seats by month, {found.currency}", columns, tuple(rows))


def _three(bands: Bands) -> tuple[tuple[float, ...], ...]:
    return bands.p10, bands.p50, bands.p90


def _both(found: Simulation, met: Chance, at: Sequence[int]) -> Table:
    columns = (
        Column("Month", fixed=True),
        Column("Chance", numeric=True),
        Column("Standard error", numeric=True),
    )
    rows = (Row((when(found.months[m]), words.share(met.share[m]), _percent(met.error[m]))) for m in at)
    return Table("Chance that the demand of both roles is met", columns, tuple(rows))


def _error(value: float) -> str:
    return f"standard error {_percent(value)}"


def _percent(value: float) -> str:
    return f"{words.fixed(value * 100, 1)} %"


def _money(found: Simulation, value: float) -> str:
    return words.amount(Money.of(value, found.currency))
