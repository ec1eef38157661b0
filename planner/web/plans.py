"""Plans as pages: all of them, one of them, and what a reader may answer or change in place."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from planner.reports.forms import Form
from planner.services import drafting
from planner.web import form as fields
from planner.web import papers, revising, sliders, talking, views
from planner.web.doors import desk, is_part, page, see
from planner.web.doors import door as new_door

door = new_door("plans", __name__)


@door.get("/plans")
def index() -> Response:
    """List plans, newest first; the address says which."""
    return page("plans/index.html", listed=views.listing(desk(), request.args))


@door.get("/plans/<plan_id>")
def show(plan_id: str) -> Response:
    """Show a plan as an argument, the answer first."""
    shown = views.plan(desk(), plan_id)
    return page("plans/show.html", shown=shown, talk=talking.talk(desk(), plan_id, request.args))


@door.get("/plans/<plan_id>/seats/<seat_id>")
def seat(plan_id: str, seat_id: str) -> Response:
    """Show what argues for a seat: in the plan's page once it is opened, or on a page of its own."""
    argument = views.argument(desk(), plan_id, seat_id)
    return page("plans/argument.html" if is_part() else "plans/seat.html", argument=argument)


@door.get("/plans/<plan_id>/tipping")
def tipping(plan_id: str) -> Response:
    """Show what would tip the plan; a page asks for it when the reader gets there."""
    return page("plans/tipping.html", flips=views.tipping(desk(), plan_id))


@door.get("/plans/<plan_id>/hanging")
def hanging(plan_id: str) -> Response:
    """Show which assumptions the plan hangs on; a page asks for it when the reader gets there."""
    return page("plans/hanging.html", chart=views.hanging_on(desk(), plan_id))


@door.get("/plans/<plan_id>/<any(html, pdf, xlsx, csv, md, json):form>")
def document(plan_id: str, form: str) -> Response:
    """Hand the plan out as a file."""
    return papers.answer(desk(), plan_id, Form(form))


@door.post("/plans/<plan_id>/answers")
def answer(plan_id: str) -> Response:
    """Answer open questions, and plan anew."""
    made = drafting.revise(
        desk(), plan_id, revising.answered(fields.answers(request.form)), revising.seen(request.form)
    )
    flash("Your answer is in, and this is the new plan. The plan before stays as it was.")
    return see(url_for("web.plans.show", plan_id=made.id))


@door.get("/plans/<plan_id>/assumptions/<name>")
def assumption(plan_id: str, name: str) -> Response:
    """Ask for an own number in an assumption's place: in the plan's page, or on a page of its own."""
    shown = views.assumption(desk(), plan_id, name)
    return page("plans/assumption_form.html" if is_part() else "plans/assumption.html", shown=shown)


@door.post("/plans/<plan_id>/assumptions")
def assume(plan_id: str) -> Response:
    """Put an own number in an assumption's place, and plan anew."""
    made = drafting.revise(desk(), plan_id, revising.assumed(request.form), revising.seen(request.form))
    flash("Your number is in, and this is the new plan. The plan before stays as it was.")
    return see(url_for("web.plans.show", plan_id=made.id, _anchor="assumptions"))


@door.get("/plans/<plan_id>/what-if")
def what_if(plan_id: str) -> Response:
    """Suppose a few facts otherwise; the address says which."""
    return page("plans/what_if.html", board=sliders.board(desk(), plan_id, request.args))


@door.get("/plans/<plan_id>/what-if/shown")
def supposed(plan_id: str) -> Response:
    """Show what the sliders make of the plan, below them."""
    board = sliders.board(desk(), plan_id, request.args)
    response = page("plans/supposed.html", board=board)
    there = url_for("web.plans.what_if", plan_id=plan_id)
    response.headers["HX-Replace-Url"] = f"{there}?{board.query}" if board.query else there
    return response
