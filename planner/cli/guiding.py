"""`planner guidance`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import files, options
from planner.cli.manners import report
from planner.domain import PlannerError

if TYPE_CHECKING:
    from planner.guidance import Guidance


class NotInstalled(PlannerError):
    """A part of the product that is optional, and absent."""

    title = "The rules cannot be verified"


PACK = click.argument("pack", required=False, type=click.Path(path_type=Path))


@click.group()
def guidance() -> None:
    """Look at the rules that plans follow, and check one's own."""


@guidance.command("list")
@options.guidance
def list_(pack: Path | None) -> None:
    """List all rules with what they do."""
    from planner.guidance import load
    from planner.reports import rules
    from planner.reports.text import layout

    files.write(files.shown(layout(rules.index(load(pack)))), None)


@guidance.command()
@click.argument("rule")
@options.guidance
def show(rule: str, pack: Path | None) -> None:
    """Show one RULE: its condition, effect, reason and sources."""
    from planner.guidance import load
    from planner.reports import rules
    from planner.reports.text import layout

    held = load(pack)
    files.write(files.shown(layout(rules.card(held, held.rule(rule)))), None)


@guidance.command()
@options.guidance
def table(pack: Path | None) -> None:
    """Print what became of each statement of the guide.

    The output is Markdown: docs/guidance.md is made by this command.
    """
    from planner.guidance import load
    from planner.reports.statements import markdown

    files.write(markdown(load(pack)).encode(), None)


@guidance.command()
@PACK
@click.pass_context
def check(ctx: click.Context, pack: Path | None) -> None:
    """Check a guidance pack, the shipped one or the folder PACK.

    Exit code 1 if anything is found. Finds what does not load (unknown facts, wrong types,
    unhandled unknowns), examples that do not hold, and rules that never fire, always fire, follow
    from or contradict each other.
    """
    from planner.domain import InvalidGuidance, Problem
    from planner.guidance import check as findings_in
    from planner.guidance import load
    from planner.guidance.verify import VerifierUnavailable

    files.must_be_folder(pack)
    try:
        held = load(pack)
    except InvalidGuidance as error:
        click.echo(report(error))
        ctx.exit(1)
    try:
        found = findings_in(held)
    except VerifierUnavailable as error:
        raise NotInstalled(Problem("z3-solver", str(error))) from None
    for finding in found:
        click.echo(f"{finding.kind}: {finding.message}")
    click.echo(_summary(held, len(found)))
    ctx.exit(1 if found else 0)


def _summary(held: Guidance, found: int) -> str:
    parts = {"rules": held.rules, "statements": held.statements, "assumptions": held.assumptions}
    size = ", ".join(f"{len(part):,} {name}" for name, part in parts.items())
    return f"{held.id} {held.version}: {size}; {f'{found:,} found' if found else 'nothing found'}."
