"""All that the engine knows beside the profile: guidance, pay and the role catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from planner.domain.pay import PayTable
from planner.domain.words import Level, Outside, Role
from planner.guidance import Guidance, Programs
from planner.guidance.programs import FILLED


class NamedSkill(Protocol):
    """A skill of the catalogue."""

    @property
    def name(self) -> str:
        """What the skill is called."""


class RoleCatalogue(Protocol):
    """Where the engine asks about roles and job titles."""

    def title(self, role: Role, level: Level) -> str:
        """The title of a seat, such as "Senior MLOps Engineer"."""

    def skills(self, role: Role) -> Sequence[NamedSkill]:
        """What each seat of the role must bring."""

    def function_of(self, title: str, overrides: Mapping[str, Role | None] | None = None) -> Role | Outside:
        """The role that a title stands for, or why it stands for none; `overrides` go first."""


@dataclass(frozen=True)
class Knowledge:
    """Guidance, pay and roles, with the guidance compiled once."""

    guidance: Guidance
    pay: PayTable
    roles: RoleCatalogue

    @cached_property
    def programs(self) -> Programs:
        """The guidance's programs."""
        return Programs(self.guidance)

    @cached_property
    def read_by(self) -> Mapping[str, frozenset[str]]:
        """Facts and assumptions that each term reads, through the terms before it."""
        found: dict[str, frozenset[str]] = {}
        for term in self.guidance.terms:
            found[term.name] = named(term.expression.fields, found)
        return found


def named(fields: Iterable[str], read_by: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The facts and assumptions behind fields: those themselves, and what terms among them read."""
    return frozenset().union(
        *(read_by[name] if name in read_by else {name.removesuffix(FILLED)} for name in fields)
    )
