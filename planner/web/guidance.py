"""The guidance as pages: by section of the guide, and each rule with its condition and examples."""

from __future__ import annotations

from flask import Response, request

from planner.services import knowledge
from planner.services.firing import tallies
from planner.web import rulebook
from planner.web.doors import desk, page
from planner.web.doors import door as new_door

door = new_door(
    "guidance",
    __name__,
)


@door.get("/guidance")
def index() -> Response:
    """Browse the rules by section of the guide."""
    return page("guidance/index.html", book=rulebook.book(knowledge.guidance(desk()), request.args))


@door.get("/guidance/rules/<rule_id>")
def rule(rule_id: str) -> Response:
    """Show one rule."""
    return page("guidance/rule.html", shown=rulebook.shown(desk(), rule_id))


@door.get("/guidance/firing")
def firing() -> Response:
    """Show how often rules hold over the stored profiles: all of them, or one."""
    found = tallies(desk())
    rule_id = request.args.get("rule", "")
    return page("guidance/firing.html", tallies=found, one=found.get(rule_id), rule_id=rule_id)
