"""Commands that work on the service's database, whether or not the service runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from planner.config import Settings
    from planner.services import Desk

Command = TypeVar("Command", bound=Callable[..., Any])


def database_url(command: Command) -> Command:
    """`--database-url`: which database to work on."""
    return click.option(
        "--database-url",
        metavar="URL",
        help="sqlite:///FILE or postgresql://...; that of PLANNER_DATABASE_URL unless given.",
    )(command)


def workspace(command: Command) -> Command:
    """`--workspace`: which workspace to work in, and `--database-url`."""
    option = click.option(
        "--workspace", metavar="NAME", help="Workspace to work in; needed where there are several."
    )
    return option(database_url(command))


def settings(**given: Any) -> Settings:
    """The settings of this process, with what is given (not None) instead."""
    from planner.config import Settings

    return replace(Settings.read(), **{name: value for name, value in given.items() if value is not None})


@contextmanager
def register(database_url: str | None) -> Iterator[Desk]:
    """A desk outside of all workspaces; the tables are made or brought up to date first."""
    from planner.app import opened

    with opened(settings(database_url=database_url, log_level="warning")) as desk:
        yield desk


@contextmanager
def inside(workspace: str | None, database_url: str | None) -> Iterator[Desk]:
    """A desk in the workspace of that name, or in the only one; a database without one gets one."""
    from planner.domain.access import operator
    from planner.services import workspaces

    with register(database_url) as desk:
        yield desk.acting(operator(workspaces.named(desk, workspace).id))


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print columns, as wide as what stands in them."""
    from planner.reports.words import plain

    shown = [heads, *(tuple(plain(cell) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in shown) for column in range(len(heads))]
    for row in shown:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
