"""A roster, which lists people, as the text of an organisation to go on from."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from planner.domain import Profile
from planner.domain.profile import Staff
from planner.hiring.rosters import TitleReview, review, staff
from planner.integrations import files
from planner.schemas import profiles
from planner.services import Desk
from planner.services.rosters import Seen
from planner.web.drafts import NAMELESS, TextDraft, written

ENDINGS = (".csv", ".xlsx", ".tsv")
HEAD = "# {people} people in {file}, of whom {counted} count as MLOps or platform people.\n"
ASKS = "# Titles to look at; say in title_map what they do: mlops, platform or other.\n"


def is_roster(name: str) -> bool:
    """Whether a file of that name lists people rather than describing an organisation."""
    return name.lower().endswith(ENDINGS)


def draft(desk: Desk, name: str, content: bytes) -> TextDraft:
    """The staff of a roster as a text to be completed; raises InvalidInput naming each row that is wrong."""
    people = files.read(content, desk.today()).people
    titles = desk.roles.titles
    return _draft(desk, name, len(people), staff(people, titles, {}), review(people, titles, {}))


def drafted(desk: Desk, seen: Seen) -> TextDraft:
    """The staff of a stored roster as a text to be completed, by what its titles were said to mean."""
    return _draft(desk, seen.roster.source, seen.roster.people, seen.staff, seen.titles)


def _draft(
    desk: Desk, source: str, people: int, present: tuple[Staff, ...], titles: Sequence[TitleReview]
) -> TextDraft:
    document = profiles.dump(Profile(name=NAMELESS, staff=present))
    head = HEAD.format(people=people, file=source, counted=sum(each.count for each in present))
    text = head + _asked(titles) + yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    return written(desk, text)


def _asked(titles: Sequence[TitleReview]) -> str:
    rows = [row for row in titles if row.ask]
    lines = [f"#   {row.title or '(none)'} ({row.people}): {row.ask}\n" for row in rows[:30]]
    return ASKS + "".join(lines) if lines else ""
