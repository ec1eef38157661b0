"""How rules come out on one profile, for a tally over many."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.profile import Profile
from planner.engine.assumptions import assumptions
from planner.engine.facts import facts, present
from planner.engine.knowledge import Knowledge


def outcomes(profile: Profile, knowledge: Knowledge) -> Mapping[str, bool | None]:
    """Each rule by id: whether it holds, None where unknown facts leave it open; raises InvalidProfile."""
    assumed = {
        name: row.typical for name, row in assumptions(profile, knowledge.guidance.assumptions).items()
    }
    known = facts(profile, present(profile, knowledge.roles))
    judged = knowledge.programs.judge.scalar({**known, **assumed})
    found = {rule.id: judged[rule.id] for rule in knowledge.guidance.rules if rule.id in judged}
    return {rule: outcome if isinstance(outcome, bool) else None for rule, outcome in found.items()}
