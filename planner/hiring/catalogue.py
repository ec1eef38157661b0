"""The catalogue of the two roles and their managers, as seeds/roles describes them with citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from planner import resources
from planner.domain import Level, Role
from planner.domain.words import Need
from planner.hiring.reading import Node, read
from planner.hiring.titles import Ambiguity, Function, TitleMap, read_titles

Sources = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A responsibility or focus area, and the needs by which an organisation says that it lacks it."""

    id: str
    says: str
    needs: frozenset[Need]
    source: Sources


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill by name and what it takes."""

    id: str
    name: str
    says: str
    source: Sources


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with its citations; notes in a list have an id."""

    id: str
    says: str
    source: Sources


@dataclass(frozen=True, slots=True)
class Choice:
    """Possible values, the default first."""

    values: tuple[str, ...]
    source: Sources

    @property
    def default(self) -> str:
        """The value to take where nothing else is said."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of the career path; `level` is None before the role begins."""

    title: str
    level: Level | None


@dataclass(frozen=True, slots=True)
class Career:
    """The guide's path, and what can come next from each level."""

    path: tuple[Step, ...]
    source: Sources
    next_steps: Mapping[Level, tuple[str, ...]]
    next_source: Sources


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """All the catalogue says of one role."""

    role: Role
    name: str
    purpose: Note
    responsibilities: tuple[Duty, ...]
    focus: tuple[Duty, ...]
    hard_skills: tuple[Skill, ...]
    soft_skills: tuple[Skill, ...]
    sits_in: Choice
    reports_to: Choice
    career: Career
    not_to_be_confused: tuple[Note, ...]
    ideal_for: Note
    pay_drivers: Choice
    titles: Mapping[Level, str]

    @property
    def skills(self) -> tuple[Skill, ...]:
        """Hard skills, then soft ones."""
        return self.hard_skills + self.soft_skills


@dataclass(frozen=True, slots=True)
class Manager:
    """Somebody the role reports to."""

    title: str
    leads: Role
    says: str
    source: Sources


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Roles, their managers and the function of job titles."""

    roles: Mapping[Role, RoleProfile]
    managers: tuple[Manager, ...]
    titles: TitleMap = field(repr=False)

    def role(self, role: Role) -> RoleProfile:
        """The profile of a role."""
        return self.roles[role]

    def title(self, role: Role, level: Level) -> str:
        """The job title of a seat, such as `Senior MLOps Engineer`."""
        return self.roles[role].titles[level]

    def skills(self, role: Role) -> tuple[Skill, ...]:
        """The skills of a role, hard ones first."""
        return self.roles[role].skills

    def reports_to(self, role: Role) -> tuple[str, ...]:
        """The manager line of a role by title, the default first (guide: organisational structure)."""
        return self.roles[role].reports_to.values

    def manager(self, title: str) -> Manager | None:
        """The manager of that title, None for a title of the organisation's own."""
        return next((manager for manager in self.managers if manager.title == title), None)

    def function_of(self, title: str, overrides: Mapping[str, Role | None] | None = None) -> Function:
        """The role a title stands for, else Outside.OTHER or Outside.UNMAPPED; `overrides` go first."""
        return self.titles.function_of(title, overrides)

    def ambiguity(self, title: str) -> Ambiguity | None:
        """What to ask about a title whose function differs between firms."""
        return self.titles.ambiguity(title)


def load(folder: Path | None = None) -> Catalogue:
    """The catalogue of the seeds, or of `folder`; InvalidGuidance where it is incomplete."""
    place = folder or resources.seeds() / "roles"
    document = read(place / "roles.yaml").mapping("roles", "managers")
    nodes = document["roles"].mapping(*Role)
    roles = {role: _role(role, nodes[role]) for role in Role}
    managers = tuple(_manager(node) for node in document["managers"].items())
    _check_lines(nodes, roles, managers)
    return Catalogue(roles, managers, read_titles(read(place / "titles.yaml")))


def _check_lines(
    nodes: Mapping[str, Node], roles: Mapping[Role, RoleProfile], managers: tuple[Manager, ...]
) -> None:
    described = {(manager.leads, manager.title) for manager in managers}
    for role, profile in roles.items():
        for title in profile.reports_to.values:
            if (role, title) not in described:
                fix = "Add it there with `leads`, or correct reports_to."
                nodes[role].fail(f"reports to {title!r}, which managers doesn't describe.", fix)


def _role(role: Role, node: Node) -> RoleProfile:
    parts = node.mapping(*_ROLE_KEYS)
    skills = parts["skills"].mapping("hard", "soft")
    titles = parts["titles"].mapping(*Level)
    return RoleProfile(
        role=role,
        name=parts["name"].text(),
        purpose=Note("purpose", parts["purpose"].text(), _sources(parts["source"])),
        responsibilities=_duties(parts["responsibilities"]),
        focus=_duties(parts["focus"]),
        hard_skills=_skills(skills["hard"]),
        soft_skills=_skills(skills["soft"]),
        sits_in=_choice(parts["sits_in"]),
        reports_to=_choice(parts["reports_to"]),
        career=_career(parts["career"]),
        not_to_be_confused=_notes(parts["not_to_be_confused"]),
        ideal_for=_ideal(parts["ideal_for"]),
        pay_drivers=_choice(parts["pay_drivers"]),
        titles={level: titles[level].text() for level in Level},
    )


_ROLE_KEYS = (
    "name",
    "purpose",
    "source",
    "responsibilities",
    "focus",
    "skills",
    "sits_in",
    "reports_to",
    "career",
    "not_to_be_confused",
    "ideal_for",
    "pay_drivers",
    "titles",
)


def _sources(node: Node) -> Sources:
    for item in node.items():
        kind, _, key = item.text().partition(":")
        if not (kind in {"guide", "practice"} and key) and item.text() != "ours":
            item.fail(
                f"{item.text()!r} is no citation.", "Cite `guide:<id>` or `practice:<id>`, or say `ours`."
            )
    return node.texts()


def _rows(node: Node, *keys: str) -> list[dict[str, Node]]:
    rows = [item.mapping(*keys) for item in node.items()]
    ids = [row["id"].text() for row in rows]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        node.fail(f"has the id {twice!r} twice.", "Give each entry an id of its own.")
    return rows


def _duties(node: Node) -> tuple[Duty, ...]:
    return tuple(
        Duty(
            id=row["id"].text(),
            says=row["says"].text(),
            needs=frozenset(need.word(Need) for need in row["needs"].items()),
            source=_sources(row["source"]),
        )
        for row in _rows(node, "id", "says", "needs", "source")
    )


def _skills(node: Node) -> tuple[Skill, ...]:
    rows = _rows(node, "id", "name", "says", "source")
    return tuple(
        Skill(row["id"].text(), row["name"].text(), row["says"].text(), _sources(row["source"]))
        for row in rows
    )


def _notes(node: Node) -> tuple[Note, ...]:
    rows = _rows(node, "id", "says", "source")
    return tuple(Note(row["id"].text(), row["says"].text(), _sources(row["source"])) for row in rows)


def _ideal(node: Node) -> Note:
    parts = node.mapping("says", "source")
    return Note("ideal_for", parts["says"].text(), _sources(parts["source"]))


def _choice(node: Node) -> Choice:
    parts = node.mapping("values", "source")
    return Choice(parts["values"].texts(), _sources(parts["source"]))


def _career(node: Node) -> Career:
    parts = node.mapping("path", "source", "next_steps", "next_source")
    rungs = [item.mapping("title", optional=("level",)) for item in parts["path"].items()]
    steps = parts["next_steps"].mapping(*Level)
    return Career(
        path=tuple(
            Step(rung["title"].text(), rung["level"].word(Level) if "level" in rung else None)
            for rung in rungs
        ),
        source=_sources(parts["source"]),
        next_steps={level: steps[level].texts() for level in Level},
        next_source=_sources(parts["next_source"]),
    )


def _manager(node: Node) -> Manager:
    parts = node.mapping("title", "leads", "says", "source")
    return Manager(
        parts["title"].text(), parts["leads"].word(Role), parts["says"].text(), _sources(parts["source"])
    )
