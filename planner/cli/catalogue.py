"""`planner roles`."""

from __future__ import annotations

import click

from planner.cli import files


@click.group()
def roles() -> None:
    """Look at the roles that plans staff."""


@roles.command()
@click.argument("role", required=False, type=click.Choice(["mlops", "platform"]))
def show(role: str | None) -> None:
    """Show what is known of both roles, or of one ROLE.

    Responsibilities, skills, place in the organisation, levels and careers, with their sources.
    """
    from planner.domain import Role
    from planner.hiring import catalogue
    from planner.reports import roles as report
    from planner.reports.text import layout

    chosen = [Role(role)] if role else list(Role)
    files.write(files.shown(layout(report.blocks(catalogue.load(), chosen))), None)
