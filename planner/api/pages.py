"""The documentation of the API for a browser, from installed files only."""

from __future__ import annotations

from importlib.resources import files

from flask import Blueprint, Response, abort
from markupsafe import escape

from planner.api.problems import BY_CODE, FOLDER, KINDS

pages = Blueprint("pages", __name__)

DOCUMENTATION = "/api/v1/docs"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
ASSETS = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
START = "start.js"
START_SCRIPT = """\
SwaggerUIBundle({
  url: "/api/v1/openapi.json", dom_id: "#documentation", deepLinking: true, validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis]
});
"""
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
{head}</head>
<body>
{body}</body>
</html>
"""


@pages.get(DOCUMENTATION)
def documentation() -> Response:
    """Show the OpenAPI document to be read and tried."""
    head = (
        f'<link rel="icon" href="{DOCUMENTATION}/favicon-32x32.png">\n'
        f'<link rel="stylesheet" href="{DOCUMENTATION}/swagger-ui.css">\n'
    )
    body = (
        '<div id="documentation"></div>\n'
        f'<script src="{DOCUMENTATION}/swagger-ui-bundle.js"></script>\n'
        f'<script src="{DOCUMENTATION}/{START}"></script>\n'
    )
    return _page("Planner API", head, body)


@pages.get(f"{DOCUMENTATION}/<name>")
def asset(name: str) -> Response:
    """Serve a file of the documentation page."""
    if name == START:
        return Response(START_SCRIPT, mimetype="text/javascript")
    if name not in ASSETS:
        abort(404)
    with files("flask_swagger_ui").joinpath("dist", name).open("rb") as file:
        response = Response(file.read(), mimetype=ASSETS[name])
    response.cache_control.max_age = 86_400
    return response


@pages.get(FOLDER)
def problems() -> Response:
    """List every kind of error."""
    rows = "".join(
        f'<tr><td><a href="{kind.type}">{kind.code}</a></td><td>{kind.status}</td>'
        f"<td>{escape(kind.title)}</td></tr>\n"
        for kind in KINDS
    )
    head = "<tr><th>Code</th><th>Status</th><th>Title</th></tr>\n"
    body = f"<main>\n<h1>Errors of the planner's API</h1>\n<table>\n{head}{rows}</table>\n</main>\n"
    return _page("Errors", "", body)


@pages.get(f"{FOLDER}/<code>")
def problem(code: str) -> Response:
    """Say what a kind of error means and what to do; the `type` of every error leads here."""
    kind = BY_CODE.get(code) or abort(404)
    body = f"""\
<main>
<h1>{escape(kind.title)}</h1>
<p>Code <code>{kind.code}</code>, HTTP status {kind.status}. The {escape(kind.where)}:
{escape(kind.means)}</p>
<p>What to do: {escape(kind.fix)}</p>
<p><a href="{FOLDER}">All errors</a></p>
</main>
"""
    return _page(kind.title, "", body)


def _page(title: str, head: str, body: str) -> Response:
    response = Response(PAGE.format(title=title, head=head, body=body), mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    return response
