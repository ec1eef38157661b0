"""What the three plans made by hand look like; a change of looks is a change here, to be seen and judged."""

import re
from collections.abc import Callable

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from planner.domain import Plan
from planner.reports import markdown, text
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
