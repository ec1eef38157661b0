"""The role catalogue as a reader meets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.domain import Level, Role
from planner.hiring.catalogue import Catalogue, Duty, RoleProfile, Skill
from planner.reports import words
from planner.reports.document import Block, Column, Heading, Paragraph, Point, Points, Row, Table


def blocks(catalogue: Catalogue, roles: Iterable[Role]) -> Iterator[Block]:
    """What each role is for, does, must bring, reports to and becomes."""
    for role in roles:
        yield from _role(catalogue.role(role))


def _role(profile: RoleProfile) -> Iterator[Block]:
    yield Heading(profile.name, profile.role)
    yield Paragraph(words.sentence(profile.purpose.says))
    yield Points("Responsibilities", tuple(map(_duty, profile.responsibilities)))
    yield Points("Focus", tuple(map(_duty, profile.focus)))
    yield Points("Skills", tuple(map(_skill, profile.skills)))
    yield Points("Place in the organisation", tuple(_place(profile)))
    yield Points(
        "Not to be confused", tuple(_said(note.says, note.source) for note in profile.not_to_be_confused)
    )
    yield _levels(profile)


def _duty(duty: Duty) -> Point:
    return _said(duty.says, duty.source)


def _skill(skill: Skill) -> Point:
    return Point(f"{skill.name}:", words.sentence(skill.says), sources=skill.source)


def _place(profile: RoleProfile) -> Iterator[Point]:
    sits, manager = profile.sits_in, profile.reports_to
    yield Point("Sits in:", words.sentence(words.listed(sits.values, "or")), sources=sits.source)
    yield Point("Reports to:", words.sentence(words.listed(manager.values, "or")), sources=manager.source)
    yield Point("Suits:", words.sentence(profile.ideal_for.says), sources=profile.ideal_for.source)


def _said(says: str, source: tuple[str, ...]) -> Point:
    return Point("", words.sentence(says), sources=source)


def _levels(profile: RoleProfile) -> Table:
    columns = (Column("Level", fixed=True), Column("Title"), Column("Next step"))
    steps = profile.career.next_steps
    rows = tuple(Row((level, profile.titles[level], words.listed(steps[level], "or"))) for level in Level)
    return Table("Levels and careers", columns, rows)
