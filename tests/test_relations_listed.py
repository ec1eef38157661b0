"""Every property is listed among the relations that always hold, and everything listed is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
LIST = TESTS.parent / "docs" / "relations.md"
ROW = re.compile(r"^\| [^|]+ \| `(\w+)` \| (?:`(\w+)`|itself[^|]*) \|$", re.MULTILINE)


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            yield node


def is_property(test: ast.FunctionDef) -> bool:
    return any(
        isinstance(part, ast.Call) and getattr(part.func, "id", "") == "given" for part in test.decorator_list
    )


def properties() -> dict[str, set[str]]:
    """The marked properties with what they call by name."""
    found = {}
    for file in TESTS.rglob("test_*.py"):
        if "mark.properties" not in file.read_text():
            continue
        rows = {row.name: row for row in functions(file)}
        for test in filter(is_property, rows.values()):
            source = file.read_text()
            marked = "pytestmark = pytest.mark.properties" in source or "mark.properties" in "".join(
                ast.unparse(part) for part in test.decorator_list
            )
            if marked:
                found[test.name] = set(re.findall(r"\w+", source)) & set(rows)
    return found


def test_every_property_is_listed_and_what_is_listed_is_there() -> None:
    listed = ROW.findall(LIST.read_text())
    there = properties()
    assert len(listed) > 40
    assert {property_ or shown for shown, property_ in listed} == set(there)
    for shown, property_ in listed:
        assert shown in there[property_ or shown], f"{shown} is not in the file of {property_}"
