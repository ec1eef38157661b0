"""What the three plans made by hand look like; a change of looks is a change here, to be seen and judged."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from planner.domain import Level, Money, Plan, Role
from planner.domain.plan import Cut
from planner.domain.profile import Budget, Constraints
from planner.reports import markdown, text
from planner.reports.answer import figures
from tests.reports import plans

MADE = [plans.usual, plans.nobody, plans.large]


class TextFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class MarkdownFile(TextFile):
    file_extension = "md"


@pytest.mark.parametrize("make", MADE)
def test_text(make: Callable[[], Plan], snapshot: SnapshotAssertion) -> None:
    assert text.render(make()) == snapshot(extension_class=TextFile)


@pytest.mark.parametrize("make", MADE)
def test_markdown(make: Callable[[], Plan], snapshot: SnapshotAssertion) -> None:
    assert markdown.render(make()) == snapshot(extension_class=MarkdownFile)


def test_monthly_text(snapshot: SnapshotAssertion) -> None:
    assert text.render(plans.usual(), monthly=True) == snapshot(extension_class=TextFile)


@pytest.mark.parametrize("make", MADE)
@pytest.mark.parametrize("width", [60, 80, 100])
def test_text_keeps_to_its_page(make: Callable[[], Plan], width: int) -> None:
    page = text.render(make(), monthly=True, width=width)
    assert max(map(cell_len, page.split("\n"))) <= width
    assert "\x1b" not in page
    assert page.endswith("\n") and not page.endswith("\n\n")
    assert not re.search(r"[ \t]$", page, re.MULTILINE)
    assert "\n\n\n" not in page


@pytest.mark.parametrize("make", MADE)
def test_colour_changes_no_character(make: Callable[[], Plan]) -> None:
    coloured = text.render(make(), colour=True)
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in plain.split("\n")] == text.render(make()).split("\n")


@pytest.mark.parametrize("make", MADE)
def test_markdown_tables_are_whole(make: Callable[[], Plan]) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", markdown.render(make(), monthly=True), re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(widths) == 1, table


@pytest.mark.parametrize("render", [text.render, markdown.render])
def test_no_exclamation_and_no_python_in_the_words(render: Callable[[Plan, bool], str]) -> None:
    for make in MADE:
        page = render(make(), True)
        assert not re.search(r"!|\bNone\b|\bTrue\b|\bFalse\b|Decimal|<[A-Z]\w+\.|\bnan\b|-0\.0\b", page)


def cap(cause: str) -> Cut:
    return Cut(1, Role.MLOPS, Level.SENIOR, plans.FIRST + 2, cause, 12.5, "Left undone.")


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (plans.nobody(), ["Nothing: the plan opens no positions.", "No date is set: nobody is to be hired."]),
        (
            replace(plans.nobody(), cuts=(cap("budget of FY2027"),)),
            [
                "Nothing: budget and caps leave no room for a position.",
                "No seat fits; the first is needed in 2027-01.",
                "keep 1 seat out of the plan and leave 12.5 FTE-months undone",
            ],
        ),
        (
            replace(plans.nobody(), stances=plans.usual().stances),
            ["The next date to look at is 2028-01."],
        ),
        (
            replace(plans.nobody(), questions=(), assumptions=(), advice=()),
            ["No fact that the rules read is unknown.", "rests on 0 assumptions. 0 facts are unknown."],
        ),
    ],
)
def test_a_plan_without_seats_says_why(plan: Plan, says: list[str]) -> None:
    page = " ".join(text.render(plan).split())
    assert all(sentence in page for sentence in says)


def short(*amounts: float) -> Plan:
    plan = plans.usual()
    supply = replace(plan.supply[0], shortage=amounts + (0.0,) * (plans.HORIZON - len(amounts)))
    return replace(plan, supply=(supply, plan.supply[1]))


@pytest.mark.parametrize(
    ("plan", "value", "note"),
    [
        (short(), "today", ""),
        (short(0.04), "today", ""),
        (short(1, 0.5), "2027-01", ""),
        (short(1, 0, 0.3, 0.6), "2026-12", "short again by up to 0.6 FTE in 2 later months"),
        (short(*[1] * plans.HORIZON), "not by 2028-10", "short in every month planned"),
        (plans.nobody(), "today", "no work asks for a position"),
    ],
)
def test_when_demand_is_covered(plan: Plan, value: str, note: str) -> None:
    covered = figures(plan).items[2]
    assert (covered.label, covered.value, covered.note) == ("Demand covered from", value, note)


def test_a_budget_that_does_not_hold_is_said() -> None:
    totals = plans.usual().totals
    budget = {year: Money.of(Decimal(400_000), "EUR") for year in totals.by_year}
    plan = replace(plans.usual(), totals=replace(totals, budget_by_year=budget))
    assert "It exceeds the budget of FY2027 and FY2028." in " ".join(text.render(plan).split())


def test_a_budget_by_quarter_stands_in_its_rows() -> None:
    budget = Budget(currency="EUR", per_quarter=Decimal(120_000))
    base = plans.usual()
    plan = replace(base, profile=replace(base.profile, constraints=Constraints(budget=budget)))
    assert re.search(r"Q1 +2 +93,000 +120,000 +27,000\n", text.render(plan))


def test_the_argument_comes_in_the_reader_s_order() -> None:
    titles = re.findall(r"^## (.*)$", markdown.render(plans.usual()), re.MULTILINE)
    assert titles == [
        "What it costs",
        "What does not fit",
        "When",
        "Demand and capacity",
        "Why",
        "How sure",
        "What would change it",
        "Risks, misconceptions and alternatives",
        "Assumptions used",
        "Notes",
    ]
    assert re.findall(r"^## (.*)$", markdown.render(plans.nobody()), re.MULTILINE)[0] == "Why"
