"""Which rules speak differently of two variants."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from planner.domain.analysis import Turn
from planner.domain.words import Role
from planner.engine.variants import Spread
from planner.guidance import Rule
from planner.guidance.columns import Column
from planner.guidance.model import Floor, Gate, Signal, Workload

MOST_WORK = 3  # lines of work named for one change, those that change most
LEAST_HOURS = 0.05  # hours per month below which work has not changed


def turns(spread: Spread, before: int, after: int, roles: Collection[Role]) -> tuple[Turn, ...]:
    """Evidence and gates of `roles` that come out differently, then the work that changes most."""
    rules = [rule for rule in spread.guidance.rules if _role(rule) in roles]
    evidence = [turn for rule in rules for turn in _outcomes(spread, rule, before, after)]
    work = [turn for rule in rules for turn in _hours(spread, rule, before, after)]
    work.sort(key=lambda turn: (-abs(float(turn.after or 0) - float(turn.before or 0)), turn.rule))
    return (*evidence, *work[:MOST_WORK])


def _role(rule: Rule) -> Role | None:
    match rule.effect:
        case Signal(role=role) | Gate(role=role) | Workload(role=role) | Floor(role=role):
            return role
        case _:
            return None


def _outcomes(spread: Spread, rule: Rule, before: int, after: int) -> Iterator[Turn]:
    """A rule of evidence whose outcome differs in the first month in which it does."""
    if not isinstance(rule.effect, Signal | Gate):
        return
    judged = spread.judged(rule.id)
    was, now = judged[before], judged[after]
    if (was != now).any():
        month = int((was != now).argmax())
        yield Turn(rule.id, rule.title, _outcome(was, month), _outcome(now, month))


def _outcome(judged: Column, month: int) -> bool | None:
    return None if judged[month] == 0 else bool(judged[month] > 0)


def _hours(spread: Spread, rule: Rule, before: int, after: int) -> Iterator[Turn]:
    """Work whose peak differs; of a floor, FTE."""
    if isinstance(rule.effect, Workload | Floor):
        amount = spread.amount(rule.id)
        was, now = float(amount[before].max()), float(amount[after].max())
        if abs(was - now) >= LEAST_HOURS:
            yield Turn(rule.id, rule.title, was, now)
