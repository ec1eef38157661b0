"""`planner simulate`, `planner explain` and `planner compare`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli import files, options, subjects

if TYPE_CHECKING:
    from planner.reports.document import Document

PARTS = ("why", "flips", "questions", "sensitivity", "break-even")

form = click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    show_default=True,
    help="How to write it.",
)
output = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE, all of it or nothing.",
)
paths = click.option("--paths", type=int, default=10_000, show_default=True, help="Paths, by 250s.")
seed = click.option("--seed", type=int, default=20_260_101, show_default=True, help="Seed of the paths.")


@click.command()
@click.argument("subject", metavar="PROFILE|PLAN.json")
@paths
@seed
@click.option("--monthly", is_flag=True, help="Every month rather than every quarter.")
@form
@output
@options.today
@options.guidance
def simulate(
    subject: str,
    paths: int,
    seed: int,
    monthly: bool,
    form: str,
    output: Path | None,
    today: date,
    pack: Path | None,
) -> None:
    """Show how a plan may turn out, in ranges and chances.

    Time to fill, declined offers, attrition, ramp, pay and demand are drawn from the ranges of the
    assumptions, on many paths: capacity, demand and cost by month with P10, P50 and P90, the chance
    that demand is met, and when it first is. The same seed gives the same paths.
    """
    from planner.engine.simulate import simulate as run
    from planner.reports import odds
    from planner.schemas import analysis

    found = subjects.read_current(subject, today, pack)
    made = run(found.profile, found.knowledge, found.today, paths=paths, seed=seed)
    write(form, output, lambda: analysis.text(analysis.dump(made)), lambda: odds.document(made, monthly))


@click.command()
@click.argument("subject", metavar="PROFILE|PLAN.json")
@click.option(
    "--part",
    "parts",
    type=click.Choice(PARTS),
    multiple=True,
    help="Only this part; may stand several times.",
)
@form
@output
@options.today
@options.guidance
def explain(
    subject: str, parts: tuple[str, ...], form: str, output: Path | None, today: date, pack: Path | None
) -> None:
    """Explain a plan: why, what would tip it, what to ask first.

    \b
    why          rules that speak for and against each role, with their values
    flips        the smallest change of each fact that changes seats or a stance
    questions    unknown facts, the one that most hangs on first
    sensitivity  the plan as each assumption goes to the ends of its range
    break-even   from how many teams a platform pays, with the curve behind it
    """  # noqa: D301 - click reads \b as "don't wrap"
    from planner.engine.curve import break_even_curve
    from planner.engine.flips import flips
    from planner.engine.sensitivity import sensitivity
    from planner.engine.unknowns import unknowns
    from planner.reports import arguing

    found = subjects.read_current(subject, today, pack)
    asked = parts or PARTS
    inputs, plan = (found.profile, found.knowledge, found.today), found.plan
    made: dict[str, Callable[[], Any]] = {
        "flips": lambda: flips(*inputs, plan=plan),
        "questions": lambda: unknowns(*inputs),
        "sensitivity": lambda: sensitivity(*inputs, plan=plan),
        "break-even": lambda: break_even_curve(*inputs),
    }
    analyses = {name.replace("-", "_"): run() for name, run in made.items() if name in asked}
    argument: Any = arguing.Argument(found.plan, "why" in asked, **analyses)
    write(form, output, lambda: _argument_json(argument), lambda: arguing.document(argument))


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--simulate", "odds", is_flag=True, help="Compare simulations as well, path by path.")
@form
@output
@options.today
@options.guidance
def compare(
    before: str,
    after: str,
    odds: bool,
    form: str,
    output: Path | None,
    today: date,
    pack: Path | None,
) -> None:
    """Compare two plans seat by seat, and say why they differ.

    A and B are profiles, or plans as JSON. Differences are B less A: seats, FTE-months, money and
    dates, position by position, with the inputs that differ and what each kind of them brings.
    """
    from planner import engine
    from planner.engine.compare import compare as difference
    from planner.reports import differing
    from planner.schemas import analysis, comparison

    read = subjects.read_current if odds else subjects.read
    was, now = (read(name, today, pack) for name in (before, after))
    knowledge = was.knowledge
    current = was.current and now.current
    again = (lambda profile, day, _: engine.plan(profile, knowledge, day)) if current else None
    paired = _paired(was, now) if odds else None
    found = replace(difference(was.plan, now.plan, again), simulation=paired)
    write(
        form,
        output,
        lambda: analysis.text(comparison.dump(found)),
        lambda: differing.document(found),
    )


def _paired(was: subjects.Subject, now: subjects.Subject) -> Any:
    from planner.engine.simulate import compare_simulations, simulate

    made = [simulate(found.profile, found.knowledge, found.today) for found in (was, now)]
    return compare_simulations(*made)


def _argument_json(argument: Any) -> str:
    from planner.schemas import analysis, plans
    from planner.services.plans import REASONS

    data: dict[str, Any] = {}
    if argument.why:
        document = plans.dump(argument.plan)
        data["why"] = {name: document[name] for name in REASONS}
    for name in ("flips", "questions", "sensitivity", "break_even"):
        found = getattr(argument, name)
        if found is not None:
            data[name] = analysis.dump(found)
    return analysis.text(data)


def write(form: str, output: Path | None, json: Callable[[], str], report: Callable[[], Document]) -> None:
    """An analysis in the form asked for, to a file or standard output."""
    if form == "json":
        files.write(json().encode(), output)
        return
    if form == "markdown":
        from planner.reports import markdown

        files.write(markdown.written(report()).encode(), output)
        return
    from planner.reports import text

    if not files.is_standard(output):
        files.write(text.written(report()).encode(), output)
        return
    colour, width = files.terminal()
    files.write(files.shown(text.written(report(), colour, min(width, text.WIDTH))), output)
