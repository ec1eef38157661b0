"""Every use case asks for a permission, and every change leaves an entry in the audit trail."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner.services
from planner.domain.access import DOES, NOBODY, PERMISSIONS, Permission, Role, operator
from planner.domain.errors import Forbidden, Unauthenticated

FOLDER = Path(planner.services.__file__).parent
OPENS = {"reading", "writing", "require"}
# Being let in comes before permissions; whoever runs the command line needs none beyond the database.
KEYS = {f"retries.{name}" for name in ("begin", "keep", "release", "purge")}
BEFORE_PERMISSIONS = {
    "access.authenticate",
    "access.sign_in",
    "access.begin_session",
    "access.session",
    "access.sign_in_as",
    "access.sign_out",
    "workspaces.create",
    "workspaces.index",
    "workspaces.named",
    "workspaces.begin",
    "carrying.bring",
    "connections.opened",  # which only puts a connector together
    *KEYS,
}
# What the service notes while it works in the background: leases, tries, states of runs and deliveries.
BACKGROUND = {
    "delivering._noted",
    "delivering._taken",
    "delivering.dispatch",
    "syncing._ended",
    "syncing._intend",
    "syncing._leased",
    "syncing._record",
    "working._scheduled",
}
# When a token or session was last used is no change to anything of the workspace, nor is a kept answer.
UNRECORDED = {"access.authenticate", "access.session", *KEYS, *BACKGROUND}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(FOLDER.rglob("*.py")):
        if "ports" in path.parts or path.stem == "sight":  # which only takes away from what was read
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                yield f"{path.stem}.{node.name}", node


def takes_desk(node: ast.FunctionDef) -> bool:
    """Whether it is a use case: what also takes `work` is a part of one, in an open unit."""
    names = [argument.arg for argument in node.args.args[:2]]
    return names[:1] == ["desk"] and names != ["desk", "work"] and not node.name.startswith("_")


def calls(node: ast.AST) -> set[str]:
    called = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    return {ast.unparse(each) for each in called}


NODES = dict(functions())
USE_CASES = sorted(name for name, node in NODES.items() if takes_desk(node))


def asks(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function asks for a permission itself, or hands its desk to one that does."""
    made = calls(NODES[name])
    if made & {f"desk.{opens}" for opens in OPENS}:
        return True
    room = name.partition(".")[0]
    named = {call if "." in call else f"{room}.{call}" for call in made} | {
        other for other in NODES for call in made if other.endswith(f".{call}")
    }
    return any(asks(other, seen | {name}) for other in named & NODES.keys() - seen - {name})


@pytest.mark.parametrize("name", USE_CASES)
def test_a_use_case_asks_for_a_permission(name: str) -> None:
    assert asks(name) or name in BEFORE_PERMISSIONS


@pytest.mark.parametrize("name", sorted(NODES))
def test_a_change_is_committed_with_an_entry(name: str) -> None:
    made = calls(NODES[name])
    assert "work.commit" not in made or name in UNRECORDED
    writes = made & {"desk.writing", "desk.store.writing"}
    if writes and name not in UNRECORDED:
        assert any(call.endswith((".commit", ".finish", "begin_session", "_commit")) for call in made), name


def test_a_unit_of_work_of_no_permission_is_opened_by_being_let_in_only() -> None:
    around = {name for name in NODES if calls(NODES[name]) & {"desk.store.reading", "desk.store.writing"}}
    assert around <= BEFORE_PERMISSIONS


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_somebodys_and_is_explained(permission: Permission) -> None:
    assert permission in PERMISSIONS[Role.ADMIN]
    assert DOES[permission]
    assert PERMISSIONS[Role.VIEWER] <= PERMISSIONS[Role.MANAGER] <= PERMISSIONS[Role.PLANNER]
    with pytest.raises(Unauthenticated):
        NOBODY.require(permission)


def test_who_may_not_is_told_what_it_takes_and_who_has_it() -> None:
    from planner.domain.access import ActorKind, acting

    viewer = acting("ws_x", ActorKind.PERSON, "user_x", Role.VIEWER)
    with pytest.raises(Forbidden) as raised:
        viewer.require(Permission.PLANS_APPROVE)
    (problem,) = raised.value.problems
    assert problem.path == "plans.approve"
    assert "approve and reject plans; the role here is viewer" in problem.message
    assert "finance or a person with the role admin" in problem.fix
    operator("ws_x").require(Permission.PLANS_APPROVE)


def test_pay_is_for_those_who_plan_with_it() -> None:
    sees = {role for role in Role if Permission.PAY_READ in PERMISSIONS[role]}
    assert sees == {Role.PLANNER, Role.FINANCE, Role.ADMIN}
