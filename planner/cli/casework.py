"""`planner cases`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from planner.cli import files, options

LARGEST_FILE = 50_000_000


@click.group()
def cases() -> None:
    """Hold the planner against organisations with known decisions."""


@cases.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@options.today
@options.guidance
def evaluate(file: str, as_json: bool, today: date, pack: Path | None) -> None:
    """Plan for each case in FILE and compare with what is expected.

    FILE holds one JSON object per line: id, profile, and expected with the lists acceptable and
    wrong of the decisions mlops_only, platform_only, both and neither_yet. A decision in neither
    list is grey. Beside the score stand three baselines that any planner has to beat.
    """
    import json
    from functools import partial

    from planner import engine
    from planner.cli.casefile import read
    from planner.engine.cases import evaluate as judge
    from planner.reports import cases as report
    from planner.reports.text import layout

    known = read(files.read(file, LARGEST_FILE), LARGEST_FILE)
    found = judge(known, partial(engine.plan, knowledge=options.knowledge(pack), today=today))
    text = json.dumps(report.data(found), indent=2) + "\n" if as_json else layout(report.blocks(found))
    files.write(files.shown(text), None)
