"""`planner report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import files, options

if TYPE_CHECKING:
    from planner.domain import Plan

FORMS = ("html", "pdf", "xlsx", "csv", "md", "json")
BINARY = frozenset({"pdf", "xlsx"})


@click.command()
@click.argument("source", metavar="PLAN.json|PROFILE.yaml")
@click.option(
    "--format", "form", type=click.Choice(FORMS), help="The form; from the ending of FILE unless given."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE, all of it or nothing.",
)
@click.option("--without-pay", is_flag=True, help="Leave out what seats cost.")
@options.today
@options.guidance
def report(
    source: str, form: str | None, output: Path | None, without_pay: bool, today: date, pack: Path | None
) -> None:
    """Write a plan as a document to read, print or reckon with.

    The source is a plan as `planner plan --format json` or the API wrote it, or a profile, whose
    plan is made first; - for standard input. PDF and XLSX need a FILE.

    \b
    Examples:
      planner report plan.json --output plan.pdf
      planner report my-organisation.yaml -o plan.xlsx
      planner report plan.json --format html --without-pay > plan.html
    """  # noqa: D301 - click reads \b as "don't wrap"
    from planner.domain import without_pay as bare

    wanted = _form(form, output)
    made = _plan(source, today, pack)
    files.write(_written(bare(made) if without_pay else made, wanted), output)


def _form(form: str | None, output: Path | None) -> str:
    """What is asked for, or what the file's name says; raises a usage error where neither tells."""
    wanted = form or (output.suffix.lstrip(".").lower() if output else "")
    if wanted not in FORMS:
        raise click.UsageError(
            f"Name the form: --format {'|'.join(FORMS)}, or a FILE that ends in one of these."
        )
    if wanted in BINARY and files.is_standard(output):
        raise click.UsageError(f"A {wanted.upper()} is no text: name a FILE with --output.")
    return wanted


def _plan(source: str, today: date, pack: Path | None) -> Plan:
    from planner import engine
    from planner.schemas import plans, profiles

    text = files.read(source, plans.LIMITS.size)
    if plans.is_plan(text):
        return plans.loads(text)
    made = engine.plan(profiles.read(text, files.syntax_of(source)), options.knowledge(pack), today)
    return plans.load(plans.dump(made))  # with the numbers that its JSON has


def _written(made: Plan, form: str) -> bytes:
    if form == "json":
        from planner.schemas import plans

        return plans.dumps(made).encode()
    from planner.reports import forms

    return forms.render(made, forms.Form(form))
