"""The life of a plan: submitted, approved, sent back, put away, and who did so."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from planner.services import approving
from planner.web import life, talking
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("lives", __name__)

DONE = {
    "submit": "Submitted for approval. Its positions are proposed.",
    "withdraw": "Withdrawn. The plan is a draft again.",
    "approve": "Approved.",
    "reject": "Sent back, with your reason.",
    "reopen": "The plan is a draft again.",
    "archive": "Put away. The list of plans no longer shows it at the top.",
    "restore": "Taken out of the archive.",
}


@door.get("/plans/<plan_id>/history")
def history(plan_id: str) -> Response:
    """Show who did what with the plan, and what it waits for."""
    shown = life.story(desk(), plan_id)
    return page("plans/history.html", story=shown, talk=talking.talk(desk(), plan_id, request.args))


@door.post("/plans/<plan_id>/<any(submit, withdraw, approve, reject, reopen, archive, restore):action>")
def step(plan_id: str, action: str) -> Response:
    """Take a step in the plan's life."""
    getattr(approving, action)(desk(), plan_id, request.form.get("reason", "").strip() or None)
    flash(DONE[action])
    return see(url_for("web.lives.history", plan_id=plan_id))
