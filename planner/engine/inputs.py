"""The inputs of two plans: where they differ, by kind, and mixtures of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

from planner.domain.calendar import Month
from planner.domain.comparison import Cause
from planner.domain.plan import Plan
from planner.domain.profile import Profile

PEOPLE = ("staff", "title_map", "current_mlops_fte", "current_platform_fte", "commitments", "reports_to")
CONSTRAINTS, ASSUMPTIONS, NAME = "constraints", "assumptions", "name"
GROUPS = ("facts", "people", "constraints", "assumptions", "day", "guidance")
BASIS = {
    "guidance": ("guidance", "guidance_version", "guidance_hash"),
    "pay": ("pay_digest",),
    "program": ("program",),
}
NAMES = ("name", "role")  # what entries of a profile's lists are called by
DIGEST = 12  # characters that tell digests apart


def causes(before: Plan, after: Plan) -> Iterator[Cause]:
    """Every input that differs, with its value in both plans as text."""
    was, now = before.profile, after.profile
    for field in fields(Profile):
        if field.name != NAME:
            yield from _differences(
                _group(field.name), field.name, getattr(was, field.name), getattr(now, field.name)
            )
    if before.provenance.today != after.provenance.today:
        yield Cause("day", "today", str(before.provenance.today), str(after.provenance.today))
    for kind, names in BASIS.items():
        for name in names:
            old, new = getattr(before.provenance, name), getattr(after.provenance, name)
            if old != new:
                yield Cause(kind, name, _short(old), _short(new))


def mixed(before: Plan, after: Plan, groups: Collection[str]) -> tuple[Profile, date, str]:
    """The inputs of `before` with those groups taken from `after`: profile, day, hash of the guidance."""
    taken = {
        field.name: getattr(after.profile, field.name)
        for field in fields(Profile)
        if field.name != NAME and _group(field.name) in groups
    }
    day, guidance = ((after if group in groups else before).provenance for group in ("day", "guidance"))
    return replace(before.profile, **taken), day.today, guidance.guidance_hash


def _group(name: str) -> str:
    if name in (CONSTRAINTS, ASSUMPTIONS):
        return name
    return "people" if name in PEOPLE else "facts"


def _differences(kind: str, name: str, was: object, now: object) -> Iterator[Cause]:
    """Differences down to single values; of lists the entries that differ, sets are one value."""
    if was == now:
        return
    if is_dataclass(was) and is_dataclass(now) and type(was) is type(now) and not isinstance(was, type):
        for field in fields(was):
            yield from _differences(
                kind, f"{name}.{field.name}", getattr(was, field.name), getattr(now, field.name)
            )
    elif isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in sorted({*was, *now}, key=str):
            yield from _differences(kind, f"{name}.{key}", was.get(key), now.get(key))
    elif isinstance(was, tuple) and isinstance(now, tuple):
        yield Cause(kind, name, *(_rows(one, other) for one, other in ((was, now), (now, was))))
    else:
        yield Cause(kind, name, _said(was), _said(now))


def _rows(listed: tuple[object, ...], other: tuple[object, ...]) -> str:
    """The entries of a list that the other has not."""
    own = "; ".join(_row(row) for row in listed if row not in other)
    return f"{len(listed)} listed{f': {own}' if own else ''}"


def _said(value: object) -> str | None:
    """A value as text, None where there is none."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case float() | Decimal():
            return f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"
        case frozenset():
            return ", ".join(sorted(str(item) for item in value)) or "none"
        case Mapping():
            return ", ".join(f"{key}: {_said(item)}" for key, item in value.items()) or "none"
        case tuple():
            return f"{len(value)} listed: {'; '.join(_row(row) for row in value)}" if value else "none listed"
        case _ if is_dataclass(value) and not isinstance(value, type | Month):
            return _row(value)
        case _:
            return str(value)


def _row(value: object) -> str:
    """One entry of a list: what it is called, and what is stated of it beyond the usual."""
    if not is_dataclass(value) or isinstance(value, type):
        return str(value)
    stated = {
        field.name: getattr(value, field.name)
        for field in fields(value)
        if getattr(value, field.name) not in (None, (), {}, "", field.default)
    }
    called = next((stated.pop(name) for name in NAMES if name in stated), "")
    rest = ", ".join(f"{name.replace('_', ' ')} {_said(item)}" for name, item in stated.items())
    return f"{called} ({rest})" if called and rest else f"{called}{rest}"


def _short(text: str) -> str:
    return text[:DIGEST] if len(text) == 64 else text
