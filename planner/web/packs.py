"""Guidance packs of a workspace: written, checked, tried on stored profiles, published."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from planner.domain import InvalidGuidance
from planner.domain.lists import MOST_ITEMS, Ask
from planner.services import guiding, trying
from planner.services.ports.lives import GuidanceRecord
from planner.services.versions import Expected
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("packs", __name__)


@door.get("/guidance/packs")
def index() -> Response:
    """List the workspace's packs, and which held when."""
    here = desk()
    return page(
        "packs/index.html",
        packs=guiding.index(here, Ask(guiding.PACKS, limit=MOST_ITEMS)).items,
        publications=guiding.publications(here),
    )


@door.post("/guidance/packs")
def create() -> Response:
    """Begin a pack from the shipped one, or from another."""
    name = request.form.get("name", "").strip() or "Our guidance"
    record = guiding.create(desk(), name, based_on=request.form.get("based_on") or None)
    return see(url_for("web.packs.show", pack_id=record.id))


@door.get("/guidance/packs/<pack_id>")
def show(pack_id: str) -> Response:
    """Show a pack and one of its files."""
    return _page(guiding.get(desk(), pack_id))


@door.post("/guidance/packs/<pack_id>")
def edit(pack_id: str) -> Response:
    """Store a changed file of a draft; what does not load is not stored, and every problem is named."""
    path, text = request.form.get("path", ""), request.form.get("text", "").replace("\r\n", "\n")
    version = Expected(frozenset({int(request.form.get("version", "0") or 0)}))
    try:
        guiding.edit(desk(), pack_id, version, files={path: text})
    except InvalidGuidance as error:
        return _page(guiding.get(desk(), pack_id), 422, text=text, problems=error.problems)
    flash("Stored. Check it and try it on the stored profiles before you publish.")
    return see(url_for("web.packs.show", pack_id=pack_id, path=path))


@door.post("/guidance/packs/<pack_id>/check")
def check(pack_id: str) -> Response:
    """Lint the pack, and verify it where the prover is installed."""
    guiding.check(desk(), pack_id)
    return see(url_for("web.packs.show", pack_id=pack_id, _anchor="findings"))


@door.get("/guidance/packs/<pack_id>/trial")
def trial(pack_id: str) -> Response:
    """Show what the pack would change on the stored profiles."""
    record = guiding.get(desk(), pack_id)
    return page("packs/trial.html", pack=record, run=trying.dry_run(desk(), pack_id))


@door.post("/guidance/packs/<pack_id>/publish")
def publish(pack_id: str) -> Response:
    """Let plans be made by this pack from now on."""
    guiding.publish(desk(), pack_id, request.form.get("reason", "").strip() or None)
    flash("Published. Plans are made by this pack from now on; those that are there keep theirs.")
    return see(url_for("web.packs.index"))


@door.post("/guidance/packs/roll-back")
def roll_back() -> Response:
    """Let the pack hold again that held before."""
    guiding.roll_back(desk(), request.form.get("reason", "").strip() or None)
    flash("Rolled back. The pack that held before holds again.")
    return see(url_for("web.packs.index"))


def _page(record: GuidanceRecord, status: int = 200, **shown: object) -> Response:
    files = {str(path): str(text) for path, text in record.files.items()}
    asked = request.values.get("path", "")
    path = asked if asked in files else next(iter(sorted(files)))
    shown = {"text": files[path], "problems": (), **shown}
    return page("packs/show.html", status, pack=record, paths=sorted(files), path=path, **shown)
