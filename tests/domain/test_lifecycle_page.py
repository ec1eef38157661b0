"""The page on lives says what the program does."""

from pathlib import Path

import pytest

from planner.domain.lifecycle import PLAN, POSITION, Life
from planner.domain.seating import ASKS_AGAIN, FREE

PAGE = (Path(__file__).resolve().parents[2] / "docs/lifecycle.md").read_text()


def rows(heading: str) -> list[tuple[str, ...]]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


@pytest.mark.parametrize("heading,life", [("A plan", PLAN), ("A position", POSITION)])
def test_the_page_lists_every_step(heading: str, life: Life) -> None:  # type: ignore[type-arg]
    reasons = {(row.source.value, row.action): row.reason for row in life.transitions}
    expected = [
        (source, action, target, means + (" (with a reason)" if reasons[source, action] else ""))
        for source, action, target, means in life.table()
    ]
    assert rows(heading) == expected


def test_the_page_names_every_edit() -> None:
    asking, free = PAGE.split("asks for\napproval again; ")
    assert all(f"`{name}`" in asking for name in ASKS_AGAIN)
    assert all(f"`{name}`" in free.split("don't")[0] for name in FREE)
