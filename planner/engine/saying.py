"""Differences of outcomes, and changes of facts, in words."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.analysis import Effect, Outcome, Value
from planner.domain.words import Role, StanceKind
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
    """What differs in seats and stances, and in the decision."""
    found = [Effect("seats", role, before.seats[role], after.seats[role]) for role in Role]
    found += [Effect("stance", role, before.stances[role], after.stances[role]) for role in Role]
    found.append(Effect("decision", None, before.decision, after.decision))
    return tuple(effect for effect in found if effect.before != effect.after)


def roles(changes: Iterable[Effect]) -> tuple[Role, ...]:
    """The roles that effects are about."""
    named = {effect.role for effect in changes}
    return tuple(role for role in Role if role in named)


def plain(value: Scalar) -> Value:
    """A fact as results carry it."""
    return tuple(sorted(value)) if isinstance(value, frozenset) else value


def flip_sentence(field: Field, now: Scalar, to: Scalar, changes: Iterable[Effect]) -> str:
    """Such as `A third MLOps seat at 9 use cases (now 8).`."""
    said_changes = [said(effect) for effect in changes if effect.role is not None]
    return f"{_capital(_listed(said_changes))} {change(field, now, to)}."


def change(field: Field, now: Scalar, to: Scalar) -> str:
    """What changes: `at 9 use cases in production (now 8)`, or `if ... is yes (now no)`."""
    if isinstance(now, frozenset) and isinstance(to, frozenset):
        return f"if “{word(now ^ to)}” is {'added to' if to > now else 'taken from'} the needs"
    if field.kind is not Kind.NUMBER:
        return f"if “{_lower(field.meaning)}” is {word(to)} (now {word(now)})"
    before = word(now, share=field.unit == "share")
    return f"at {_quantity(field, to)} (now {before})"


def _quantity(field: Field, to: Scalar) -> str:
    """A number with what it counts: `9 use cases in production`, `level 2 for “operations maturity”`."""
    meaning = _lower(field.meaning)
    if field.unit in ("share", "level", "days") or to in (1, -1):
        number = word(to, share=field.unit == "share")
        unit = {"level": f"level {number}", "days": f"{number} days"}.get(field.unit, number)
        return f"{unit} for “{meaning}”"
    return f"{word(to)} {meaning}"


def said(effect: Effect) -> str:
    """One effect on a role in words."""
    name = NAMES[Role(str(effect.role))]
    if effect.aspect == "stance":
        was, now = (STANCES[StanceKind(str(value))] for value in (effect.before, effect.after))
        return f"the {name} stance turns from “{was}” to “{now}”"
    before, after = int(effect.before), int(effect.after)
    if after == before + 1:
        return f"{_article(after)} {ordinal(after)} {name} seat"
    count, what = abs(after - before), "more" if after > before else "fewer"
    return f"{count} {what} {name} seat{'' if count == 1 else 's'} ({after} rather than {before})"


def ordinal(number: int) -> str:
    """`third`, `12th`, `21st`."""
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{ending}"


def _article(number: int) -> str:
    return "an" if number in (8, 11, 18) or 80 <= number < 90 else "a"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else "nothing"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _lower(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return text if sum(letter.isupper() for letter in first) > 1 else text[0].lower() + text[1:]
