"""An organisation: its facts, plans, scenarios side by side, and its plan against actuals."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from planner.services import plans, profiles, scenarios, tracking
from planner.web import abreast, drafts, revising, sliders
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("organisations", __name__)


@door.get("/organisations/<profile_id>")
def show(profile_id: str) -> Response:
    """Show an organisation and what belongs to it."""
    return page("organisations/show.html", shown=abreast.organisation(desk(), profile_id))


@door.get("/organisations/<profile_id>/facts")
def facts(profile_id: str) -> Response:
    """Change an organisation's facts as text."""
    record = profiles.get(desk(), profile_id)
    draft = drafts.written(desk(), abreast.as_text(record))
    return page("organisations/facts.html", record=record, draft=draft)


@door.post("/organisations/<profile_id>/facts")
def replace(profile_id: str) -> Response:
    """Store the changed facts with their plan."""
    draft = drafts.written(desk(), request.form.get("text", ""))
    if draft.problems or not draft.text.strip():
        return page(
            "organisations/facts.html",
            422,
            record=profiles.get(desk(), profile_id),
            draft=draft,
            refused=True,
        )
    profiles.replace(desk(), profile_id, drafts.profile_of(draft.text), revising.seen(request.form))
    return see(url_for("web.plans.show", plan_id=plans.make(desk(), profile_id).id))


@door.get("/organisations/<profile_id>/scenarios")
def side_by_side(profile_id: str) -> Response:
    """Show scenarios beside the organisation as it is; the address says which."""
    return page("organisations/scenarios.html", shown=abreast.scenarios_of(desk(), profile_id, request.args))


@door.post("/plans/<plan_id>/scenarios")
def keep(plan_id: str) -> Response:
    """Keep what the sliders suppose as a scenario."""
    board = sliders.board(desk(), plan_id, request.form)
    name = request.form.get("scenario", "").strip()
    made = scenarios.create(desk(), board.supposed.record.profile_id, name, board.supposed.changes)
    flash(f"Kept as the scenario {made.name}.")
    return see(url_for("web.organisations.side_by_side", profile_id=made.profile_id))


@door.post("/scenarios/<scenario_id>/plan")
def plan(scenario_id: str) -> Response:
    """Make the scenario's plan, to be submitted like any other."""
    return see(url_for("web.plans.show", plan_id=scenarios.plan(desk(), scenario_id).id))


@door.post("/scenarios/<scenario_id>/archive")
def archive(scenario_id: str) -> Response:
    """Put a scenario away."""
    record = scenarios.archive(desk(), scenario_id)
    return see(url_for("web.organisations.side_by_side", profile_id=record.profile_id))


@door.get("/organisations/<profile_id>/actuals")
def actuals(profile_id: str) -> Response:
    """Show the plan against what has happened; the address says for which seats."""
    chosen = {name: request.args[name] for name in ("role", "site", "team") if request.args.get(name)}
    found = tracking.actuals(desk(), profile_id, **chosen)
    record = profiles.get(desk(), profile_id)
    return page("organisations/actuals.html", actuals=found, record=record, chosen=chosen)
