"""`planner plan` and `planner rerun`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import files, options

if TYPE_CHECKING:
    from planner.domain import Plan
    from planner.domain.plan import Provenance

FORMATS = ("text", "json", "markdown")
BASIS = {
    "program": "the program",
    "guidance": "the guidance pack",
    "guidance_version": "the pack's version",
    "guidance_hash": "the pack's content",
    "pay_digest": "the pay table",
}


@click.command()
@click.argument("profile")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to write the plan.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE, all of it or nothing.",
)
@click.option("--verbose", "-v", is_flag=True, help="Print the whole report, not the plan in short (text).")
@click.option(
    "--monthly", is_flag=True, help="Add demand and capacity by month; the whole report (text, markdown)."
)
@click.option(
    "--adopted",
    metavar="PLAN.json",
    help="An adopted plan: its positions stand, with ids and dates; what changes is added to the report.",
)
@options.today
@options.guidance
def plan(
    profile: str,
    form: str,
    output: Path | None,
    verbose: bool,
    monthly: bool,
    adopted: str | None,
    today: date,
    pack: Path | None,
) -> None:
    """Print the staffing plan of an organisation.

    PROFILE is a YAML or JSON file with the organisation's facts, - for standard input. Only its
    name is required; what is unknown is assumed, and asked for at the end of the plan. The text is
    the plan in short; --verbose and the other forms give every rule, source and assumption.

    \b
    Examples:
      planner plan my-organisation.yaml
      planner plan my-organisation.yaml --format markdown --output plan.md
      cat my-organisation.json | planner plan - --format json
    """  # noqa: D301 - click reads \b as "don't wrap"
    from planner import engine
    from planner.engine.adopting import adopted as standing
    from planner.schemas import profiles
    from planner.schemas.syntax import Limits

    facts = profiles.read(files.read(profile, Limits().size), files.syntax_of(profile))
    knowledge, earlier = options.knowledge(pack), _earlier(adopted)
    made = engine.plan(facts if earlier is None else standing(facts, earlier), knowledge, today)
    written = _written(made, form, (verbose, monthly), to_terminal=files.is_standard(output))
    if earlier is not None and form != "json":
        written += b"\n" + _changes(earlier, made, form)
    files.write(written, output)


@click.command()
@click.argument("plan", metavar="PLAN.json")
@options.guidance
@click.pass_context
def rerun(ctx: click.Context, plan: str, pack: Path | None) -> None:
    """Make a plan again and say whether it comes out the same.

    PLAN.json is a plan as `planner plan --format json` or the API wrote it, - for standard input.
    It is made from the inputs it records and must come out byte for byte; where it does not, the
    first line that differs is shown (exit code 1).
    """
    from planner import engine
    from planner.schemas import plans

    before = files.read(plan, plans.LIMITS.size)
    inputs = plans.inputs(before)
    made = engine.plan(inputs.profile, options.knowledge(pack), inputs.today)
    must_have_the_same_basis(inputs.provenance, made.provenance)
    after = plans.dumps(made).encode()
    if after == before:
        click.echo("The plan comes out the same, byte for byte.")
        return
    click.echo(_difference(before, after))
    ctx.exit(1)


def must_have_the_same_basis(then: Provenance, now: Provenance) -> None:
    """Raise NotReproducible where a plan was made with other guidance, pay or program."""
    from planner.domain import NotReproducible, Problem
    from planner.domain.errors import raise_if_any

    changed = (
        Problem(
            f"provenance.{name}",
            f"the plan was made with {getattr(then, name)!r} as {what}; here it is {getattr(now, name)!r}.",
            "Name the recorded pack with --guidance, or use the recorded version of the program.",
        )
        for name, what in BASIS.items()
        if getattr(then, name) != getattr(now, name)
    )
    raise_if_any(changed, NotReproducible)


def _earlier(adopted: str | None) -> Plan | None:
    """The plan that was adopted; raises InvalidInput."""
    from planner.schemas import plans

    return None if adopted is None else plans.loads(files.read(adopted, plans.LIMITS.size))


def _changes(earlier: Plan, made: Plan, form: str) -> bytes:
    """What changed since the adopted plan, and the inputs that did it."""
    from planner.engine.compare import compare
    from planner.reports import differing, markdown, text

    report = differing.document(compare(earlier, made))
    return (markdown.written(report) if form == "markdown" else text.written(report)).encode()


def _written(made: Plan, form: str, detail: tuple[bool, bool], to_terminal: bool) -> bytes:
    if form == "json":
        from planner.schemas import plans

        return plans.dumps(made).encode()
    verbose, monthly = detail
    if form == "markdown":
        from planner.reports import markdown

        return markdown.render(made, monthly).encode()
    from planner.reports import brief, sections, text

    report = sections.document(made, monthly) if verbose or monthly else brief.document(made)
    if not to_terminal:
        return text.written(report).encode()
    colour, width = files.terminal()
    return files.shown(text.written(report, colour, min(width, text.WIDTH)))


def _difference(before: bytes, after: bytes) -> str:
    old, new = before.decode(errors="replace").splitlines(), after.decode(errors="replace").splitlines()
    line = next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None)
    if line is None:
        return f"The plan differs in length: {len(before):,} bytes recorded, {len(after):,} made now."
    return "\n".join(
        (
            f"The plan differs from line {line + 1} on.",
            f"  recorded: {old[line].strip()}",
            f"  made now: {new[line].strip()}",
        )
    )
