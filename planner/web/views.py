"""What pages show, gathered: a plan read back, its report, and the fields to answer or change it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeVar

from planner.domain import Decision, NotFound, Plan, Problem, lists, without_pay
from planner.domain.analysis import Flips, Hanging
from planner.domain.plan import Assumption, Question, Reason
from planner.reports import formats, illustrated
from planner.reports.charts import NOTHING_MORE, Chart, Findings, draw
from planner.reports.document import Heading, Part, Picture, Points, View
from planner.reports.illustrated import Illustrated, Piece
from planner.reports.seats import Group, groups
from planner.services import Desk, Page, PlanRecord, analyses, drafting, plans
from planner.web import form
from planner.web.form import Ask


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of the list of plans, and what it was filtered by."""

    page: Page[PlanRecord]
    decision: str
    profile_id: str
    decisions: tuple[str, ...] = tuple(Decision)


Made = TypeVar("Made")
KEPT = 96
"""What is remembered of plans, at three to a plan; each takes a megabyte at most."""

ORDER = (
    (Part.WHEN, "When"),
    (Part.BALANCE, "Demand and capacity"),
    (Part.COST, "What it costs"),
    (Part.CUTS, "What does not fit"),
    (Part.CHANGE, "Before and after"),
    (Part.WHY, "Why"),
    (Part.SEATS, "Why each seat"),
    (Part.ADVICE, "Risks and alternatives"),
    (Part.QUESTIONS, "Open questions"),
    (Part.CERTAINTY, "How sure"),
    (Part.TIPPING, "What would change it"),
    (Part.ASSUMPTIONS, "Assumptions"),
    (Part.NOTES, "Notes"),
)
"""Chapters of a plan's page: the part of the report that they show, and their title."""

OWN_CHAPTERS = frozenset({Part.SEATS, Part.QUESTIONS, Part.ASSUMPTIONS})
"""Parts of the report that the page tells in its own way."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a plan's page."""

    name: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Answerable:
    """An open question with the field that answers it; None where only other facts do."""

    question: Question
    ask: Ask | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A stored plan as its page shows it; `stale` says what it was made from and is no longer in force."""

    record: PlanRecord
    plan: Plan
    report: Illustrated
    findings: Findings
    hanging: Mapping[str, Hanging]
    stale: tuple[Problem, ...] = ()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """What the page says, in the order in which a sceptical reader asks."""
        found = {each.part: each for each in self.report.chapters if each.part not in OWN_CHAPTERS}
        own = OWN_CHAPTERS if self.plan.positions else OWN_CHAPTERS - {Part.SEATS}
        return tuple(
            Chapter(part.value, title, _without_repeats(found[part]) if part in found else ())
            for part, title in ORDER
            if part in found or part in own
        )

    @property
    def groups(self) -> tuple[Group, ...]:
        """Seats alike, together."""
        return groups(self.plan)

    def reasons(self, group: Group) -> tuple[Reason, ...]:
        """The rules that argue for a seat, as they spoke."""
        stance = self.plan.stance(group.first.role)
        spoken = {reason.rule: reason for reason in (*stance.supporting, *stance.gates)}
        return tuple(spoken[rule] for rule in group.first.reasons if rule in spoken)


@dataclass(frozen=True, slots=True)
class Argument:
    """Why a plan has seats that are alike; `flips` is None where the plan can't be made again."""

    shown: Shown
    group: Group
    flips: Flips | None


@dataclass(frozen=True, slots=True)
class Replaceable:
    """An assumption of a plan, to be replaced by an own number."""

    record: PlanRecord
    item: Assumption


def listing(desk: Desk, query: Mapping[str, str]) -> Listing:
    """The plans that an address asks for."""
    decision, profile_id = query.get("decision", ""), query.get("profile_id", "")
    given = {"decision": decision, "profile_id": profile_id}
    wanted = lists.Ask(plans.PLANS, filters={name: value for name, value in given.items() if value})
    cursor = query.get("cursor")
    found = plans.index(desk, wanted.beginning(cursor) if cursor else wanted)
    return Listing(found, decision, profile_id)


def plan(desk: Desk, plan_id: str) -> Shown:
    """A stored plan with its ranges; raises NotFound."""
    record = plans.get(desk, plan_id)
    stale = analyses.outdated(desk, record)
    shown = _remembered(desk, record, "plan", lambda: _shown(desk, record, stale), bool(stale))
    return replace(shown, record=record, stale=stale)


def document(desk: Desk, plan_id: str) -> Plan:
    """A stored plan alone, with nothing worked out anew; raises NotFound."""
    return visible(desk, desk.documents.plan(plans.get(desk, plan_id).document))


def argument(desk: Desk, plan_id: str, seat_id: str) -> Argument:
    """What argues for the seats that are told together with one of them, and what would flip it."""
    shown = plan(desk, plan_id)
    group = next((each for each in shown.groups if seat_id in {seat.id for seat in each.positions}), None)
    if group is None:
        raise NotFound(Problem("seat", f"The plan has no seat {seat_id[:40]!r}.", "Choose one of its own."))
    return Argument(shown, group, None if shown.stale else tipping(desk, plan_id))


def tipping(desk: Desk, plan_id: str) -> Flips:
    """What would tip a stored plan; raises NotFound, NotReproducible."""
    return _remembered(desk, plans.get(desk, plan_id), "flips", lambda: analyses.flips(desk, plan_id))


def hanging_on(desk: Desk, plan_id: str) -> Chart | None:
    """The picture of the assumptions that a stored plan hangs on; raises NotFound, NotReproducible."""
    record = plans.get(desk, plan_id)
    return _remembered(desk, record, "hanging", lambda: _hanging_on(desk, record))


def _hanging_on(desk: Desk, record: PlanRecord) -> Chart | None:
    made = document(desk, record.id)
    return draw(made, Picture(View.TORNADO), Findings(tornado=analyses.sensitivity(desk, record.id)))


@dataclass(frozen=True, slots=True)
class _Source:
    """What is shown of a plan is made from: the same document on the same basis gives the same again."""

    what: str
    digest: str
    stale: bool
    sight: object
    locale: str
    make: Callable[[], Any] = field(compare=False)


def _remembered(
    desk: Desk, record: PlanRecord, what: str, make: Callable[[], Made], stale: bool = False
) -> Made:
    found: Made = _kept(_Source(what, record.digest, stale, desk.actor.sight, formats.tag(), make))
    return found


@lru_cache(maxsize=KEPT)
def _kept(source: _Source) -> Any:
    return source.make()


def visible(desk: Desk, made: Plan) -> Plan:
    """A plan as far as whoever is acting may see it."""
    return made if desk.actor.sees_pay else without_pay(made)


def _shown(desk: Desk, record: PlanRecord, stale: tuple[Problem, ...]) -> Shown:
    made = visible(desk, desk.documents.plan(record.document))
    if stale:
        return Shown(record, made, illustrated.illustrated(made), NOTHING_MORE, {})
    found = Findings(analyses.simulation(desk, record.id), analyses.break_even(desk, record.id))
    hanging = {each.question.fact: each for each in analyses.questions(desk, record.id).questions}
    return Shown(record, made, illustrated.illustrated(made, found), found, hanging)


def assumption(desk: Desk, plan_id: str, name: str) -> Replaceable:
    """One assumption of a stored plan; raises NotFound."""
    record, made = drafting.reread(desk, plan_id)
    item = next((each for each in made.assumptions if each.name == name), None)
    if item is None:
        raise NotFound(
            Problem("name", f"The plan rests on no assumption {name[:40]!r}.", "Choose one of its own.")
        )
    return Replaceable(record, item)


def answerable(desk: Desk, made: Plan) -> tuple[Answerable, ...]:
    """Open questions with their fields, those that matter most first."""
    paths = {question.fact: form.path_of(question.fact) for question in made.questions}
    asks = {ask.path: ask for ask in form.asks(desk.knowledge.guidance, filter(None, paths.values()))}
    return tuple(Answerable(question, asks.get(paths[question.fact] or "")) for question in made.questions)


def by_grade(made: Plan) -> tuple[tuple[str, tuple[Assumption, ...]], ...]:
    """Assumptions under a heading each, this organisation's own first, then the weakest."""
    grades = {
        "D": "Grade D: rules of thumb",
        "C": "Grade C: one organisation's numbers",
        "B": "Grade B: surveys",
        "A": "Grade A: official numbers",
    }
    own = tuple(item for item in made.assumptions if item.overridden)
    rest = (
        (title, tuple(item for item in made.assumptions if not item.overridden and item.grade[:1] == grade))
        for grade, title in grades.items()
    )
    return tuple((title, items) for title, items in (("This organisation's own", own), *rest) if items)


def _without_repeats(chapter: illustrated.Chapter) -> tuple[Piece, ...]:
    return tuple(
        piece
        for piece in chapter.pieces
        if not (isinstance(piece, Heading | Points) and piece.part in OWN_CHAPTERS)
    )
