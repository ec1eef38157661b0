from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from planner.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs `planner` with these arguments; what it reads on standard input is `stdin`."""

    def planner(*arguments: object, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.output
        return result

    return planner
