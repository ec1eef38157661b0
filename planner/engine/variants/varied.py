"""One variant planned in full: the same planning run with a fact or an assumption changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from planner.domain.plan import Assumption
from planner.domain.words import Alternative
from planner.engine.outlook import Outlook
from planner.engine.plan import _Planning as Planning
from planner.engine.stance import Situation, allows
from planner.engine.variants.spread import Variant
from planner.guidance.vocabulary import Scalar

__all__ = ["Planning", "Varied"]


@dataclass(frozen=True)
class Varied(Planning):
    """A planning run on a variant; `seen` is its outlook, where that is known already."""

    variant: Variant = Variant()
    seen: Outlook | None = None

    @cached_property
    def known(self) -> dict[str, Scalar]:
        """Facts, with those of the variant on top."""
        return {**super().known, **self.variant.facts}

    @cached_property
    def assumptions(self) -> dict[str, Assumption]:
        """Assumptions, with the variant's typical values."""
        rows = super().assumptions
        numbers = self.variant.numbers.items()
        return {**rows, **{name: replace(rows[name], typical=value) for name, value in numbers}}

    @cached_property
    def outlook(self) -> Outlook:
        """The outlook, looked at only if it is not known."""
        return super().outlook if self.seen is None else self.seen

    @cached_property
    def situation(self) -> Situation:
        """The situation as the schedule reads it: without advice, which only the stances weigh."""
        return Situation(
            self.start, self.judgement, self.outlook, self.cases, self.steady, (), self.transfers
        )

    @property
    def transfers(self) -> bool:
        """Whether people may change roles."""
        return allows(self.profile.constraints.alternatives, Alternative.TRANSFER)
