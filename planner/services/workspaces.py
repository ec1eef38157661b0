"""Use cases over workspaces themselves: for whoever has the command line, and for their admins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace

from planner.domain import Conflict, InvalidInput, NotFound, Problem
from planner.domain.access import Permission, Role, operator
from planner.domain.names import require_name
from planner.domain.regional import Regional
from planner.services import ids, people
from planner.services.people import Invited
from planner.services.ports import Desk, Work, WorkspaceRecord
from planner.services.versions import WHICHEVER, Expected

DEFAULT = "default"
LONGEST = 100
REGISTER = ""  # a unit of work that is in no workspace sees the register only
FIRST_EMAIL, FIRST_NAME = "admin@localhost", "Administrator"


@dataclass(frozen=True, slots=True)
class Begun:
    """A workspace that was made for somebody who starts the service for the first time."""

    workspace: WorkspaceRecord
    invited: Invited


@dataclass(frozen=True, slots=True)
class Changes:
    """What may be changed of a workspace; None leaves it as it is."""

    name: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    fiscal_year_starts_in: int | None = None


CHANGEABLE = tuple(each.name for each in fields(Changes))


def create(desk: Desk, name: str) -> WorkspaceRecord:
    """Make an empty workspace; raises Conflict for a name that is taken. For the command line only."""
    require_name("name", name, LONGEST)
    now = desk.now()
    id = ids.new(ids.WORKSPACE, now)
    with desk.store.writing(id) as work:
        if work.workspaces.named(name) is not None:
            raise _taken(name)
        record = work.workspaces.add(id, name, now)
        desk.acting(operator(id)).commit(work, "workspace.create", id)
    return record


def index(desk: Desk) -> Sequence[WorkspaceRecord]:
    """All workspaces, oldest first. For the command line and the service itself only."""
    with desk.store.reading(REGISTER) as work:
        return work.workspaces.list()


def named(desk: Desk, name: str | None = None) -> WorkspaceRecord:
    """The workspace of that name; without one the only workspace, made where there is none yet.

    For the command line only. Raises NotFound, and InvalidInput where there are several to choose from.
    """
    known = index(desk)
    if name is None and not known:
        return create(desk, DEFAULT)
    names = ", ".join(each.name for each in known)
    if name is None and len(known) > 1:
        raise InvalidInput(Problem("--workspace", "is needed: there are several.", f"Name one of: {names}."))
    found = [each for each in known if name in (None, each.name)]
    if not found:
        raise NotFound(Problem("workspace", f"There is no workspace {name!r}.", f"There are: {names}."))
    return found[0]


def begin(desk: Desk) -> Begun | None:
    """Make the first workspace with an admin, and a link to sign in; None where there is any workspace."""
    if index(desk):
        return None
    workspace = create(desk, DEFAULT)
    theirs = desk.acting(operator(workspace.id))
    people.add(theirs, FIRST_EMAIL, FIRST_NAME, Role.ADMIN)
    return Begun(workspace, people.invite(theirs, FIRST_EMAIL))


def get(desk: Desk) -> WorkspaceRecord:
    """The workspace that the actor is in."""
    with desk.reading(Permission.PLANS_READ) as work:
        return _own(desk, work)


def regional(desk: Desk) -> Regional:
    """The regional settings of the workspace that the actor is in."""
    return regional_of(get(desk))


def regional_of(record: WorkspaceRecord) -> Regional:
    """The regional settings of a workspace."""
    return Regional(record.locale, record.time_zone, record.fiscal_year_starts_in)


def change(desk: Desk, given: Changes, expected: Expected = WHICHEVER) -> WorkspaceRecord:
    """Change what is given; raises Stale, InvalidInput, and Conflict for a name that is taken."""
    values = {name: value for name, value in asdict(given).items() if value is not None}
    if not values:
        raise InvalidInput(
            Problem("", "There is nothing to change.", f"Give one of {', '.join(CHANGEABLE)}.")
        )
    if given.name is not None:
        require_name("name", given.name, LONGEST)
    wanted = {name: values[name] for name in values if name != "name"}
    Regional(**wanted)  # wrong words are told before a stale version
    with desk.writing(Permission.WORKSPACE_MANAGE) as work:
        known = work.workspaces.named(given.name) if given.name is not None else None
        if known is not None and known.id != desk.actor.workspace:
            raise _taken(known.name)
        present = work.workspaces.locked(desk.actor.workspace)
        assert present is not None, "an actor's workspace is registered"
        expected.check(present.version)
        settings = replace(regional_of(present), **wanted)
        work.workspaces.change(present.id, name=given.name or present.name, **asdict(settings))
        record = _own(desk, work)
        action = "workspace.rename" if set(values) == {"name"} else "workspace.change"
        desk.commit(work, action, record.id)
    return record


def rename(desk: Desk, name: str, expected: Expected = WHICHEVER) -> WorkspaceRecord:
    """Give the workspace another name; raises Stale, and Conflict for one that is taken."""
    return change(desk, Changes(name=name), expected)


def archive(desk: Desk) -> WorkspaceRecord:
    """Close the workspace: from now on nobody gets in, by no token and no session; its records stay."""
    with desk.writing(Permission.WORKSPACE_MANAGE) as work:
        work.workspaces.change(desk.actor.workspace, archived_at=desk.now())
        record = _own(desk, work)
        desk.commit(work, "workspace.archive", record.id)
    return record


def _own(desk: Desk, work: Work) -> WorkspaceRecord:
    record = work.workspaces.get(desk.actor.workspace)
    assert record is not None, "an actor's workspace is registered"
    return record


def _taken(name: str) -> Conflict:
    return Conflict(Problem("name", f"There is a workspace {name!r} already.", "Choose another name."))
