"""`planner workspaces export`, `import` and `erase`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import files
from planner.cli.access import workspaces
from planner.cli.beside import database_url, inside, register

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@workspaces.command("export")
@click.argument("name")
@FILE
@database_url
def export(name: str, file: Path, database_url: str | None) -> None:
    """Write everything in workspace NAME into FILE, a zip of JSON lines.

    Tokens, sessions and secrets of connections are left out; the audit trail is in it, to be read.
    """
    from planner.services import carrying

    with inside(name, database_url) as desk:
        content, counts = carrying.whole(desk)
    files.write(content, file)
    click.echo(f"{name} is in {file}: {_told(counts)}.")


@workspaces.command("import")
@FILE
@click.argument("name")
@database_url
def import_(file: Path, name: str, database_url: str | None) -> None:
    """Make workspace NAME of an exported FILE.

    Everything comes back with the same ids. People need a new link to sign in, programs a new token; the
    audit trail begins anew.
    """
    from planner.services import carrying

    content = io.BytesIO(files.read(str(file), carrying.LARGEST))
    with register(database_url) as desk:
        record = carrying.bring(desk, content, name)
    click.echo(f"{record.name} is made ({record.id}).")


@workspaces.command("erase")
@click.argument("name")
@click.option("--confirm", metavar="NAME", help="The workspace's name once more; without it nothing is done.")
@database_url
def erase(name: str, confirm: str | None, database_url: str | None) -> None:
    """Delete everything in a workspace for good.

    Without --confirm it says what would go, and does nothing. What stays is a tombstone without a name, and
    the audit trail, which holds no names, texts or amounts.
    """
    from planner.services import carrying

    with inside(name, database_url) as desk:
        counts = carrying.erase(desk, confirm)
    click.echo(f"{name} is erased: {_told(counts)}.")


def _told(counts: Mapping[str, int]) -> str:
    parts = [f"{table.replace('_', ' ')} {count:,}" for table, count in counts.items() if count]
    return ", ".join(parts) or "it was empty"


__all__ = ["workspaces"]
