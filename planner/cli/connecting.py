"""`planner connections`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli.beside import inside, table, workspace
from planner.cli.rosters import pairs

if TYPE_CHECKING:
    from planner.services.ports import Desk
    from planner.services.ports.exchange import RunRecord

MOST = 100
NAME = click.argument("name")


@click.group()
def connections() -> None:
    """Connect tools where headcount lives."""


@connections.command("kinds")
@workspace
def kinds(workspace: str | None, database_url: str | None) -> None:
    """List the tools that can be connected, and what each asks for."""
    from planner.services import connections

    with inside(workspace, database_url) as desk:
        known = connections.kinds(desk)
    for kind in known:
        mark = " (experimental)" if kind["experimental"] else ""
        click.echo(f"{kind['name']}: {kind['title']}{mark}. {kind['proof']}")
        for asked in kind["asks"]:  # type: ignore[attr-defined]
            what = "--secret" if asked["secret"] else "--set"
            may = "" if asked["required"] else " (may be left out)"
            click.echo(f"  {what} {asked['name']}=...  {asked['about']}{may}")


@connections.command("add")
@click.argument("kind")
@click.option("--name", metavar="TEXT", help="What it is called; the tool's word unless given.")
@click.option("--url", metavar="URL", help="Address of the tool.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting; may be repeated.")
@click.option(
    "--secret", "secrets", multiple=True, metavar="NAME", help="A secret that is asked for; may be repeated."
)
@click.option("--every", type=int, metavar="MINUTES", help="Run on schedule, that often.")
@click.option("--push", is_flag=True, help="Let scheduled runs push where nothing is in conflict.")
@workspace
def add(kind: str, workspace: str | None, database_url: str | None, **chosen: Any) -> None:
    """Connect a tool of that KIND.

    Secrets are typed in, or given as NAME=VALUE. `planner connections kinds` lists what each
    tool asks for. Nothing is sent to it yet.
    """
    from planner.services import connections
    from planner.services.connections import Wanted

    wanted = Wanted(
        chosen["name"],
        chosen["url"],
        pairs(chosen["settings"], "--set"),
        _secrets(chosen["secrets"]),
        chosen["every"],
        chosen["push"],
    )
    with inside(workspace, database_url) as desk:
        record = connections.add(desk, kind, wanted)
    click.echo(
        f"{record.name} is connected. Look whether it works: planner connections check {record.name!r}"
    )


@connections.command("list")
@workspace
def list_(workspace: str | None, database_url: str | None) -> None:
    """List connections, when they run and how they were found."""
    from planner.domain.lists import Ask
    from planner.services import connections

    with inside(workspace, database_url) as desk:
        found = connections.index(desk, Ask(connections.CONNECTIONS, MOST)).items
    rows = [(each.name, each.kind, each.url, _every(each), _found(each)) for each in found]
    table(("Name", "Tool", "Address", "Runs", "Found"), rows)


@connections.command("check")
@NAME
@workspace
@click.pass_context
def check(ctx: click.Context, name: str, workspace: str | None, database_url: str | None) -> None:
    """Sign in there and look whether all is well.

    Exit code 1 where something is missing.
    """
    from planner.services import connections

    with inside(workspace, database_url) as desk:
        health = connections.check(desk, connections.by_name(desk, name).id)
    click.echo(f"Version {health.version}: {'all is well.' if health.ok else 'something is missing.'}")
    for finding in health.findings:
        click.echo(f"  {finding}")
    ctx.exit(0 if health.ok else 1)


@connections.command("plan")
@NAME
@workspace
def plan(name: str, workspace: str | None, database_url: str | None) -> None:
    """Show what a push would change; writes nothing."""
    from planner.services import connections, syncing

    with inside(workspace, database_url) as desk:
        _shown(syncing.plan(desk, connections.by_name(desk, name).id))


@connections.command("apply")
@NAME
@click.argument("hash", required=False)
@workspace
@click.pass_context
def apply(
    ctx: click.Context, name: str, hash: str | None, workspace: str | None, database_url: str | None
) -> None:
    """Push the changes of a dry run.

    HASH names the dry run; without it a new one is shown first. Exit code 1 where a change
    failed, is in conflict, or is not known to have been made.
    """
    from planner.services import connections, syncing

    with inside(workspace, database_url) as desk:
        id = connections.by_name(desk, name).id
        if hash is None:
            run = syncing.plan(desk, id)
            _shown(run)
            if not run.total:
                return
            click.confirm("Push these changes?", abort=True)
            hash = run.hash
        ended = syncing.push(desk, id, hash or "")
        worst = _results(desk, ended)
    ctx.exit(1 if worst else 0)


@connections.command("sync")
@NAME
@workspace
def sync(name: str, workspace: str | None, database_url: str | None) -> None:
    """Do at once what the schedule does.

    Status back, then a push where the connection may, else a dry run.
    """
    from planner.services import connections, syncing

    with inside(workspace, database_url) as desk:
        run = syncing.sync(desk, connections.by_name(desk, name).id)
        if run.kind == "push":
            _results(desk, run)
        else:
            _shown(run)


@connections.command("status")
@NAME
@workspace
def status(name: str, workspace: str | None, database_url: str | None) -> None:
    """Fetch and show the state of everything that is linked."""
    from planner.services import connections, syncing

    with inside(workspace, database_url) as desk:
        id = connections.by_name(desk, name).id
        syncing.status(desk, id)
        links = syncing.links(desk, id)
    rows = [
        (
            each.title,
            each.remote_id or "",
            each.remote_state or "",
            f"{each.filled or 0} of {each.count or 0}",
            each.note or "",
        )
        for each in links
    ]
    table(("Opening", "Id there", "State", "Filled", "Note"), rows)


@connections.command("roster")
@NAME
@workspace
def roster(name: str, workspace: str | None, database_url: str | None) -> None:
    """Take the roster of a connection, all of it."""
    from planner.services import connections, rosters

    with inside(workspace, database_url) as desk:
        record = rosters.pull(desk, connections.by_name(desk, name).id)
    click.echo(f"{record.people:,} people of {record.source} are in {record.id}.")


@connections.command("remove")
@NAME
@click.confirmation_option(prompt="Its secrets and what is known through it are forgotten. Go on?")
@workspace
def remove(name: str, workspace: str | None, database_url: str | None) -> None:
    """Forget a connection; nothing is done in the tool."""
    from planner.services import connections

    with inside(workspace, database_url) as desk:
        connections.remove(desk, connections.by_name(desk, name).id)
    click.echo(f"{name} is forgotten.")


def _secrets(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in given:
        name, sign, value = each.partition("=")
        found[name] = value if sign else click.prompt(name, hide_input=True)
    return found


def _shown(run: RunRecord) -> None:
    counts = ", ".join(f"{count} {action}" for action, count in run.counts.items() if count) or "nothing"
    click.echo(f"{run.id}: {counts}.")
    for change in run.changes or ():
        if change["action"] == "unchanged":
            continue
        click.echo(
            f"  {change['action']}  {change['title']} ({change['external_id']})  {change['reason']}".rstrip()
        )
        for diff in change["diffs"]:
            mark = "  changed there" if diff["conflict"] else ""
            click.echo(f"      {diff['field']}: {_said(diff['remote'])} -> {_said(diff['wanted'])}{mark}")
    if run.total:
        click.echo(f"Push exactly this with: planner connections apply {run.connection_id} {run.hash}")


def _results(desk: Desk, run: RunRecord) -> bool:
    from planner.services import syncing

    _, results = syncing.run(desk, run.id)
    counts = (
        ", ".join(f"{count} {outcome}" for outcome, count in sorted(run.counts.items())) or "nothing to do"
    )
    click.echo(f"{run.id} is {run.state}: {counts}.")
    odd = [each for each in results if each.outcome in ("failed", "conflict", "unknown")]
    for each in odd:
        click.echo(f"  {each.outcome}  {each.title} ({each.external_id})  {each.message}".rstrip())
    return bool(odd)


def _said(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)


def _every(record: Any) -> str:
    if record.every_minutes is None:
        return "by hand"
    return f"every {record.every_minutes} minutes{', pushes' if record.pushes else ''}"


def _found(record: Any) -> str:
    if record.health is None:
        return "not checked"
    return "well" if record.health["ok"] else "; ".join(record.health["findings"])[:60]
