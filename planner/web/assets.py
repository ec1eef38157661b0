"""Stylesheet, scripts and htmx: files of ours and of installed packages, never from another host."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

from flask import Response, abort, url_for

from planner.web.doors import door as new_door

door = new_door("assets", __name__)

STYLE, SCRIPT, IMAGE = "text/css", "text/javascript", "image/svg+xml"
FILES = {
    "planner.css": ("planner.web", "static/planner.css", STYLE),
    "planner.js": ("planner.web", "static/planner.js", SCRIPT),
    "scheme.js": ("planner.web", "static/scheme.js", SCRIPT),
    "planner.svg": ("planner.web", "static/planner.svg", IMAGE),
    "htmx.js": ("js_lib_htmx", "static/htmx/htmx.min.js", SCRIPT),
}
YEAR = 31_536_000


@door.get("/static/<name>")
def asset(name: str) -> Response:
    """Serve a file; its address changes with its content, so that it may be kept for a year."""
    if name not in FILES:
        abort(404)
    response = Response(_content(name), mimetype=FILES[name][2])
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def address(name: str) -> str:
    """Where a page finds a file."""
    return url_for("web.assets.asset", name=name, v=_version(name))


@cache
def _content(name: str) -> bytes:
    package, path, _ = FILES[name]
    return files(package).joinpath(path).read_bytes()


@cache
def _version(name: str) -> str:
    return sha256(_content(name)).hexdigest()[:12]
