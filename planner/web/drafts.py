"""A plan that is being thought about: answers or a text, what they make, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from planner.domain import InvalidInput, Plan, Problem, Profile, without_pay
from planner.domain.regional import USUAL
from planner.schemas import profiles
from planner.services import Desk, drafting, workspaces
from planner.web import form, wording
from planner.web.form import Ask

NAMELESS = "Your organisation"
FISCAL = "constraints.fiscal_year_starts_in"


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers as far as they are given. `next` is the question that matters most of those still open."""

    answered: Mapping[str, Any]
    first: tuple[Ask, ...]
    more: tuple[Ask, ...]
    limits: tuple[Ask, ...]
    next: Ask | None
    open: int
    plan: Plan | None
    problems: Mapping[str, Problem]

    @property
    def query(self) -> str:
        """The draft as the query of an address, which is all there is to it."""
        return urlencode(self.answered, doseq=True)

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Every field of the form."""
        name = Ask("name", wording.LABELS["name"], "", "text")
        return (name, *self.first, *self.more, *self.limits)


@dataclass(frozen=True, slots=True)
class TextDraft:
    """A profile as text, and its plan or what is wrong with it."""

    text: str
    plan: Plan | None = None
    problems: tuple[Problem, ...] = ()


def answered(desk: Desk, given: MultiDict[str, str]) -> Draft:
    """The draft that the fields of a form make."""
    answers = _answers(desk, given)
    plan, problems = _tried(desk, answers)
    guidance = desk.knowledge.guidance
    known = {*form.FIRST, *form.LIMITS, "name"}
    open_paths = [
        path
        for question in (plan.questions if plan else ())
        if (path := form.path_of(question.fact)) and path not in answers and path not in form.FIRST
    ]
    return Draft(
        answers,
        form.asks(guidance, form.FIRST),
        form.asks(guidance, [path for path in answers if path not in known]),
        form.asks(guidance, form.LIMITS),
        next(iter(form.asks(guidance, open_paths[:1])), None),
        len(open_paths),
        plan,
        {problem.path: problem for problem in problems},
    )


def written(desk: Desk, text: str | bytes) -> TextDraft:
    """The draft that a text in YAML or JSON makes."""
    shown = text if isinstance(text, str) else text.decode("utf-8-sig", "replace")
    if not shown.strip():
        return TextDraft("")
    try:
        return TextDraft(shown, seen(desk, profiles.read(text)))
    except InvalidInput as error:
        return TextDraft(shown, problems=error.problems)


def kept(desk: Desk, given: MultiDict[str, str]) -> Profile:
    """The profile to keep; raises InvalidProfile, also where it has no name yet."""
    return form.profile(_answers(desk, given))


def _answers(desk: Desk, given: MultiDict[str, str]) -> dict[str, Any]:
    """The answers that were given; fiscal years start as the workspace's do unless they say otherwise."""
    starts_in = workspaces.regional(desk).fiscal_year_starts_in
    usual = {} if starts_in == USUAL.fiscal_year_starts_in else {FISCAL: str(starts_in)}
    return usual | form.answers(given)


def seen(desk: Desk, profile: Profile) -> Plan:
    """The plan of a profile as far as whoever is acting may see it; raises InvalidProfile."""
    made = drafting.draft(desk, profile)
    return made if desk.actor.sees_pay else without_pay(made)


def _tried(desk: Desk, answers: Mapping[str, Any]) -> tuple[Plan | None, tuple[Problem, ...]]:
    if not set(answers) - {"name", FISCAL}:
        return None, ()
    try:
        return seen(desk, form.profile({"name": NAMELESS, **answers})), ()
    except InvalidInput as error:
        return None, error.problems


def profile_of(text: str) -> Profile:
    """The profile that a text describes; raises InvalidInput."""
    return profiles.read(text)
