"""`planner audit`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from planner.cli import files
from planner.cli.beside import inside, table, workspace

Command = TypeVar("Command", bound=Callable[..., Any])
MOST = 100


class Moment(click.ParamType[datetime]):
    """A day or a moment in UTC, such as 2027-01-31 or 2027-01-31T12:00."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the moment; fails with a usage error."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a moment such as 2027-01-31T12:00.", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def filtered(command: Command) -> Command:
    """Options that say which entries are wanted."""
    for option in (
        click.option("--until", type=Moment(), metavar="MOMENT", help="Only entries until then."),
        click.option("--since", type=Moment(), metavar="MOMENT", help="Only entries since then (UTC)."),
        click.option("--target", metavar="ID", help="Only what was done to this record."),
        click.option("--action", metavar="NAME", help="Only this action, such as plan.create."),
        click.option("--actor", metavar="ID", help="Only what this person or token did."),
    ):
        command = option(command)
    return command


@click.group()
def audit() -> None:
    """Look at the audit trail, and check that it is whole."""


@audit.command("list")
@filtered
@click.option("--limit", type=click.IntRange(1, MOST), default=20, show_default=True, help="At most so many.")
@workspace
def list_entries(limit: int, workspace: str | None, database_url: str | None, **asked: Any) -> None:
    """List the newest entries: when, who, what, to which record."""
    from planner.domain.lists import Ask
    from planner.services import audit

    with inside(workspace, database_url) as desk:
        page = audit.index(desk, Ask(audit.ENTRIES, limit, filters=_given(asked)))
    rows = [
        (
            str(each.sequence),
            f"{each.at:%Y-%m-%d %H:%M:%S}",
            each.actor,
            each.action,
            each.target,
            each.reason or "",
        )
        for each in page.items
    ]
    table(("No.", "When (UTC)", "Who", "What", "Record", "Why"), rows)


@audit.command()
@filtered
@click.option("--format", "form", type=click.Choice(("jsonl", "csv")), default="jsonl", show_default=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE, all of it or nothing.",
)
@workspace
def export(
    form: str, output: Path | None, workspace: str | None, database_url: str | None, **asked: Any
) -> None:
    """Write out entries, oldest first, as JSON lines or CSV."""
    from planner.schemas import audit as schema
    from planner.services import audit

    write = schema.lines if form == "jsonl" else schema.table
    with inside(workspace, database_url) as desk:
        text = "".join(write(audit.export(desk, _given(asked))))
    files.write(text.encode(), output)


@audit.command()
@click.option(
    "--checkpoint",
    "kept",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A checkpoint that was kept elsewhere, to hold the trail against.",
)
@workspace
@click.pass_context
def verify(ctx: click.Context, kept: Path | None, workspace: str | None, database_url: str | None) -> None:
    """Check that no entry was edited, deleted or cut off.

    Exit code 1 where something is wrong. Keep a checkpoint on another machine: it also tells a
    database that was set back to an earlier state.
    """
    from planner.schemas import audit as schema
    from planner.services import audit

    said = audit.Checkpoint(**schema.checkpoint(kept.read_text(), str(kept))) if kept else None
    with inside(workspace, database_url) as desk:
        verdict = audit.verify(desk, said)
    if not verdict.problems:
        count = "1 entry" if verdict.entries == 1 else f"{verdict.entries:,} entries"
        click.echo(f"The trail is whole: {count}, the last with hash {verdict.hash}.")
        return
    for problem in verdict.problems:
        click.echo(str(problem))
    ctx.exit(1)


@audit.command()
@workspace
def checkpoint(workspace: str | None, database_url: str | None) -> None:
    """Print a signed statement of how far the trail goes."""
    from planner.services import audit

    with inside(workspace, database_url) as desk:
        made = audit.checkpoint(desk)
    click.echo(json.dumps({**asdict(made), "at": made.at.isoformat()}))


def _given(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}
