"""How commands end: quietly on a broken pipe and on Ctrl-C, and never in a traceback."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from planner.cli.manners import Manners
from planner.domain import InvalidInput, NotFound, PlannerError, Problem

PLANNER = [sys.executable, "-c", "from planner.cli import main; main()"]


def ending(error: BaseException) -> tuple[int, str]:
    @click.group(cls=Manners)
    def main() -> None:
        pass

    @main.command()
    def fail() -> None:
        raise error

    result = CliRunner().invoke(main, ["fail"])
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            InvalidInput(Problem("teams[2].site", "is not a site.", "Name one.", 7), Problem("", "is odd.")),
            2,
            "The input is not valid:\n"
            "  teams[2].site (line 7): is not a site. Name one.\n"
            "  the document: is odd.\n",
        ),
        (NotFound(Problem("rule", "is unknown.")), 2, "Not found:\n  rule: is unknown.\n"),
        (PlannerError(), 2, "The request could not be carried out:\n"),
        (
            InvalidInput(Problem("a\x1b[2J\nb", "is\x07 bad.")),
            2,
            "The input is not valid:\n  a [2J b: is bad.\n",
        ),
        (BrokenPipeError(), 141, ""),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_endings(error: BaseException, code: int, said: str) -> None:
    assert ending(error) == (code, said)


def test_many_problems_are_counted() -> None:
    _, said = ending(InvalidInput(*(Problem(f"a[{number}]", "is bad.") for number in range(60))))
    assert said.splitlines()[-1] == "  and 10 more of the kind."
    assert len(said.splitlines()) == 52


def test_a_defect_of_ours_is_not_hidden() -> None:
    @click.group(cls=Manners)
    def main() -> None:
        pass

    @main.command()
    def fail() -> None:
        raise ZeroDivisionError

    assert isinstance(CliRunner().invoke(main, ["fail"]).exception, ZeroDivisionError)


def test_a_reader_that_stops_early() -> None:
    command = " ".join(f"'{part}'" for part in [*PLANNER, "guidance", "list"])
    shell = ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"]
    ended = subprocess.run(shell, capture_output=True, check=False)
    assert ended.stderr == b""
    assert ended.returncode in {0, 141}  # whichever was faster


@pytest.fixture
def heeded() -> Iterator[None]:
    """What is started heeds interrupts, also where the tests run in the background, which ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded")
def test_interrupted_while_it_reads(tmp_path: Path) -> None:
    waiting = subprocess.Popen(
        [*PLANNER, "plan", "-", "--output", str(tmp_path / "plan.md")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(3)  # until it reads standard input
    waiting.send_signal(signal.SIGINT)
    output = waiting.communicate(timeout=20)
    assert (waiting.returncode, output) == (130, (b"", b""))
    assert list(tmp_path.iterdir()) == []
