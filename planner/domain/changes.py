"""Named changes over a document of JSON values: what a scenario says of a profile, and what differs.

A path is written as in every message: `constraints.budget.per_fiscal_year`, `teams[2].site`. An entry of a
list that has a name is better called by it, `teams[Search].data_scientists`, because it then stays the same
when others come and go; a key with special characters stands in quotes, `title_map["Sr. ML Eng."]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Literal, TypeAlias

from planner.domain.errors import InvalidInput, Problem

LONGEST_PATH, MOST_STEPS, MOST_CHANGES = 300, 12, 500


class Absent(Enum):
    """No value at all, which is not the same as null."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
Step: TypeAlias = str | int
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_NAME = re.compile(r"[^\[\]\"]*[^\[\]\"0-9][^\[\]\"]*")
_STEP = re.compile(
    r'\.?(?P<key>[A-Za-z0-9_-]+)|\[(?:(?P<at>[0-9]{1,6})|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<name>[^\[\]"]+))\]'
)


@dataclass(frozen=True, slots=True)
class Change:
    """What holds at `path` instead: `value`, or nothing (ABSENT); `because` says why."""

    path: str
    value: Any
    because: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two documents differ; ABSENT where one of them has nothing there."""

    path: str
    before: Any
    after: Any

    def __neg__(self) -> Difference:
        return Difference(self.path, self.after, self.before)

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """What happened there, seen from the first document."""
        if self.before is ABSENT:
            return "added"
        return "removed" if self.after is ABSENT else "changed"

    def change(self, because: str = "") -> Change:
        """The change that makes the second document of the first."""
        return Change(self.path, self.after, because)


def parse(path: str) -> tuple[Step, ...]:
    """The steps of a path: keys and names as text, places as numbers; raises ValueError."""
    steps: list[Step] = []
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if (
            found is None
            or (found[0].startswith(".") and at == 0)
            or (found["key"] and at and path[at] != ".")
        ):
            raise ValueError(f"{path[at : at + 20]!r} is not read as part of a path")
        steps.append(_step(found))
        at = found.end()
    if not steps or len(steps) > MOST_STEPS or len(path) > LONGEST_PATH:
        raise ValueError("the path is empty or too long")
    return tuple(steps)


def below(path: str, step: Step) -> str:
    """The path of a key, or of a place in a list, below `path`; `parse` reads it back."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    if _PLAIN.fullmatch(step):
        return f"{path}.{step}" if path else step
    return entry(path, step)


def entry(path: str, name: str) -> str:
    """The path of the entry of that name in the list at `path`."""
    return f"{path}[{name if _NAME.fullmatch(name) else json.dumps(name, ensure_ascii=False)}]"


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Where two documents differ, in the order of the first; none where they say the same."""
    return tuple(_between("", before, after))


def apply(document: Mapping[str, Any], changes: Sequence[Change]) -> dict[str, Any]:
    """A copy of `document` with the changes made in order; raises InvalidInput naming misfits."""
    copy: dict[str, Any] = deepcopy(dict(document))
    problems = []
    for number, change in enumerate(changes):
        try:
            _put(copy, parse(change.path), deepcopy(change.value))
        except (ValueError, LookupError) as error:
            problems.append(_misfit(number, change, str(error.args[0])))
    if problems:
        raise InvalidInput(*problems)
    return copy


def _misfit(number: int, change: Change, why: str) -> Problem:
    fix = "Write paths as in `constraints.budget.per_fiscal_year` or `teams[Search].site`."
    return Problem(f"changes[{number}].path", f"{change.path[:80]!r} does not fit: {why}.", fix)


def _step(found: re.Match[str]) -> Step:
    if found["at"]:
        return int(found["at"])
    if found["quoted"]:
        try:
            return str(json.loads(found["quoted"]))
        except json.JSONDecodeError:
            raise ValueError(f"{found['quoted'][:20]} is not a quoted text") from None
    return str(found["key"] or found["name"])


def _between(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping) and (not path or (before and after)):
        for key in (*before, *(key for key in after if key not in before)):
            yield from _between(below(path, key), before.get(key, ABSENT), after.get(key, ABSENT))
    elif _alike_lists(before, after):
        ours, theirs = _named(before), _named(after)
        for name in (*ours, *(name for name in theirs if name not in ours)):
            yield from _between(entry(path, name), ours.get(name, ABSENT), theirs.get(name, ABSENT))
    elif not _same(before, after):
        yield Difference(path, before, after)


def _same(before: Any, after: Any) -> bool:
    if before is ABSENT or after is ABSENT:
        return before is after
    return json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)


def _alike_lists(before: Any, after: Any) -> bool:
    """Whether both are lists of named entries, in the same order as far as both have them, new ones last."""
    if not (isinstance(before, list) and isinstance(after, list)):
        return False
    ours, theirs = _named(before), _named(after)
    if len(ours) != len(before) or len(theirs) != len(after) or not ours or not theirs:
        return False
    kept = [name for name in ours if name in theirs]
    return [*kept, *(name for name in theirs if name not in ours)] == list(theirs)


def _named(entries: Sequence[Any]) -> dict[str, Any]:
    """Entries by the name that a path can call them by: their id, else their name, where it is one's own."""
    found: dict[str, Any] = {}
    for entry in entries:
        name = _name(entry)
        if name is not None and name not in found:
            found[name] = entry
    return found


def _name(entry: Any) -> str | None:
    name = entry.get("id", entry.get("name")) if isinstance(entry, Mapping) else None
    return name if isinstance(name, str) and name else None


def _put(document: dict[str, Any], steps: tuple[Step, ...], value: Any) -> None:
    *parents, last = steps
    place: Any = document
    for depth, step in enumerate(parents):
        place = _inside(place, step, steps[depth + 1])
    if isinstance(place, list):
        _put_entry(place, last, value)
    elif isinstance(place, dict) and isinstance(last, str):
        if value is not ABSENT:
            place[last] = value
        elif last in place:
            del place[last]
        else:
            raise LookupError("there is nothing that could be removed")
    else:
        raise LookupError(f"{below('', last)} is not in a list or mapping")


def _inside(place: Any, step: Step, following: Step) -> Any:
    """What lies at `step`; a mapping that is not there yet is made."""
    if isinstance(place, list):
        return place[_index(place, step)]
    if isinstance(place, dict) and isinstance(step, str):
        if step not in place and isinstance(following, str):
            place[step] = {}
        if step in place:
            return place[step]
    raise LookupError(f"there is no {below('', step)}")


def _put_entry(entries: list[Any], step: Step, value: Any) -> None:
    try:
        at = _index(entries, step)
    except LookupError:
        if (
            value is ABSENT
            or (isinstance(step, str) and _name(value) != step)
            or step
            not in (
                len(entries),
                _name(value),
            )
        ):
            raise
        entries.append(value)
        return
    if value is ABSENT:
        del entries[at]
    else:
        entries[at] = value


def _index(entries: list[Any], step: Step) -> int:
    if isinstance(step, int):
        if step < len(entries):
            return step
        raise LookupError(f"the list has {len(entries)} entries, so there is no [{step}]")
    matches = [at for at, entry in enumerate(entries) if _name(entry) == step]
    if len(matches) != 1:
        many = "no entry" if not matches else f"{len(matches)} entries"
        raise LookupError(f"{many} of the name {step[:60]!r}")
    return matches[0]
