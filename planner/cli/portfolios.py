"""`planner portfolio`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from planner.cli import analysing, files, options


@click.command()
@click.argument("group", metavar="FILE")
@analysing.form
@analysing.output
@options.today
@options.guidance
def portfolio(group: str, form: str, output: Path | None, today: date, pack: Path | None) -> None:
    """Plan for business units that share limits.

    FILE is YAML or JSON, - for standard input: `name`, `units` (each a profile) and `shared` (budget,
    hires_per_month, headcount_cap, fiscal_year_starts_in). One plan serves all: what is shared goes
    where it takes off most shortage, each unit is told what sharing costs it, and the gap to the
    proven bound is stated.
    """
    from planner import engine
    from planner.reports import portfolio as report
    from planner.schemas import portfolio as schema

    read = schema.read(files.read(group, schema.LIMITS.size), files.syntax_of(group))
    made = engine.portfolio(read, options.knowledge(pack), today)
    analysing.write(form, output, lambda: schema.dumps(made), lambda: report.document(made))
