"""What `planner --help` and its commands say; the documentation quotes it."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

from planner import __version__
from planner.cli import main


def commands(command: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_help_reads_well(path: tuple[str, ...], snapshot: SnapshotAssertion) -> None:
    for flag in ("--help", "-h"):
        result = CliRunner().invoke(main, [*path, flag], prog_name="planner")
        assert result.exit_code == 0
    assert result.output == snapshot
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= 80
    assert not any(line.endswith("...") for line in lines if not line.startswith("Usage:")), (
        "a cut-off summary"
    )
    assert "!" not in result.output


def test_version() -> None:
    for flag in ("--version", "-V"):
        result = CliRunner().invoke(main, [flag])
        assert (result.exit_code, result.output) == (0, f"planner {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["pln"],
        ["plan"],
        ["plan", "a.yaml", "b.yaml"],
        ["plan", "a.yaml", "--format", "pdf"],
        ["plan", "a.yaml", "--today", "tomorrow"],
        ["plan", "a.yaml", "--today", "2027-02-30"],
        ["plan", "a.yaml", "--today", "1066-10-14"],
        ["plan", "a.yaml", "--today", "9999-12-31"],
        ["guidance", "show"],
        ["serve", "--port", "65536"],
        ["serve", "--port", "http"],
        ["roles", "show", "data_scientist"],
    ],
    ids=" ".join,
)
def test_wrong_commands_are_usage_errors(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr
    assert result.stdout == ""
