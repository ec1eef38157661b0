"""`planner requisitions`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from planner.cli import files, options

FORMATS = ("csv", "xlsx", "charthop", "odoo", "workday", "jobposting")


@click.group()
def requisitions() -> None:
    """Write seats as files for other tools."""


@requisitions.command()
@click.argument("profile")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="csv",
    show_default=True,
    help="Which tool's form.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE.")
@options.today
@options.guidance
def export(profile: str, form: str, output: Path | None, today: date, pack: Path | None) -> None:
    """Write the seats of a profile's plan as a file for another tool.

    PROFILE is a YAML or JSON file with the organisation's facts, - for standard input.

    \b
    csv, xlsx    our own table, a line per seat
    charthop     ChartHop's hiring plan
    odoo         Odoo's import of job positions
    workday      data for Workday's Create Position template
    jobposting   schema.org JobPosting; publishes nothing
    """  # noqa: D301 - click reads \b as "don't wrap"
    from planner import engine
    from planner.hiring import seats
    from planner.integrations import files as exchange
    from planner.schemas import profiles
    from planner.schemas.syntax import Limits

    facts = profiles.read(files.read(profile, Limits().size), files.syntax_of(profile))
    made = engine.plan(facts, options.knowledge(pack), today)
    files.write(exchange.export(seats.of_plan(made), form, made.organisation), output)
