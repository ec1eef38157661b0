"""How a plan may turn out, as a report."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain import Money
from planner.domain.analysis import Bands, Chance, Covered, SimulatedRole, Simulation
from planner.reports import words
from planner.reports.document import Column, Document, Figure, Figures, Paragraph, Row, Section, Table
from planner.reports.formats import when

EVERY = 3  # months between the rows of a table


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
    at = range(0, len(found.months), every)
    for row in found.roles:
        name = f"{words.ROLE[row.role]}s"
        if not any(row.demand.p90) and not any(row.capacity.p90):
            yield Section(name, (Paragraph("Nobody is there, and no work asks for anybody."),))
            continue
        yield Section(name, (Paragraph(_covered(row)), _table(found, row, at)))
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


def _table(found: Simulation, row: SimulatedRole, at: range) -> Table:
    columns = [
        Column("Month", fixed=True),
        *(
            Column(f"{name} {share}", numeric=True)
            for name in ("Capacity", "Demand")
            for share in ("P10", "P50", "P90")
        ),
        Column("Met", numeric=True),
    ]
    if row.cost is not None:
        columns.append(Column(f"Cost P50, {found.currency}", numeric=True, roomy=True))
    rows = (Row(tuple(_cells(found, row, month)), short=row.met.share[month] < 0.5) for month in at)
    return Table("FTE, and the share of the paths in which demand is met", tuple(columns), tuple(rows))


def _cells(found: Simulation, row: SimulatedRole, month: int) -> Iterator[str]:
    yield when(found.months[month])
    for bands in (row.capacity, row.demand):
        yield from _three(bands, month)
    yield words.share(row.met.share[month])
    if row.cost is not None:
        yield _money(found, row.cost.p50[month])


def _three(bands: Bands, month: int) -> Iterator[str]:
    return (words.fte(series[month]) for series in (bands.p10, bands.p50, bands.p90))


def _both(found: Simulation, met: Chance, at: range) -> Table:
    columns = (
        Column("Month", fixed=True),
        Column("Chance", numeric=True),
        Column("Standard error", numeric=True),
    )
    rows = (
        Row((when(found.months[m]), words.share(met.share[m]), f"{words.fixed(met.error[m] * 100, 1)} %"))
        for m in at
    )
    return Table("Chance that the demand of both roles is met", columns, tuple(rows))


def _error(value: float) -> str:
    return f"standard error {words.fixed(value * 100, 1)} %"


def _money(found: Simulation, value: float) -> str:
    return words.amount(Money.of(value, found.currency))
