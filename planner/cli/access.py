"""`planner users`, `planner tokens` and `planner workspaces`."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import click

from planner.cli.beside import database_url, inside, register, settings, table, workspace
from planner.cli.options import Day
from planner.domain.access import Role
from planner.domain.lists import Ask

if TYPE_CHECKING:
    from datetime import date

ROLE = click.Choice([role.value for role in Role])
TEAM = click.option(
    "--team", "teams", multiple=True, metavar="NAME", help="A team of theirs; may be repeated."
)
MOST = 100


@click.group()
def tokens() -> None:
    """Make and revoke the tokens that let programs in."""


@tokens.command("create")
@click.option("--role", type=ROLE, required=True, help="What the token may do.")
@click.option("--name", default="", metavar="TEXT", help="What it is for.")
@click.option("--expires", type=Day(), metavar="DATE", help="The last day (UTC) on which it is good.")
@TEAM
@workspace
def create_token(
    role: str,
    name: str,
    expires: date | None,
    teams: tuple[str, ...],
    workspace: str | None,
    database_url: str | None,
) -> None:
    """Make a token and print it, alone, this once.

    It works beside a running server, and on a database that does not exist yet.
    """
    from planner.services import tokens

    until = None if expires is None else datetime.combine(expires, time.max, UTC)
    with inside(workspace, database_url) as desk:
        issued = tokens.create(desk, Role(role), name, until, teams)
    click.echo(issued.text)


@tokens.command("list")
@workspace
def list_tokens(workspace: str | None, database_url: str | None) -> None:
    """List the newest tokens, with what they may do."""
    from planner.services import tokens

    with inside(workspace, database_url) as desk:
        page = tokens.index(desk, Ask(tokens.TOKENS, MOST))
    rows = [
        (each.id, each.role, each.name, _day(each.created_at), _day(each.used_at), _state(each))
        for each in page.items
    ]
    table(("Id", "Role", "Name", "Created", "Used", "State"), rows)


@tokens.command("revoke")
@click.argument("token_id")
@workspace
def revoke_token(token_id: str, workspace: str | None, database_url: str | None) -> None:
    """Let the token of that id in no more."""
    from planner.services import tokens

    with inside(workspace, database_url) as desk:
        record = tokens.revoke(desk, token_id)
    click.echo(f"{record.id} is revoked.")


@click.group()
def users() -> None:
    """Look after the people of a workspace."""


@users.command("add")
@click.argument("email")
@click.option("--name", metavar="TEXT", help="Name; the part before the @ unless given.")
@click.option("--role", type=ROLE, default=Role.VIEWER.value, show_default=True, help="What they may do.")
@TEAM
@workspace
def add_user(
    email: str,
    name: str | None,
    role: str,
    teams: tuple[str, ...],
    workspace: str | None,
    database_url: str | None,
) -> None:
    """Add a person by e-mail address."""
    from planner.services import people

    with inside(workspace, database_url) as desk:
        record = people.add(desk, email, name or email.partition("@")[0], Role(role), teams)
    click.echo(
        f"{record.email} is in as {record.role}. Let them in with: planner users sign-in-link {record.email}"
    )


@users.command("list")
@workspace
def list_users(workspace: str | None, database_url: str | None) -> None:
    """List people with their roles and teams."""
    from planner.services import people

    with inside(workspace, database_url) as desk:
        page = people.index(desk, Ask(people.PEOPLE, MOST))
    rows = [
        (each.email, each.name, each.role, ", ".join(each.teams), "disabled" if each.disabled_at else "")
        for each in page.items
        if each.erased_at is None
    ]
    table(("E-mail", "Name", "Role", "Teams", "State"), rows)


@users.command("role")
@click.argument("email")
@click.argument("role", type=ROLE)
@TEAM
@workspace
def change_role(
    email: str, role: str, teams: tuple[str, ...], workspace: str | None, database_url: str | None
) -> None:
    """Give a person another role.

    Their teams change as well where any are named.
    """
    from planner.services import people

    with inside(workspace, database_url) as desk:
        person = people.by_email(desk, email)
        record = people.change(desk, person.id, Role(role), teams=teams or None)
    click.echo(f"{record.email} is {record.role} now.")


@users.command("disable")
@click.argument("email")
@workspace
def disable_user(email: str, workspace: str | None, database_url: str | None) -> None:
    """Let a person in no more.

    Sessions end and tokens are revoked at once.
    """
    from planner.services import people

    with inside(workspace, database_url) as desk:
        record = people.disable(desk, people.by_email(desk, email).id)
    click.echo(f"{record.email} is disabled.")


@users.command("enable")
@click.argument("email")
@workspace
def enable_user(email: str, workspace: str | None, database_url: str | None) -> None:
    """Let a disabled person sign in again."""
    from planner.services import people

    with inside(workspace, database_url) as desk:
        record = people.enable(desk, people.by_email(desk, email).id)
    click.echo(f"{record.email} may sign in again.")


@users.command("erase")
@click.argument("email")
@click.confirmation_option(prompt="Name and address are forgotten for good. Go on?")
@workspace
def erase_user(email: str, workspace: str | None, database_url: str | None) -> None:
    """Shut a person out, and forget name and address.

    What they did stays in the audit trail under their id.
    """
    from planner.services import people

    with inside(workspace, database_url) as desk:
        record = people.erase(desk, people.by_email(desk, email).id)
    click.echo(f"{record.id} is erased.")


@users.command("sign-in-link")
@click.argument("email")
@click.option("--url", metavar="URL", help="Address of the service; http://HOST:PORT unless given.")
@workspace
def sign_in_link(email: str, url: str | None, workspace: str | None, database_url: str | None) -> None:
    """Print a link that signs a person in, once, before it expires."""
    from planner.cli.serving import address, sign_in_address
    from planner.services import people

    with inside(workspace, database_url) as desk:
        invited = people.invite(desk, email)
    here = settings()
    click.echo(sign_in_address(url or address(here.host, here.port), invited.token))


@click.group()
def workspaces() -> None:
    """Make and look after workspaces."""


@workspaces.command("create")
@click.argument("name")
@database_url
def create_workspace(name: str, database_url: str | None) -> None:
    """Make an empty workspace."""
    from planner.services import workspaces

    with register(database_url) as desk:
        record = workspaces.create(desk, name)
    click.echo(f"{record.name} is made ({record.id}).")


@workspaces.command("list")
@database_url
def list_workspaces(database_url: str | None) -> None:
    """List all workspaces."""
    from planner.services import workspaces

    with register(database_url) as desk:
        known = workspaces.index(desk)
    rows = [
        (each.name, each.id, _day(each.created_at), "archived" if each.archived_at else "") for each in known
    ]
    table(("Name", "Id", "Created", "State"), rows)


@workspaces.command("rename")
@click.argument("name")
@click.argument("new_name")
@database_url
def rename_workspace(name: str, new_name: str, database_url: str | None) -> None:
    """Give a workspace another name."""
    from planner.services import workspaces

    with inside(name, database_url) as desk:
        record = workspaces.rename(desk, new_name)
    click.echo(f"{name} is {record.name} now.")


@workspaces.command("set")
@click.argument("name")
@click.option("--locale", metavar="TAG", help="How numbers and dates are written, such as en-US or de.")
@click.option("--time-zone", metavar="NAME", help="Whose time is shown, such as Europe/Berlin.")
@click.option("--fiscal-year-starts-in", type=int, metavar="MONTH", help="From 1 (January) to 12.")
@database_url
def set_workspace(
    name: str,
    locale: str | None,
    time_zone: str | None,
    fiscal_year_starts_in: int | None,
    database_url: str | None,
) -> None:
    """Set locale, time zone and fiscal year.

    Pages and documents write numbers, dates and times so; words stay English.
    """
    from planner.services import workspaces

    given = workspaces.Changes(None, locale, time_zone, fiscal_year_starts_in)
    with inside(name, database_url) as desk:
        record = workspaces.change(desk, given)
    click.echo(
        f"{record.name}: locale {record.locale}, time zone {record.time_zone}, "
        f"fiscal years start in month {record.fiscal_year_starts_in}."
    )


@workspaces.command("archive")
@click.argument("name")
@database_url
def archive_workspace(name: str, database_url: str | None) -> None:
    """Close a workspace.

    Nobody gets in any more, by no token and no session; its records stay.
    """
    from planner.services import workspaces

    with inside(name, database_url) as desk:
        record = workspaces.archive(desk)
    click.echo(f"{record.name} is archived.")


def _day(moment: datetime | None) -> str:
    return "never" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def _state(token: object) -> str:
    if getattr(token, "revoked_at", None) is not None:
        return "revoked"
    expires = getattr(token, "expires_at", None)
    if expires is None:
        return ""
    return f"{'expired' if expires <= datetime.now(UTC) else 'until'} {expires:%Y-%m-%d}"
