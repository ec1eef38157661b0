"""Why: the evidence for and against each stance, the reasons of the seats, and what the guidance warns of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

from planner.domain import Plan, Role, Stance
from planner.domain.plan import Advice, Citation, Demand, Position, Question, Reason
from planner.reports import words
from planner.reports.document import (
    Block,
    Column,
    Heading,
    Paragraph,
    Part,
    Point,
    Points,
    Row,
    Section,
    Table,
)
from planner.reports.formats import present, when
from planner.reports.seats import Group

KINDS = {
    "risk": "Risks",
    "misconception": "Misconceptions",
    "alternative": "Alternatives to hiring",
    "note": "Good to know",
}
WARNING = frozenset({"risk", "alternative"})
MOST_REASONS = 12
CONDITION = {True: "met", False: "not met", None: "unknown"}


def why(plan: Plan) -> Section:
    """Both stances with their evidence, the work behind them, and the reasons of the seats."""
    blocks = [
        block
        for stance in plan.stances
        for block in (*_stance(stance, plan.questions), *_work(plan, stance.role))
    ]
    return Section("Why", (*blocks, *_seats(plan)), Part.WHY)


def advice(plan: Plan) -> Iterator[Section]:
    """Risks, misconceptions and alternatives, if the guidance has any for these facts."""
    found = _all_advice(plan)
    kinds = [*KINDS, *sorted({item.kind for item in found} - KINDS.keys())]
    blocks = tuple(
        Points(
            KINDS.get(kind, words.sentence(kind).rstrip(".")),
            tuple(map(_advice_point, items)),
            detail=kind not in WARNING,
        )
        for kind in kinds
        if (items := [item for item in found if item.kind == kind])
    )
    if blocks:
        yield Section("Risks, misconceptions and alternatives", blocks, Part.ADVICE)


def sources(reason: Reason) -> tuple[str, ...]:
    """Where a reason can be looked up: its citations, by name on pages and by id elsewhere."""
    told = (citation.id if present() is None else _named(citation) for citation in reason.citations)
    return tuple(dict.fromkeys(told))


def stand(stance: Stance) -> str:
    """The sentence of a stance; the titles of rules in it are as they were written."""
    argued = (*stance.supporting, *stance.opposing, *stance.undecided, *stance.gates)
    advised = (item.reason for item in stance.alternatives)
    titles = {reason.title for reason in (*argued, *advised)} | {stance.trigger or ""}
    return words.sentence(words.told(stance.sentence, titles - {""}))


def seated(seat: Position) -> str:
    """Why a seat is there; the work in it is named as the rules name it."""
    return words.sentence(words.told(seat.why, seat.work))


def _because(reason: Reason) -> str:
    return words.sentence(words.told(reason.because))


def _named(citation: Citation) -> str:
    """`Hiring guide, "Role Overviews"` or `Practice 2 (C)`; what it says stands on the page of the rule."""
    return citation.text.partition(": ")[0]


def _stance(stance: Stance, questions: tuple[Question, ...]) -> Iterator[Block]:
    yield Heading(f"{words.ROLE[stance.role]}s: {words.STANCE[stance.kind]}", stance.role)
    yield Paragraph(stand(stance))
    yield from _points(f"For{_sum(stance.supporting)}", map(_weighed, _strongest(stance.supporting)))
    yield from _points(f"Against{_sum(stance.opposing)}", map(_weighed, _strongest(stance.opposing)))
    yield from _points("Conditions", map(_condition, stance.gates), detail=True)
    undecided = _undecided(stance.undecided, questions)
    yield from _points("Not decided, because these facts are unknown", undecided, detail=True)


def _sum(reasons: tuple[Reason, ...]) -> str:
    points = sum(abs(reason.strength) for reason in reasons)
    return f" ({words.plural(points, 'point')})" if len(reasons) > 1 else ""


def _points(
    title: str, points: Iterable[Point], part: Part | None = None, detail: bool = False
) -> Iterator[Points]:
    items = tuple(points)
    if items:
        yield Points(title, items, part, detail)


def _strongest(reasons: Iterable[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda reason: -abs(reason.strength))


def _weighed(reason: Reason) -> Point:
    title, mark = words.sentence(reason.title), _strength(reason)
    return Point(title, "", mark, sources(reason), (reason.rule,), more=_because(reason))


def _strength(reason: Reason) -> str:
    return f"{reason.strength:+d}".replace("-", "−") if reason.strength else ""


def _condition(reason: Reason) -> Point:
    return Point(
        words.sentence(reason.title),
        _because(reason),
        CONDITION[reason.outcome],
        sources(reason),
        (reason.rule,),
    )


def _undecided(reasons: Iterable[Reason], questions: tuple[Question, ...]) -> Iterator[Point]:
    """Rules that wait for facts, each under the question that most hangs on, the weightiest first."""
    waiting: dict[str, list[Reason]] = {}
    for reason in _strongest(reasons):
        waiting.setdefault(_ask(reason, questions), []).append(reason)
    for ask, rules in waiting.items():
        ways = (f"{_strength(reason)} {words.inside(reason.title)}".strip() for reason in rules)
        names = tuple(reason.rule for reason in rules)
        yield Point(ask, words.sentence("; ".join(ways)), "?", rules=names)


def _ask(reason: Reason, questions: tuple[Question, ...]) -> str:
    asks = (question.ask for question in questions if reason.rule in question.rules)
    unsettled = (atom.values for atom in reason.atoms if atom.outcome is None)
    missing = dict.fromkeys(
        words.name(fact) for seen in unsettled for fact, value in seen.items() if value is None
    )
    return next(asks, f"Unknown: {words.listed(missing)}.")


def _work(plan: Plan, role: Role) -> Iterator[Table]:
    demand = next(demand for demand in plan.demand if demand.role is role)
    lines = [line for line in demand.lines if any(line.hours)]
    if not lines:
        return
    shown = sorted({0, min(12, len(plan.months) - 1), len(plan.months) - 1})
    columns = (
        Column("Work, hours a month"),
        *(Column(when(plan.months[index]), numeric=True) for index in shown),
        Column("Rule", fixed=True),
    )
    rows = [
        Row(
            (
                words.sentence(line.label).rstrip("."),
                *(words.number(round(line.hours[index])) for index in shown),
                line.rule,
            )
        )
        for line in lines
    ]
    title = "Where the work comes from" if any(demand.fte) else "What there would be to do"
    yield Table(title, columns, (*rows, *_total(demand, shown)), detail=True)


def _total(demand: Demand, shown: list[int]) -> Iterator[Row]:
    yield Row(("All work, FTE", *(words.fte(demand.work[index]) for index in shown), ""), total=True)
    if demand.fte != demand.work:
        yield Row(("For positions, FTE", *(words.fte(demand.fte[index]) for index in shown), ""), total=True)


def _seats(plan: Plan) -> Iterator[Block]:
    """Seats with the same reasons together; if these are many, the first of each kind speaks for it."""
    each = _alike(plan, lambda seat: (seat.role, seat.why, seat.alternative, seat.confidence))
    if len(each) > MOST_REASONS:
        each = _alike(plan, lambda seat: (seat.role, seat.kind, seat.productive is None, seat.confidence))
    if each:
        yield Heading("Why each seat", part=Part.SEATS)
        yield from _points("", (_seat(group, plan) for group in each), Part.SEATS)


def _alike(plan: Plan, key: Callable[[Position], Hashable]) -> list[Group]:
    found: dict[Hashable, list[Position]] = {}
    for seat in plan.positions:
        found.setdefault(key(seat), []).append(seat)
    return [Group(tuple(seats)) for seats in found.values()]


def _seat(group: Group, plan: Plan) -> Point:
    """Why a group of seats is there; its rules only where they are not simply those of the stance."""
    seat = group.first
    stated = [reason.rule for reason in plan.stance(seat.role).supporting]
    instead = f"Instead: {words.sentence(seat.alternative)}" if seat.alternative else ""
    rules = seat.reasons if set(seat.reasons) - set(stated) else ()
    several = len({other.why for other in group.positions}) > 1
    title = f"{group.ids}, the first of them:" if several else f"{group.ids}:"
    return Point(title, seated(seat), "", (f"confidence {seat.confidence}",), rules, instead)


def _all_advice(plan: Plan) -> list[Advice]:
    everything = (*plan.advice, *(item for stance in plan.stances for item in stance.alternatives))
    return list({(item.kind, item.text, item.reason.rule): item for item in everything}.values())


def _advice_point(item: Advice) -> Point:
    return Point(
        words.sentence(words.name(item.option)) if item.option else "",
        words.sentence(words.told(item.text)),
        "",
        sources(item.reason),
        (item.reason.rule,),
    )
