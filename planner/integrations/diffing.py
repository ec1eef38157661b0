"""Three-way comparison: what was last pushed, what stands there now, what is wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.domain.connecting import Action, Change, FieldDiff, Link, Value
from planner.domain.openings import Opening, OpeningState, shrink
from planner.integrations.tool import ENDED, Held, Tool, Unmapped

NOTHING = (None, "", False)


def same(one: Value, other: Value) -> bool:
    """Whether two values say the same: 3 and 3.0, nothing and empty, whatever spaces end a text."""
    if one in NOTHING and other in NOTHING:
        return True
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(float(one) - float(other)) < 0.005
    return str(one).strip() == str(other).strip()


@dataclass(frozen=True, slots=True)
class Side:
    """What a tool holds: by our id and by its own."""

    by_external: Mapping[str, tuple[Held, ...]]
    by_remote: Mapping[str, Held]

    @classmethod
    def of(cls, held: Sequence[Held]) -> Side:
        """Index what was read."""
        named: dict[str, list[Held]] = defaultdict(list)
        remote = {each.remote_id: each for each in held}
        for each in remote.values():
            if each.external_id:
                named[each.external_id].append(each)
        return cls({key: tuple(found) for key, found in named.items()}, remote)

    def find(self, external_id: str, link: Link | None) -> tuple[Held, ...]:
        """The records for one of our ids; more than one where somebody copied it."""
        if found := self.by_external.get(external_id):
            return found
        linked = self.by_remote.get(link.remote_id or "") if link else None
        return (linked,) if linked and linked.external_id in (None, "", external_id) else ()


def decide(tool: Tool, opening: Opening, link: Link | None, side: Side) -> Change:
    """What is to be done for one opening."""
    change = Change(
        external_id=opening.external_id, action=Action.NOOP, title=opening.title, seats=opening.seats
    )
    found = side.find(opening.external_id, link)
    if len(found) > 1:
        ids = ", ".join(each.remote_id for each in found)
        return _conflict(change, f"It stands {len(found)} times there ({ids}): keep one.")
    held = found[0] if found else None
    if held is not None:
        change = replace(change, remote_id=held.remote_id, base_version=held.version)
    if opening.count == 0:
        return _ending(change, held)
    try:
        wanted = tool.wanted(opening, held)
    except Unmapped as error:
        return _conflict(change, str(error))
    change = replace(change, fields=wanted)
    if held is None:
        return _missing(tool, change, link)
    if held.state in ENDED:
        if opening.filled >= opening.count:
            return change
        return _conflict(change, "It was closed there, and is still wanted here.")
    return _compared(tool, change, held, link)


def swapped(openings: Sequence[Opening], side: Side, links: Mapping[str, Link]) -> list[Opening]:
    """The same openings, but a seat that is filled there stays, and the newest free one alike ends."""
    alike: dict[tuple[object, ...], list[Opening]] = defaultdict(list)
    for opening in openings:
        alike[opening.title, opening.department, opening.site, opening.employment].append(opening)
    return [each for group in alike.values() for each in _swapped(group, side, links)]


def _swapped(group: Sequence[Opening], side: Side, links: Mapping[str, Link]) -> list[Opening]:
    live = {
        each.external_id: found[0]
        for each in group
        if (found := side.find(each.external_id, links.get(each.external_id)))
    }
    filled = frozenset(id for id, held in live.items() if held.filled or held.state is OpeningState.FILLED)
    unwanted = frozenset(each.external_id for each in group if each.count == 0)
    if not filled & unwanted:
        return list(group)
    there = [
        each
        for each in sorted(group, key=lambda each: (each.opens, each.external_id))
        if each.count or (each.external_id in live and live[each.external_id].state not in ENDED)
    ]
    ids = [each.external_id for each in there]
    ending = set(shrink(ids, sum(each.count > 0 for each in there), filled, unwanted))
    kept = filled & unwanted
    instead = f"Closed instead of {', '.join(sorted(kept))}, which a person has filled there."
    return [
        replace(each, count=0, why=instead)
        if each.external_id in ending and each.count
        else replace(each, count=1, filled=1)
        if each.external_id in kept and ending - unwanted
        else each
        for each in group
    ]


def _ending(change: Change, held: Held | None) -> Change:
    if held is None or held.state in ENDED:
        return change
    if held.filled or held.state is OpeningState.FILLED:
        return _conflict(change, "A person has filled it there, so it is not closed.")
    return replace(change, action=Action.CLOSE)


def _missing(tool: Tool, change: Change, link: Link | None) -> Change:
    if link is not None and link.state == "linked":
        return _conflict(change, "It was deleted or hidden there since the last push.")
    if reason := tool.collision(change.fields):
        return _conflict(change, reason)
    return replace(change, action=Action.CREATE)


def _compared(tool: Tool, change: Change, held: Held, link: Link | None) -> Change:
    base = tool.base(link.pushed, held) if link else {}
    kept = link.kept if link else frozenset()
    intended = link.intended if link else {}
    diffs = tuple(
        _diff(name, base, intended, held.fields.get(name), value)
        for name, value in change.fields.items()
        if name not in kept and not same(held.fields.get(name), value)
    )
    change = replace(
        change,
        fields={name: value for name, value in change.fields.items() if name not in kept},
        diffs=diffs,
    )
    if any(each.conflict for each in diffs):
        names = ", ".join(each.field for each in diffs if each.conflict)
        return _conflict(change, f"Somebody changed it there: {names}.")
    return replace(change, action=Action.UPDATE if diffs else Action.NOOP)


def _diff(
    name: str, base: Mapping[str, Value], intended: Mapping[str, Value], remote: Value, wanted: Value
) -> FieldDiff:
    ours = any(name in said and same(said[name], remote) for said in (base, intended))
    return FieldDiff(name, base.get(name), remote, wanted, conflict=not ours)


def _conflict(change: Change, reason: str) -> Change:
    return replace(change, action=Action.CONFLICT, reason=reason)
