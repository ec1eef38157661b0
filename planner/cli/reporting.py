"""`planner report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import files, options, subjects

if TYPE_CHECKING:
    from planner.cli.subjects import Subject
    from planner.reports.findings import Findings

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
    wanted = _form(form, output)
    files.write(_written(subjects.read(source, today, pack), wanted, without_pay), output)


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


def _written(found: Subject, form: str, bare: bool) -> bytes:
    from planner.domain import without_pay
    from planner.schemas import plans

    made = plans.load(plans.dump(found.plan))  # with the numbers that its JSON has
    shown = without_pay(made) if bare else made
    if form == "json":
        return plans.dumps(shown).encode()
    from planner.reports import forms
    from planner.reports.findings import NOTHING_MORE

    known = forms.Form(form)
    return forms.render(shown, known, _findings(found, bare) if known in forms.ILLUSTRATED else NOTHING_MORE)


def _findings(found: Subject, bare: bool) -> Findings:
    """Ranges and sensitivities, where the plan is what this program with this guidance makes."""
    from planner.domain.withholding_analysis import analysis_without_pay
    from planner.engine.curve import break_even_curve
    from planner.engine.sensitivity import sensitivity
    from planner.engine.simulate import simulate
    from planner.reports.findings import NOTHING_MORE, Findings

    if not found.current:
        return NOTHING_MORE
    made = (
        analysis(found.profile, found.knowledge, found.today)
        for analysis in (simulate, break_even_curve, sensitivity)
    )
    return Findings(*map(analysis_without_pay, made) if bare else made)
