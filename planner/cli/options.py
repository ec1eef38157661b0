"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from planner.engine.knowledge import Knowledge

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day such as 2027-01-31, within a century that plans can span."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day; fails with a usage error."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2027-01-31.", param, ctx)
        if not 2000 <= day.year < 2100:
            self.fail(f"{value} is not between 2000 and 2099.", param, ctx)
        return day


def today(command: Command) -> Command:
    """`--today`: the day that plans start from."""
    return click.option(
        "--today",
        type=Day(),
        metavar="DATE",
        default=lambda: datetime.now(UTC).date(),
        help="The day the plan starts from, such as 2027-01-31; the present day (UTC) unless given.",
    )(command)


def guidance(command: Command) -> Command:
    """`--guidance`: a pack instead of the shipped one."""
    return click.option(
        "--guidance",
        "pack",
        type=click.Path(path_type=Path),
        metavar="PACK",
        help="Folder of a guidance pack, instead of the shipped one.",
    )(command)


def knowledge(pack: Path | None) -> Knowledge:
    """What the engine knows: the guidance of `pack`, pay and roles; raises InvalidGuidance."""
    from planner import guidance, hiring
    from planner.engine.knowledge import Knowledge

    return Knowledge(guidance.load(pack), hiring.load_pay(), hiring.load_roles())
