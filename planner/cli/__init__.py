"""The command-line door: click commands."""

from planner.cli.root import main

__all__ = ["main"]
