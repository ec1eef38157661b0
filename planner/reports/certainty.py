"""How sure the plan is, and what would change it: break-even, open questions, assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain import Plan
from planner.domain.plan import Assumption, Question, Solution
from planner.reports import words
from planner.reports.document import (
    Block,
    Column,
    Paragraph,
    Part,
    Picture,
    Point,
    Points,
    Row,
    Scope,
    Section,
    Table,
    View,
)

PROVEN = 1e-6
GRADES = {"A": "official", "B": "survey", "C": "one organisation", "D": "rule of thumb"}


COLUMNS = (
    Column("Name", fixed=True),
    Column("Meaning", roomy=True),
    Column("Low", numeric=True),
    Column("Typical", numeric=True),
    Column("High", numeric=True),
    Column("Unit"),
    Column("Source"),
)


def confidence(plan: Plan) -> Section:
    """On how much that is known, guessed or open the plan rests."""
    return Section(
        "How sure",
        (Paragraph(_measured(plan)), Paragraph(_solved(plan.solution), detail=True)),
        Part.CERTAINTY,
    )


def _solved(found: Solution) -> str:
    """How good the schedule provably is, and by what it was found."""
    best = (
        "no other has less shortage, and none as short costs less"
        if max(found.gap, found.cost_gap) < PROVEN
        else f"no other has less than {words.fte(found.bound)} weighted FTE-months of "
        f"shortage, this one has {words.fte(found.shortage)}"
    )
    return (
        f"The schedule is the best within the limits: {best} ({found.status}, "
        f"gap {words.fixed(found.gap * 100, 2)}%, {words.plural(found.nodes, 'node')}). "
        f"Found by {found.solver} {found.version}, and checked again outside it: "
        f"no limit is broken by more than {found.violation:.0e} of itself."
    )


def changes(plan: Plan, scope: Scope) -> Section:
    """What would change the plan: break-even, assumptions and facts that are unknown."""
    break_even, tornado = (Picture(View.BREAK_EVEN),), (Picture(View.TORNADO),)
    return Section(
        "What would change it",
        (
            Paragraph(words.sentence(words.told(plan.break_even.sentence))),
            *(break_even if scope.pictures else ()),
            *(tornado if scope.pictures else ()),
            *_questions(plan.questions),
        ),
        Part.TIPPING,
    )


def assumptions(plan: Plan) -> Iterator[Section]:
    """The numbers the plan rests on by grade, own ones and the weakest first."""
    if not plan.assumptions:
        return
    intro = Paragraph(
        "With the range that is plausible. A profile overrides each by its name, under assumptions."
    )
    yield Section(
        "Assumptions used",
        (intro, Table("By grade of the evidence", COLUMNS, tuple(_graded(plan.assumptions)))),
        Part.ASSUMPTIONS,
        detail=True,
    )


def named_assumptions(plan: Plan) -> Section:
    """The same by name and value alone."""
    points = tuple(
        Point(f"{title}:", ", ".join(f"{item.name} {words.number(item.typical)}" for item in rows))
        for title, rows in _by_grade(plan.assumptions)
    )
    title = "By grade of the evidence, at their typical values"
    return Section("Assumptions used", (Points(title, points),), Part.ASSUMPTIONS)


def _graded(shown: tuple[Assumption, ...]) -> Iterator[Row]:
    for title, rows in _by_grade(shown):
        yield _group(title)
        yield from map(_assumption, rows)


def _by_grade(shown: tuple[Assumption, ...]) -> Iterator[tuple[str, list[Assumption]]]:
    """Own numbers, then assumptions of each grade, the weakest first."""
    own = [item for item in shown if item.overridden]
    if own:
        yield "This organisation's own", own
    for grade, meaning in sorted(GRADES.items(), reverse=True):
        rows = [item for item in shown if not item.overridden and item.grade.startswith(grade)]
        if rows:
            yield f"{grade}: {meaning}", rows


def _group(title: str) -> Row:
    return Row((title, *("" for _ in range(6))), total=True)


def _questions(questions: tuple[Question, ...]) -> Iterator[Block]:
    if not questions:
        yield Paragraph("No fact that the rules read is unknown.")
        return
    yield Points("Open questions, and what was assumed", tuple(map(_question, questions)), Part.QUESTIONS)


def _question(question: Question) -> Point:
    assumed = "Nothing was assumed; the rules that read it stay undecided."
    if question.assumed is not None:
        assumed = f"Assumed: {_about(question.assumed)}."
    readers = (f"read by {words.plural(len(question.rules), 'rule')}",) if question.rules else ()
    return Point(question.ask, assumed, "?", (f"fact {question.fact}", *readers))


def _about(assumed: float | bool | str) -> str:
    """An assumed value; estimates are told to two digits, they are no better than that."""
    if isinstance(assumed, float) and not assumed.is_integer():
        return f"about {words.number(float(f'{assumed:.2g}'))}"
    return words.value(assumed)


def _measured(plan: Plan) -> str:
    weak = sum(item.grade.startswith("D") for item in plan.assumptions)
    own = sum(item.overridden for item in plan.assumptions)
    parts = [
        *([f"{_are(own)} this organisation's own"] if own else []),
        *([f"{_are(weak)} no better than a rule of thumb (grade D)"] if weak else []),
    ]
    of_these = f"; of these {words.listed(parts)}" if parts else ""
    rests = f"The plan rests on {words.plural(len(plan.assumptions), 'assumption')}{of_these}."
    verb = "is" if len(plan.questions) == 1 else "are"
    unknown = f"{words.plural(len(plan.questions), 'fact')} {verb} unknown."
    return f"{rests} {unknown} Operations maturity (0 to 4): {f'{words.inside(plan.maturity)}.'}"


def _are(count: int) -> str:
    return f"{words.whole(count)} {'is' if count == 1 else 'are'}"


def _assumption(item: Assumption) -> Row:
    numbers = (words.number(item.low), words.number(item.typical), words.number(item.high))
    reason = f"overridden: {item.reason}" if item.reason else "overridden by the profile"
    source = f"{reason} (grade {item.grade} before)" if item.overridden else item.source
    return Row((item.name, item.meaning, *numbers, item.unit, source), indent=True)
