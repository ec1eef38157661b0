"""What a reader changes on a plan's page, as a change of its profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from planner.domain import InvalidInput, Problem, Profile
from planner.schemas import profiles
from planner.services.versions import WHICHEVER, Expected
from planner.web import form

SEEN = "profile_version"
Change = Callable[[Profile], Profile]


def answered(answers: Mapping[str, Any]) -> Change:
    """Answers to open questions, on top of what is known."""
    if not answers:
        raise InvalidInput(Problem("answer", "is missing.", "Choose or write an answer, then send it."))
    return lambda profile: form.profile(answers, profiles.dump(profile))


def assumed(given: Mapping[str, str]) -> Change:
    """An assumption as this organisation knows it; an empty number takes the planner's own again."""
    name = given.get("name", "")
    numbers = {
        key: form.number(key, text)
        for key in ("typical", "low", "high")
        if (text := given.get(key, "").strip())
    }
    override: dict[str, Any] = {**numbers}
    if reason := given.get("reason", "").strip():
        override["reason"] = reason

    def change(profile: Profile) -> Profile:
        data = profiles.dump(profile)
        own = dict(data.get("assumptions", {}))
        own.pop(name, None)
        if numbers:
            own[name] = override
        return profiles.load({**data, "assumptions": own})

    return change


def seen(given: Mapping[str, str]) -> Expected:
    """The version of the profile that the form was filled in from."""
    version = given.get(SEEN, "")
    return Expected(frozenset({int(version)})) if version.isdecimal() else WHICHEVER
