"""How the command line fails: errors say where, what and what to do; broken pipes and Ctrl-C are quiet."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import IO, Any

import click

from planner.domain import PlannerError

WRONG = 2
INTERRUPTED, BROKEN_PIPE = 130, 141
MOST_PROBLEMS = 50


class Explained(click.ClickException):
    """A PlannerError on its way to the terminal."""

    exit_code = WRONG

    def __init__(self, error: PlannerError) -> None:
        super().__init__(report(error))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print title and problems to standard error."""
        click.echo(self.message, file=file, err=True)


def report(error: PlannerError) -> str:
    """The error's title, and one line for each problem: where, what and why, what to do."""
    from planner.reports.words import plain

    lines = [f"  {plain(str(problem))}" for problem in error.problems[:MOST_PROBLEMS]]
    more = len(error.problems) - len(lines)
    rest = [f"  and {more:,} more of the kind."] if more > 0 else []
    return "\n".join((f"{error.title}:", *lines, *rest))


class Manners(click.Group):
    """A group whose commands end in the exit codes that the help promises, never in a traceback of ours."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn what can go wrong into its exit code."""
        try:
            return super().invoke(ctx)
        except PlannerError as error:
            raise Explained(error) from error
        except BrokenPipeError:
            _silence(sys.stdout)
            raise click.exceptions.Exit(BROKEN_PIPE) from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None


def _silence(stream: IO[str]) -> None:
    """Send what is still buffered nowhere, so that closing the stream does not fail again."""
    with suppress(OSError, ValueError):  # not a real file, as under a test runner
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
