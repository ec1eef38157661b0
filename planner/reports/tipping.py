"""What would tip a plan and what hangs on what, as reports: flips, questions, sensitivity, break-even."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.domain import Role
from planner.domain.analysis import (
    Bar,
    BreakEvenCurve,
    Flip,
    Flips,
    Found,
    Hanging,
    Outcome,
    Questions,
    Tornado,
)
from planner.reports import words
from planner.reports.document import Block, Column, Paragraph, Point, Points, Row, Section, Table

SHOWN = 12
CURVE_AT = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 75, 100, 150, 200)


def flips(found: Flips, most: int | None = SHOWN) -> Section:
    """The nearest tipping points, `most` of them."""
    if not found.flips:
        return Section("What would tip it", (Paragraph(_nothing(found)),))
    shown = found.flips[:most]
    points = Points("", tuple(_flip(row) for row in shown))
    rest = _rest(len(found.flips) - len(shown), "tipping point")
    blocks: list[Block] = [Paragraph(found.method), *_needs(found), points, *rest]
    if found.unmoved:
        named = words.listed(words.name(name) for name in found.unmoved)
        blocks.append(Paragraph(f"Nothing tips with {named}, in the range that was looked at."))
    return Section("What would tip it", tuple(blocks))


def _nothing(found: Flips) -> str:
    known = "No fact that the rules read is known" if not found.unmoved else "No known fact tips anything"
    return f"{known}, so there is nothing to tip; the open questions say what to find out first."


def _needs(found: Flips) -> Iterator[Paragraph]:
    """Where caps hold seats back, how many are needed."""
    held = [role for role in Role if found.needs[role] != found.base.seats[role]]
    if held:
        counts = (
            f"{words.plural(found.needs[role], words.ROLE[role])} "
            f"({words.whole(found.base.seats[role])} planned)"
            for role in held
        )
        yield Paragraph(f"Caps keep seats out; needed are {words.listed(counts)}.")


def _flip(flip: Flip) -> Point:
    rules = words.listed(f"“{turn.title}”" for turn in flip.turns[:3])
    planned = ("confirmed by planning again",) if flip.found is Found.PLANNED else ()
    return Point("", words.told(flip.sentence), "→", (*planned, *((f"by {rules}",) if rules else ())))


def questions(found: Questions, most: int | None = SHOWN) -> Section:
    """Unknown facts, the one that most hangs on first."""
    if not found.questions:
        return Section("What to find out first", (Paragraph("No fact that the rules read is unknown."),))
    shown = found.questions[:most]
    with_cost = all(row.cost is not None for row in shown)
    columns = [Column("Question"), Column("Assumed"), Column("Seats", numeric=True)]
    if with_cost:
        columns.append(Column(f"Cost, {shown[0].cost.currency if shown[0].cost else ''}", numeric=True))
    columns.append(Column("Stance turns", numeric=True))
    rows = tuple(Row(tuple(_hanging(row, with_cost))) for row in shown)
    table = Table("Expected change, up or down, once it is known", tuple(columns), rows)
    rest = _rest(len(found.questions) - len(shown), "question")
    return Section("What to find out first", (table, *rest, Paragraph(found.method)))


def _hanging(row: Hanging, with_cost: bool) -> Iterator[str]:
    yield row.question.ask
    assumed = row.question.assumed
    yield words.NOTHING if assumed is None else words.value(assumed)
    yield words.fixed(row.seats, 1)
    if with_cost and row.cost is not None:
        yield words.amount(row.cost)
    yield words.share(row.stance)


def sensitivity(found: Tornado, most: int | None = SHOWN) -> Section:
    """The assumptions that move the plan most."""
    if not found.bars:
        return Section("What it hangs on", (Paragraph("No assumption moves the plan within its range."),))
    shown = found.bars[:most]
    columns = [Column("Assumption"), Column("Range", fixed=True), Column("Seats", numeric=True)]
    cost = found.base.cost
    if cost is not None:
        columns.append(Column(f"Cost, {cost.currency}", numeric=True))
    columns += [Column("FTE-months short", numeric=True), Column("Unit", roomy=True)]
    name = "As it stands" if found.found is Found.PLANNED else "Needed before caps"
    base = Row((name, "", *_outcome(found.base, found.base), ""), total=True)
    rows = (base, *(_bar(bar) for bar in shown))
    left = len(found.bars) - len(shown) + len(found.smaller)
    table = Table("The plan at the low and at the high end of each", tuple(columns), rows)
    less, still = words.plural(left, "other"), words.plural(len(found.unmoved), "other")
    rest = f"{less} move it less, {still} not at all."
    return Section("What it hangs on", (table, Paragraph(f"{found.method} {rest}")))


def _bar(bar: Bar) -> Row:
    row = bar.assumption
    ends = f"{words.number(row.low)} … {words.number(row.high)}"
    return Row((words.sentence(row.meaning).rstrip("."), ends, *_outcome(bar.at_low, bar.at_high), row.unit))


def _outcome(low: Outcome, high: Outcome) -> Iterator[str]:
    yield _ends(words.whole(sum(end.seats.values())) for end in (low, high))
    if low.cost is not None and high.cost is not None:
        yield _ends((words.amount(low.cost), words.amount(high.cost)))
    yield _ends(words.fte(end.shortage) for end in (low, high))


def _ends(pair: Iterable[str]) -> str:
    low, high = pair
    return low if low == high else f"{low} … {high}"


def break_even(found: BreakEvenCurve) -> Section:
    """The platform's break-even, with the curve behind it at some numbers of teams."""
    columns = (
        Column("Teams", numeric=True),
        Column("Costs", numeric=True),
        Column("P10 … P90", numeric=True),
        Column("Saves", numeric=True),
        Column("P10 … P90", numeric=True),
    )
    marked = {*CURVE_AT, found.now, found.break_even}
    teams = [count for count in found.teams if count in marked]
    rows = tuple(_at(found, count) for count in teams)
    share, most = words.share(found.never), found.teams[-1]
    never = f"In {share} of {words.whole(found.draws)} draws it never pays with up to {most} teams."
    table = Table("A platform by number of teams, in FTE of MLOps", columns, rows)
    return Section("When a platform pays", (Paragraph(f"{words.told(found.sentence)} {never}"), table))


def _at(found: BreakEvenCurve, teams: int) -> Row:
    at = found.teams.index(teams)
    cells = [words.whole(teams)]
    for middle, low, high in (
        (found.cost, found.cost_p10, found.cost_p90),
        (found.saving, found.saving_p10, found.saving_p90),
    ):
        cells += [words.fte(middle[at]), f"{words.fte(low[at])} … {words.fte(high[at])}"]
    return Row(tuple(cells), total=teams == found.break_even)


def _rest(count: int, noun: str) -> Iterator[Paragraph]:
    if count > 0:
        yield Paragraph(f"And {words.plural(count, f'more {noun}')}; --format json has them all.")
