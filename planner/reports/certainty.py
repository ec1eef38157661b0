"""How sure the plan is, and what would change it: break-even, open questions, assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain import Plan
from planner.domain.plan import Assumption, BreakEven, Question
from planner.reports import words
from planner.reports.document import Block, Column, Paragraph, Point, Points, Row, Section, Table

GRADES = "Grades: A official, B survey, C one organisation, D rule of thumb."


def confidence(plan: Plan) -> Section:
    """On how much that is known, guessed or open the plan rests."""
    return Section("How sure", (Paragraph(_measured(plan)),))


def changes(plan: Plan) -> Section:
    """What would change the plan: the platform's break-even and the facts that are unknown."""
    return Section(
        "What would change it", (Paragraph(_break_even(plan.break_even)), *_questions(plan.questions))
    )


def assumptions(plan: Plan) -> Iterator[Section]:
    """The numbers the plan rests on, own ones and the weakest first."""
    if not plan.assumptions:
        return
    ordered = sorted(
        plan.assumptions, key=lambda item: (not item.overridden, -ord(item.grade[:1] or "Z"), item.name)
    )
    intro = Paragraph(f"{GRADES} A profile can override each by its name, under assumptions.")
    columns = (
        Column("Name"),
        Column("Meaning", roomy=True),
        Column("Low", numeric=True),
        Column("Typical", numeric=True),
        Column("High", numeric=True),
        Column("Unit"),
        Column("Grade", fixed=True),
        Column("Source"),
    )
    table = Table("With the range that is plausible", columns, tuple(_assumption(item) for item in ordered))
    yield Section("Assumptions used", (intro, table))


def _break_even(found: BreakEven) -> str:
    known = [f"today there are {words.plural(found.now, 'team')}"] if found.now is not None else []
    if found.low is not None or found.high is not None:
        low = words.NOTHING if found.low is None else f"{found.low:,}"
        high = "never" if found.high is None else f"{found.high:,}"
        known.append(f"over the assumptions' ranges the point lies between {low} and {high}")
    rest = f" ({'; '.join(known)})" if known else ""
    return f"{found.sentence.rstrip('.')}{rest}."


def _questions(questions: tuple[Question, ...]) -> Iterator[Block]:
    if not questions:
        yield Paragraph("No fact that the rules read is unknown.")
        return
    yield Points("Open questions, and what was assumed", tuple(_question(question) for question in questions))


def _question(question: Question) -> Point:
    assumed = "Nothing was assumed; the rules that read it stay undecided."
    if question.assumed is not None:
        assumed = f"Assumed: {words.value(question.assumed)}."
    rules = f" · rules {', '.join(question.rules)}" if question.rules else ""
    return Point(question.ask, assumed, "?", f"fact {question.fact}{rules}")


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
    return " ".join((rests, unknown, words.sentence(plan.maturity))).rstrip()


def _are(count: int) -> str:
    return f"{count:,} {'is' if count == 1 else 'are'}"


def _assumption(item: Assumption) -> Row:
    numbers = (words.number(item.low), words.number(item.typical), words.number(item.high))
    own = f"this organisation: {item.reason}" if item.reason else "this organisation's own figure"
    label = item.name + (" (overridden)" if item.overridden else "")
    return Row(
        (label, item.meaning, *numbers, item.unit, item.grade, own if item.overridden else item.source)
    )
