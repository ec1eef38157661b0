"""Differences of outcomes, and changes of facts, in words."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.analysis import Effect, Outcome, Value
from planner.domain.words import Decision, Role, StanceKind
from planner.guidance.phrases import word
from planner.guidance.vocabulary import Field, Kind, Scalar

NAMES = {Role.MLOPS: "MLOps", Role.PLATFORM: "platform"}
STANCES = {
    StanceKind.HIRE_NOW: "hire now",
    StanceKind.HIRE_WHEN: "hire later",
    StanceKind.CONVERT: "convert people you have",
    StanceKind.ALTERNATIVE: "another way than hiring",
    StanceKind.STAFFED: "enough people are there",
    StanceKind.NOT_YET: "not yet",
}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def effects(before: Outcome, after: Outcome) -> tuple[Effect, ...]:
    """What differs in seats, stances and the decision."""
    found = [Effect("seats", role, before.seats[role], after.seats[role]) for role in Role]
    found += [Effect("stance", role, before.stances[role], after.stances[role]) for role in Role]
    found.append(Effect("decision", None, before.decision, after.decision))
    return tuple(effect for effect in found if effect.before != effect.after)


def roles(changes: Iterable[Effect]) -> tuple[Role, ...]:
    """The roles that effects are about, both for the decision."""
    named = {effect.role for effect in changes}
    return tuple(role for role in Role if role in named or named == {None})


def plain(value: Scalar) -> Value:
    """A fact as a plan carries it."""
    return tuple(sorted(value)) if isinstance(value, frozenset) else value


def flip_sentence(field: Field, now: Scalar, to: Scalar, changes: Iterable[Effect]) -> str:
    """`Use cases in production at 9 (now 8): a third MLOps seat.`"""
    return f"{_change(field, now, to)}: {', '.join(map(said, changes))}."


def _change(field: Field, now: Scalar, to: Scalar) -> str:
    if isinstance(now, frozenset) and isinstance(to, frozenset):
        member = word(now ^ to).replace("_", " ")
        return f"{field.meaning}, {'with' if to > now else 'without'} “{member}”"
    share = field.unit == "share"
    verb = "at" if field.kind is Kind.NUMBER else "is"
    return f"{field.meaning} {verb} {word(to, share=share)} (now {word(now, share=share)})"


def said(effect: Effect) -> str:
    """One effect in words."""
    if effect.role is None:
        return f"the decision turns from {_decision(effect.before)} to {_decision(effect.after)}"
    name = NAMES[effect.role]
    if effect.aspect == "stance":
        was, now = (STANCES[StanceKind(value)] for value in (effect.before, effect.after))
        return f"{name} turns from “{was}” to “{now}”"
    return _seats(name, int(effect.before), int(effect.after))


def _decision(value: int | str) -> str:
    return f"“{Decision(value).value.replace('_', ' ')}”"


def _seats(name: str, before: int, after: int) -> str:
    if after == before + 1:
        article = "an" if after == 8 else "a"
        return f"{article} {ordinal(after)} {name} seat"
    count, what = abs(after - before), "more" if after > before else "fewer"
    return f"{count} {name} seat{'' if count == 1 else 's'} {what} ({after})"


def ordinal(number: int) -> str:
    """`third`, `12th`, `21st`."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{ending}"
