"""Approvals: what waits for one, who has to agree to plans of which size, and what has been granted."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from planner.domain import InvalidInput
from planner.services import policies
from planner.services.versions import WHICHEVER, Expected
from planner.web import agreeing
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("approvals", __name__)


@door.get("/approvals")
def index() -> Response:
    """Show the plans that wait for an approval."""
    return page("approvals/index.html", waiting=agreeing.waiting(desk()))


@door.get("/approvals/policy")
def policy() -> Response:
    """Show who has to agree to plans of which size."""
    return page("approvals/policy.html", form=agreeing.form(policies.get(desk())))


@door.post("/approvals/policy")
def set_policy() -> Response:
    """Say who has to agree from now on."""
    rows = agreeing.rows(request.form)
    version = request.form.get(agreeing.VERSION, "")
    expected = Expected(frozenset({int(version)})) if version.isdecimal() else WHICHEVER
    try:
        policies.put(desk(), agreeing.levels(rows), expected)
    except InvalidInput as error:
        return page("approvals/policy.html", 422, form=agreeing.refused(rows, version, error.problems))
    flash("This holds from now on, also for plans that are submitted already.")
    return see(url_for("web.approvals.policy"))


@door.get("/approvals/budgets")
def budgets() -> Response:
    """Show what approved plans may cost, and what becomes of it."""
    return page("approvals/budgets.html", books=agreeing.books(desk()))
