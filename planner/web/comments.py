"""What people say about plans and positions."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from planner.domain import InvalidInput
from planner.services import comments
from planner.services.versions import WHICHEVER, Expected
from planner.web import life, talking, views
from planner.web.access import within
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("comments", __name__)


@door.post("/plans/<target>/comments")
@door.post("/positions/<target>/comments")
def add(target: str) -> Response:
    """Say something about a plan or position."""
    try:
        comments.add(desk(), target, talking.text(request.form))
    except InvalidInput as error:
        return _refused(target, error)
    return _done("Your comment is there.")


@door.post("/comments/<comment_id>")
def edit(comment_id: str) -> Response:
    """Say it otherwise."""
    version = request.form.get(talking.VERSION, "")
    expected = Expected(frozenset({int(version)})) if version.isdecimal() else WHICHEVER
    try:
        comments.edit(desk(), comment_id, talking.text(request.form), expected)
    except InvalidInput as error:
        return _refused(request.form.get("target", ""), error, comment_id)
    return _done("Your comment is changed.")


@door.post("/comments/<comment_id>/delete")
def delete(comment_id: str) -> Response:
    """Take a comment away; its place stays."""
    comments.delete(desk(), comment_id)
    return _done("The comment is gone; its place stays.")


def _done(said: str) -> Response:
    """Back to the page that was commented on."""
    flash(said)
    return see(f"{within(request.form.get('back'))}#comments")


def _refused(target: str, error: InvalidInput, edited: str = "") -> Response:
    draft = request.form.get(talking.FIELD, "")
    talk = talking.talk(desk(), target, {}, draft=draft, edited=edited, refused=error.problems[0])
    if within(request.form.get("back")) == url_for("web.plans.show", plan_id=target):
        return page("plans/show.html", 422, shown=views.plan(desk(), target), talk=talk)
    if target.startswith("plan_"):
        return page("plans/history.html", 422, story=life.story(desk(), target), talk=talk)
    return page("positions/show.html", 422, shown=life.seat(desk(), target), talk=talk)
