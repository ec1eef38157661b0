"""Use cases over what plans are made from: guidance and roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.access import Permission
from planner.domain.plan import Citation
from planner.guidance import Guidance, Rule
from planner.hiring.catalogue import RoleProfile
from planner.services.in_force import in_force
from planner.services.ports import Desk


@dataclass(frozen=True, slots=True)
class CitedRule:
    """A rule with its sources spelled out."""

    rule: Rule
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A guidance pack with its rules."""

    guidance: Guidance
    rules: tuple[CitedRule, ...]


def guidance(desk: Desk) -> Pack:
    """The guidance in force, with all its rules."""
    held = _held(desk)
    return Pack(held, tuple(_cited(held, rule) for rule in held.rules))


def rule(desk: Desk, rule_id: str) -> CitedRule:
    """One rule of the guidance in force; raises NotFound with the nearest ids."""
    held = _held(desk)
    return _cited(held, held.rule(rule_id))


def roles(desk: Desk) -> Sequence[RoleProfile]:
    """The catalogue of both roles."""
    desk.require(Permission.PLANS_READ)
    return tuple(desk.roles.roles.values())


def _held(desk: Desk) -> Guidance:
    with desk.reading(Permission.PLANS_READ) as work:
        return in_force(desk, work).knowledge.guidance


def _cited(held: Guidance, rule: Rule) -> CitedRule:
    return CitedRule(rule, tuple(held.cite(source) for source in rule.source))
