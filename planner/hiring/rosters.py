"""A roster as the planner sees it: which people are staff of the two roles, and which titles to review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.domain.profile import Staff
from planner.domain.roster import RosterRow
from planner.domain.words import Level, Outside, Role
from planner.hiring.titles import TitleMap, fold

LEVELS: Mapping[str, Level] = {
    **{level.value: level for level in Level},
    **dict.fromkeys(("junior", "jr", "jr.", "associate", "graduate", "trainee", "intern", "i"), Level.ENTRY),
    **dict.fromkeys(("intermediate", "mid-level", "middle", "ii"), Level.MID),
    **dict.fromkeys(("sr", "sr.", "iii", "lead"), Level.SENIOR),
    **dict.fromkeys(("staff", "distinguished", "expert", "iv", "v"), Level.PRINCIPAL),
    **dict.fromkeys(("head", "director", "manager"), Level.MANAGER),
}


@dataclass(frozen=True, slots=True)
class TitleReview:
    """One title of a roster: how many people hold it, what it counts as, and why a person should look.

    `counts_as` is a role's word, `other`, or `unmapped` for a title that is not in the map.
    """

    title: str
    people: int
    counts_as: str
    ask: str = ""


def review(
    people: Iterable[RosterRow], titles: TitleMap, overrides: Mapping[str, Role | None]
) -> tuple[TitleReview, ...]:
    """Every title of the people, those to look at first, then by how many hold it."""
    held = Counter(person.title or "" for person in people)
    given = {fold(title) for title in overrides}
    rows = [
        TitleReview(title, count, _word(titles, title, overrides), _ask(titles, title, given))
        for title, count in held.items()
    ]
    return tuple(
        sorted(rows, key=lambda row: (not row.ask, row.counts_as == "other", -row.people, row.title))
    )


def staff(
    people: Iterable[RosterRow], titles: TitleMap, overrides: Mapping[str, Role | None]
) -> tuple[Staff, ...]:
    """The people who count as one of the two roles, alike ones together, as a profile's `staff`."""
    alike: Counter[tuple[Role, Level | None, str | None, float, object]] = Counter()
    for person in people:
        role = titles.function_of(person.title or "", overrides)
        if isinstance(role, Role) and person.fte > 0:
            alike[role, level_of(person), person.site, person.fte, person.leaves] += 1
    order = sorted(alike, key=lambda key: tuple(str(part) for part in key))
    return tuple(
        Staff(role=role.value, level=level, site=site, fte=fte, leaves_on=leaves, count=alike[key])  # type: ignore[arg-type]
        for key in order
        for role, level, site, fte, leaves in [key]
    )


def level_of(person: RosterRow) -> Level | None:
    """The level that the level's column, else the title, says; None where neither does."""
    for text in (person.level, person.title):
        words = fold(text or "").split()
        found = next((LEVELS[word] for word in words if word in LEVELS), None)
        if found:
            return found
    return None


def _word(titles: TitleMap, title: str, overrides: Mapping[str, Role | None]) -> str:
    return titles.function_of(title, overrides).value


def _ask(titles: TitleMap, title: str, given: set[str]) -> str:
    if not title:
        return "No title: these people count as neither role."
    if fold(title) in given:
        return ""
    if doubt := titles.ambiguity(title):
        return doubt.note
    if titles.function_of(title) is Outside.UNMAPPED:
        return "Not in the title map: it counts as neither role until you say what these people do."
    return ""
