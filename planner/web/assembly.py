"""The pages put together on an application."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import FileSystemLoader, PrefixLoader, StrictUndefined

from planner.reports import html
from planner.services import Desk
from planner.web import (
    access,
    again,
    approvals,
    assets,
    audit,
    comments,
    components,
    connections,
    errors,
    filters,
    guidance,
    lives,
    organisations,
    packs,
    people_in,
    plans,
    positions,
    sessions,
    settings,
    start,
    webhooks,
    wire,
)
from planner.web.doors import EXTENSION, Anything

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
DOORS = (
    access.door,
    start.door,
    plans.door,
    lives.door,
    comments.door,
    approvals.door,
    organisations.door,
    positions.door,
    guidance.door,
    packs.door,
    settings.door,
    sessions.door,
    audit.door,
    connections.door,
    people_in.door,
    webhooks.door,
    components.door,
    assets.door,
    errors.door,
)


def install(app: Flask, desk: Desk) -> None:
    """Serve every page from `desk`, beside the API and apart from its manners."""
    app.extensions[EXTENSION] = desk
    app.jinja_loader = PrefixLoader({"reports": FileSystemLoader(html.TEMPLATES)})
    app.config.setdefault("WTF_CSRF_CHECK_DEFAULT", False)  # the API takes tokens, not cookies
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # a draft may lie open overnight
    app.config.setdefault("SESSION_COOKIE_SAMESITE", "Lax")
    app.url_map.converters["anything"] = Anything
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    guard = CSRFProtect(app)
    web = Blueprint("web", __name__, template_folder="templates")
    web.before_request(guard.protect)
    web.before_request(access.enter)
    web.teardown_request(access.leave)
    web.before_request(again.begin)
    web.after_request(_headers)
    web.after_request(again.end)
    errors.register(web)
    for door in DOORS:
        web.register_blueprint(door)
    app.register_blueprint(web)
    filters.register(app)
    app.after_request(wire.pack)


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Frame-Options", "DENY")
    if request.headers.get("HX-Request"):
        response.vary.add("HX-Request")
    return response
