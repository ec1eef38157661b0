"""`planner webhooks`."""

from __future__ import annotations

import click

from planner.cli.beside import inside, table, workspace

MOST = 100
ENDPOINT = click.argument("endpoint_id")


@click.group()
def webhooks() -> None:
    """Tell other services what happens here."""


@webhooks.command("list")
@workspace
def list_(workspace: str | None, database_url: str | None) -> None:
    """List the addresses that hear of events."""
    from planner.domain.lists import Ask
    from planner.services import webhooks

    with inside(workspace, database_url) as desk:
        found = webhooks.index(desk, Ask(webhooks.ENDPOINTS, MOST)).items
    rows = [
        (each.id, each.url, ", ".join(each.events) or "all", each.state, each.reason or "") for each in found
    ]
    table(("Id", "Address", "Events", "State", "Why"), rows)


@webhooks.command("add")
@click.argument("url")
@click.option(
    "--event", "events", multiple=True, metavar="NAME", help="An event to hear of; all unless given."
)
@workspace
def add(url: str, events: tuple[str, ...], workspace: str | None, database_url: str | None) -> None:
    """Let URL hear of events.

    The secret that messages are signed with is shown once.
    """
    from planner.services import webhooks

    with inside(workspace, database_url) as desk:
        issued = webhooks.add(desk, url, events)
    click.echo(f"{issued.endpoint.id} hears of {', '.join(issued.endpoint.events) or 'all events'}.")
    click.echo(f"Its secret, shown this once: {issued.secret}")


@webhooks.command("remove")
@ENDPOINT
@click.confirmation_option(prompt="Its log of deliveries is forgotten too. Go on?")
@workspace
def remove(endpoint_id: str, workspace: str | None, database_url: str | None) -> None:
    """Forget an address with its deliveries."""
    from planner.services import webhooks

    with inside(workspace, database_url) as desk:
        webhooks.remove(desk, endpoint_id)
    click.echo(f"{endpoint_id} is forgotten.")


@webhooks.command("rotate")
@ENDPOINT
@workspace
def rotate(endpoint_id: str, workspace: str | None, database_url: str | None) -> None:
    """Give an address a new secret.

    Messages are signed with the old one too, until the next rotation.
    """
    from planner.services import webhooks

    with inside(workspace, database_url) as desk:
        issued = webhooks.rotate(desk, endpoint_id)
    click.echo(f"Its secret, shown this once: {issued.secret}")


@webhooks.command("deliveries")
@ENDPOINT
@workspace
def deliveries(endpoint_id: str, workspace: str | None, database_url: str | None) -> None:
    """List what was sent to an address, newest first."""
    from planner.domain.lists import Ask
    from planner.services import webhooks

    with inside(workspace, database_url) as desk:
        found = webhooks.deliveries(desk, endpoint_id, Ask(webhooks.DELIVERIES, MOST)).items
    rows = [(each.id, each.event_type, each.state, str(each.attempts), _last(each.log)) for each in found]
    table(("Id", "Event", "State", "Attempts", "Last answer"), rows)


@webhooks.command("replay")
@click.argument("delivery_id")
@workspace
def replay(delivery_id: str, workspace: str | None, database_url: str | None) -> None:
    """Send an event again, under the same id."""
    from planner.services import webhooks

    with inside(workspace, database_url) as desk:
        record = webhooks.replay(desk, delivery_id)
    click.echo(f"{record.id} goes out again with the next round of the service or of `planner worker`.")


def _last(log: list[dict[str, object]]) -> str:
    return str(log[-1]["status"] or log[-1]["error"] or "") if log else "none yet"
