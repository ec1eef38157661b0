"""The command `planner`: its options, how its errors read, and where its commands are.

A command's own imports come when it runs, so that help and version cost nothing.
"""

from __future__ import annotations

import click

from planner import __version__
from planner.cli.access import tokens, users
from planner.cli.analysing import compare, explain, simulate
from planner.cli.auditing import audit
from planner.cli.carrying import workspaces
from planner.cli.casework import cases
from planner.cli.catalogue import roles
from planner.cli.connecting import connections
from planner.cli.database import db
from planner.cli.guiding import guidance
from planner.cli.manners import Manners
from planner.cli.planning import plan, rerun
from planner.cli.portfolios import portfolio
from planner.cli.reporting import report
from planner.cli.requisitions import requisitions
from planner.cli.rosters import roster
from planner.cli.serving import serve
from planner.cli.webhooks import webhooks
from planner.cli.working import worker


@click.group(cls=Manners, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="planner", message="%(prog)s %(version)s")
def main() -> None:
    """Plan whom to hire for machine learning in production, how many, when, and why.

    \b
    Start here:
      planner plan my-organisation.yaml     read a profile, print the plan
      planner serve                         the same as a REST API

    Exit codes: 0 all is well, 1 something was found (a check that fails, a plan that
    differs), 2 the input or the command is wrong.
    """  # noqa: D301 - click reads \b as "don't wrap"


COMMANDS = (
    plan,
    report,
    simulate,
    explain,
    compare,
    portfolio,
    rerun,
    serve,
    db,
    guidance,
    cases,
    roles,
    roster,
    requisitions,
    connections,
    webhooks,
    worker,
    users,
    tokens,
    workspaces,
    audit,
)
for command in COMMANDS:
    main.add_command(command)
