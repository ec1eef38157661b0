"""Blueprints of pages, and what every view begins and ends with."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request
from werkzeug.routing import BaseConverter

from planner.services import Desk

EXTENSION = "planner.web"
View = Any


class Anything(BaseConverter):
    """Any address that is not the API's or monitoring's."""

    part_isolating = False
    weight = 1000
    regex = "(?!api/|healthz$|readyz$|metrics$).+"


def door(name: str, import_name: str) -> Blueprint:
    """A blueprint of pages, to be hung below the one of all pages."""
    return Blueprint(name, import_name)


def desk() -> Desk:
    """The desk of the running service, at which whoever is signed in is acting."""
    return cast(Desk, g.get("desk") or current_app.extensions[EXTENSION])


def page(template: str, /, status: int = 200, **context: Any) -> Response:
    """A page, or a part of one, as an answer."""
    return make_response(render_template(template, **context), status)


def is_part() -> bool:
    """Whether a part of a page is asked for rather than a page."""
    return "HX-Request" in request.headers


def see(address: str) -> Response:
    """Send the reader on to `address`, which is then fetched anew; a reload there posts nothing again."""
    if is_part():
        return Response(status=204, headers={"HX-Redirect": address})
    return cast(Response, redirect(address, 303))
