"""Why: the evidence for and against each stance, the reasons of the seats, and what the guidance warns of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planner.domain import Plan, Role, Stance
from planner.domain.plan import Advice, Demand, Position, Reason
from planner.reports import words
from planner.reports.document import Block, Column, Heading, Paragraph, Point, Points, Row, Section, Table
from planner.reports.seats import Group

KINDS = {"risk": "Risks", "misconception": "Misconceptions", "alternative": "Alternatives to hiring"}
CONDITION = {True: "met", False: "not met", None: "unknown"}


def why(plan: Plan) -> Section:
    """Both stances with their evidence, the work behind them, and the reasons of the seats."""
    asks = {question.fact: question.ask for question in plan.questions}
    blocks = [
        block for stance in plan.stances for block in (*_stance(stance, asks), *_work(plan, stance.role))
    ]
    return Section("Why", (*blocks, *_seats(plan.positions)))


def advice(plan: Plan) -> Iterator[Section]:
    """Risks, misconceptions and alternatives, if the guidance has any for these facts."""
    found = _all_advice(plan)
    kinds = [*KINDS, *sorted({item.kind for item in found} - KINDS.keys())]
    blocks = tuple(
        Points(KINDS.get(kind, words.sentence(kind).rstrip(".")), tuple(map(_advice_point, items)))
        for kind in kinds
        if (items := [item for item in found if item.kind == kind])
    )
    if blocks:
        yield Section("Risks, misconceptions and alternatives", blocks)


def source(reason: Reason) -> str:
    """Where a reason can be looked up: its citations and its rule."""
    return " · ".join((*(citation.id for citation in reason.citations), f"rule {reason.rule}"))


def _stance(stance: Stance, asks: Mapping[str, str]) -> Iterator[Block]:
    yield Heading(f"{words.ROLE[stance.role]}s: {words.STANCE[stance.kind]}", stance.role)
    yield Paragraph(words.sentence(stance.sentence))
    if stance.trigger:
        month = f", about {stance.month}" if stance.month else ""
        yield Paragraph(f"What to wait for: {words.sentence(f'{stance.trigger}{month}')}")
    score, threshold = words.number(stance.score), words.number(stance.threshold)
    yield Paragraph(f"The evidence adds up to {score}; hiring needs {threshold}.")
    yield from _points("For", (_weighed(reason, "+") for reason in _strongest(stance.supporting)))
    yield from _points("Against", (_weighed(reason, "−") for reason in _strongest(stance.opposing)))
    yield from _points("Conditions", (_condition(reason) for reason in stance.gates))
    yield from _points("Not decided: facts are missing", (_open(reason, asks) for reason in stance.undecided))


def _points(title: str, points: Iterable[Point]) -> Iterator[Points]:
    items = tuple(points)
    if items:
        yield Points(title, items)


def _strongest(reasons: Iterable[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda reason: -abs(reason.strength))


def _weighed(reason: Reason, sign: str) -> Point:
    mark = f"{sign}{abs(reason.strength)}" if reason.strength else ""
    return Point(words.sentence(reason.title), words.sentence(reason.because), mark, source(reason))


def _condition(reason: Reason) -> Point:
    return Point(
        words.sentence(reason.title),
        words.sentence(reason.because),
        CONDITION[reason.outcome],
        source(reason),
    )


def _open(reason: Reason, asks: Mapping[str, str]) -> Point:
    """A rule that waits for facts, as a question with the questions that settle it."""
    missing = missing_facts(reason)
    questions = " ".join(
        asks.get(fact, f"{words.sentence(words.name(fact)).rstrip('.')}?") for fact in missing
    )
    sign = "−" if reason.strength < 0 else "+"
    mark = f"{sign}{abs(reason.strength)}?" if reason.strength else "?"
    return Point(f"{words.sentence(reason.title).rstrip('.')}?", questions, mark, source(reason))


def missing_facts(reason: Reason) -> list[str]:
    """The unknown facts that leave a reason open, in order of appearance."""
    unsettled = (atom for atom in reason.atoms if atom.outcome is None)
    return list(
        dict.fromkeys(fact for atom in unsettled for fact, seen in atom.values.items() if seen is None)
    )


def _work(plan: Plan, role: Role) -> Iterator[Table]:
    demand = next(demand for demand in plan.demand if demand.role is role)
    lines = [line for line in demand.lines if any(line.hours)]
    if not lines:
        return
    shown = sorted({0, min(12, len(plan.months) - 1), len(plan.months) - 1})
    columns = (
        Column("Work, hours a month"),
        *(Column(str(plan.months[index]), numeric=True) for index in shown),
        Column("Source"),
    )
    rows = [
        Row(
            (
                words.sentence(line.label).rstrip("."),
                *(words.number(round(line.hours[index])) for index in shown),
                " · ".join(citation.id for citation in line.citations) or line.rule,
            )
        )
        for line in lines
    ]
    yield Table("Where the work comes from", columns, (*rows, *_sum(demand, shown)))


def _sum(demand: Demand, shown: list[int]) -> Iterator[Row]:
    yield Row(("All work, FTE", *(words.fte(demand.work[index]) for index in shown), ""), total=True)
    if demand.fte != demand.work:
        yield Row(("For positions, FTE", *(words.fte(demand.fte[index]) for index in shown), ""), total=True)


def _seats(positions: tuple[Position, ...]) -> Iterator[Block]:
    alike: dict[tuple[Role, str, str, str], list[Position]] = {}
    for seat in positions:
        alike.setdefault((seat.role, seat.why, seat.alternative, seat.confidence), []).append(seat)
    if alike:
        yield Heading("Why each seat")
        yield from _points("", (_seat(Group(tuple(seats))) for seats in alike.values()))


def _seat(group: Group) -> Point:
    seat = group.first
    instead = f" Instead: {words.sentence(seat.alternative)}" if seat.alternative else ""
    rules = f" · rules {', '.join(seat.reasons)}" if seat.reasons else ""
    return Point(
        f"{group.ids}:", f"{words.sentence(seat.why)}{instead}", "", f"confidence {seat.confidence}{rules}"
    )


def _all_advice(plan: Plan) -> list[Advice]:
    everything = (*plan.advice, *(item for stance in plan.stances for item in stance.alternatives))
    return list({(item.kind, item.text, item.reason.rule): item for item in everything}.values())


def _advice_point(item: Advice) -> Point:
    return Point(
        words.sentence(words.name(item.option)) if item.option else "",
        words.sentence(item.text),
        "",
        source(item.reason),
    )
