"""Where a plan begins: six questions, an example, or a file."""

from __future__ import annotations

from flask import Response, request, url_for
from werkzeug.datastructures import FileStorage

from planner.domain import InvalidInput, Profile
from planner.domain.lists import Ask
from planner.services import drafting, plans
from planner.web import drafts, examples, rosters
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("start", __name__)


@door.get("/")
def home() -> Response:
    """Offer the three ways in, and the plans that are there."""
    return page(
        "start/home.html", examples=examples.index(), recent=plans.index(desk(), Ask(plans.PLANS, 5)).items
    )


@door.get("/new")
def new() -> Response:
    """Ask the six questions; the address holds all answers."""
    return page("start/new.html", draft=drafts.answered(desk(), request.args))


@door.get("/new/preview")
def preview() -> Response:
    """Show what the answers so far lead to, beside the form."""
    draft = drafts.answered(desk(), request.args)
    response = page("start/preview.html", draft=draft)
    response.headers["HX-Replace-Url"] = url_for("web.start.new") + (f"?{draft.query}" if draft.query else "")
    if draft.problems:
        response.headers["HX-Reswap"] = "none"
    return response


@door.post("/new")
def keep() -> Response:
    """Store the answers with their plan."""
    try:
        return _kept(drafts.kept(desk(), request.form))
    except InvalidInput as error:
        draft = drafts.answered(desk(), request.form)
        problems = {problem.path: problem for problem in error.problems}
        return page("start/new.html", 422, draft=draft, refused=problems)


@door.get("/text")
def text() -> Response:
    """Write a profile, or change an example's."""
    name = request.args.get("example", "")
    source = examples.get(name).text if name else ""
    return page("start/text.html", draft=drafts.written(desk(), source), example=name)


@door.post("/text/preview")
def preview_text() -> Response:
    """Show what a text leads to, beside it."""
    return page("start/text_preview.html", draft=drafts.written(desk(), request.form.get("text", "")))


@door.post("/text")
def keep_text() -> Response:
    """Store a written profile with its plan."""
    draft = drafts.written(desk(), request.form.get("text", ""))
    if draft.plan is None:
        return page("start/text.html", 422, draft=draft, example="", refused=True)
    return _kept(draft.plan.profile)


@door.post("/upload")
def upload() -> Response:
    """Open a file's text, to be looked at and kept."""
    draft = _opened(request.files.get("file"))
    return page("start/text.html", 422 if draft.problems else 200, draft=draft, example="")


def _opened(file: FileStorage | None) -> drafts.TextDraft:
    name = (file.filename if file else "") or ""
    content = file.read() if file else b""
    try:
        return (
            rosters.draft(desk(), name, content)
            if rosters.is_roster(name)
            else drafts.written(desk(), content)
        )
    except InvalidInput as error:
        return drafts.TextDraft("", problems=error.problems)


def _kept(profile: Profile) -> Response:
    return see(url_for("web.plans.show", plan_id=drafting.begin(desk(), profile).id))
