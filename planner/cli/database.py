"""`planner db`: bring the database up to date, check it, back it up and restore it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli import beside
from planner.cli.beside import settings

if TYPE_CHECKING:
    from planner.config import Settings
    from planner.store import Store

FOUND = 1


@click.group()
def db() -> None:
    """Keep the database: upgrade, check, backup, restore.

    A backup is one file of either database, SQLite or PostgreSQL, and can be restored into either.
    """


@db.command()
@beside.database_url
def upgrade(database_url: str | None) -> None:
    """Bring the tables up to date with this program.

    `planner serve` does the same when it starts.
    """
    from planner.app import migrate

    chosen = settings(database_url=database_url)
    migrate(chosen)
    click.echo(f"Up to date: {_shown(chosen)}")


@db.command()
@click.argument("backup", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@beside.database_url
def check(database_url: str | None, backup: Path | None) -> None:
    """Check the database, or a BACKUP file.

    Tells whether the tables are those of this program, whether SQLite's file is sound, and whether every
    plan is the one that was stored. Exit code 1 where something is found.
    """
    if backup is not None:
        _check_backup(backup)
        return
    from planner.store import checking

    chosen = settings(database_url=database_url)
    with _store(chosen) as store:
        problems = list(checking.check(store.engine))
    for problem in problems:
        click.echo(str(problem))
    if problems:
        raise click.exceptions.Exit(FOUND)
    click.echo(f"Sound: {_shown(chosen)}")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@beside.database_url
def backup(database_url: str | None, file: Path) -> None:
    """Write all of the database to a new FILE.

    The service may run meanwhile. FILE holds pay, names and hashes of tokens: only its owner may read
    it. Secrets of connections are in it as they are in the database, sealed.
    """
    from datetime import UTC, datetime

    from planner.store import backup

    with _store(settings(database_url=database_url)) as store:
        try:
            rows = backup.write(store.engine, file, datetime.now(UTC))
        except OSError as error:
            raise click.UsageError(f"{file} cannot be written: {_reason(error)}.") from None
    click.echo(f"{_counted(rows)} in {file}")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@beside.database_url
def restore(database_url: str | None, file: Path) -> None:
    """Fill an empty database from FILE.

    All of it or nothing; the tables are brought up to date. A database that holds anything is refused.
    """
    from planner.app import migrate
    from planner.store import restoring

    chosen = settings(database_url=database_url)
    with _store(chosen) as store:
        rows = restoring.restore(store.engine, file)
    migrate(chosen)
    click.echo(f"{_counted(rows)} in {_shown(chosen)}")


def _check_backup(path: Path) -> None:
    from planner.store import backup

    manifest, rows = backup.read(path)
    click.echo(f"Whole: {_counted(rows)}, made {manifest.created_at} by version {manifest.program}")


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    """The database as its owner sees it."""
    from planner.store import Store

    store = Store(settings.database_owner_url or settings.database_url)
    try:
        yield store
    finally:
        store.close()


def _shown(settings: Settings) -> str:
    from sqlalchemy import make_url

    return make_url(settings.database_url).render_as_string(hide_password=True)


def _counted(rows: Counter[str]) -> str:
    return (
        ", ".join(f"{count} {table.replace('_', ' ')}" for table, count in rows.items() if count) or "no rows"
    )


def _reason(error: OSError) -> Any:
    return "it exists already" if isinstance(error, FileExistsError) else str(error.strerror).lower()
