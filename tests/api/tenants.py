"""Workspaces of a running service, and clients that send their tokens."""

from functools import cache

from flask import Flask
from flask.testing import FlaskClient

from planner.api import EXTENSION
from planner.app import STORE
from planner.domain.access import Role, operator
from planner.services import Desk, tokens, workspaces
from planner.store.security import ENTER


def workspace(app: Flask, name: str) -> str:
    """The id of the workspace of that name, which is made where there is none."""
    desk: Desk = app.extensions[EXTENSION]
    known = {each.name: each.id for each in workspaces.index(desk)}
    return known[name] if name in known else workspaces.create(desk, name).id


@cache
def token(app: Flask, workspace: str, role: Role = Role.ADMIN, *teams: str) -> str:
    """A token with that role."""
    desk: Desk = app.extensions[EXTENSION]
    return tokens.create(desk.acting(operator(workspace)), role, teams=teams).text


def client(app: Flask, workspace: str, role: Role = Role.ADMIN, *teams: str) -> FlaskClient:
    """A client that sends a token with that role."""
    made = app.test_client()
    made.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token(app, workspace, role, *teams)}"
    return made


def count(app: Flask, workspace: str, *tables: type) -> tuple[int, ...]:
    """How many rows a workspace has in these tables."""
    from sqlalchemy import func, select

    with app.extensions[STORE].engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(ENTER, {"workspace": workspace})
        counted = (
            select(func.count()).select_from(table).where(table.workspace_id == workspace)  # type: ignore[attr-defined]
            for table in tables
        )
        return tuple(connection.execute(query).scalar_one() for query in counted)
