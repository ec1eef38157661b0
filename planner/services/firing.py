"""Use case of a rule's author: how often each rule holds over the stored profiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain import PlannerError
from planner.domain.access import Permission
from planner.domain.lists import MOST_ITEMS, Ask
from planner.engine.firing import outcomes
from planner.services.in_force import in_force
from planner.services.ports import Desk
from planner.services.profiles import PROFILES


@dataclass(frozen=True, slots=True)
class Tally:
    """On how many of the profiles that were looked at a rule holds, is silent, or waits for a fact."""

    holds: int
    silent: int
    open: int

    @property
    def profiles(self) -> int:
        """How many were looked at."""
        return self.holds + self.silent + self.open


def tallies(desk: Desk) -> Mapping[str, Tally]:
    """Each rule in force by id, over the newest hundred profiles at their current version."""
    with desk.reading(Permission.PLANS_READ) as work:
        knowledge = in_force(desk, work).knowledge
        listed = work.profiles.list(Ask(PROFILES, limit=MOST_ITEMS))[:MOST_ITEMS]
        documents = [found.document for each in listed if (found := work.profiles.get(each.id))]
    counted: dict[str, Counter[bool | None]] = {rule.id: Counter() for rule in knowledge.guidance.rules}
    for document in documents:
        try:
            found_outcomes = outcomes(desk.documents.load(document), knowledge)
        except PlannerError:  # made for another pack: its author sees that when planning anew
            continue
        for rule, outcome in found_outcomes.items():
            counted[rule][outcome] += 1
    return {rule: Tally(found[True], found[False], found[None]) for rule, found in counted.items()}
