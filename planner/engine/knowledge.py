"""All that the engine knows beside the profile: guidance, pay and the role catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from planner.domain.pay import PayTable
from planner.domain.words import Level, Outside, Role
from planner.guidance import Guidance, Programs


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
