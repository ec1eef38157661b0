"""Reading YAML and JSON: what is kept, what is refused, and that nothing can blow it up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.domain import InvalidInput
from planner.schemas import documents
from planner.schemas.syntax import Limits

KEPT = {
    "a: 2027-03-01": "2027-03-01",
    "a: 2027-03": "2027-03",
    "a: 1_000": "1_000",
    "a: 1:30": "1:30",
    "a: 017": "017",
    "a: 0x1F": "0x1F",
    "a: .5": ".5",
    "a: +5": "+5",
    "a: NO": "NO",
    "a: on": "on",
    "a: Infinity": "Infinity",
    "a: 'yes'": "yes",
    'a: "5"': "5",
    "a: |\n  two\n  lines\n": "two\nlines\n",
    "a: yes": True,
    "a: False": False,
    "a:": None,
    "a: ~": None,
    "a: -3": -3,
    "a: 2.50": 2.5,
    "a: 1e3": 1000.0,
    '{"a": 0.1}': 0.1,
    '{"a": "\\u00e9"}': "é",
    "\ufeffa: 1": 1,
}

REFUSED = {
    "": ("", "is empty"),
    " \n": ("", "is empty"),
    "# only a comment": ("", "is empty"),
    "---\n": ("", "is empty"),
    "~": ("", "is empty"),
    "- a": ("", "is a list"),
    "[]": ("", "is a list"),
    "hello": ("", "single value hello"),
    "a: 1\nb:\n  c: 1\n  c: 2": ("b.c", "stands twice"),
    '{"a": [{"b": 1, "b": 1}]}': ("a[0].b", "stands twice"),
    "a: &x 1": ("", "anchor &x"),
    "a: *x": ("", "anchor *x"),
    "a: !!python/name:os.system x": ("", "tag"),
    "a: ! x": ("", "tag"),
    "a: 1\n---\na: 2": ("", "second document"),
    "? [a, b]\n: 1": ("", "as a key"),
    "a: .nan": ("a", "not a finite number"),
    "a: -.INF": ("a", "not a finite number"),
    '{"a": NaN}': ("a", "not a finite number"),
    '{"a": [-Infinity]}': ("a[0]", "not a finite number"),
    "a: 1e999": ("a", "not be kept exactly"),
    "a: 0.12345678901234567890": ("a", "not be kept exactly"),
    "a: 1e-999": ("a", "not be kept exactly"),
    "a: 1000000000000000": ("a", "larger than any number"),
    "a: " + "9" * 50: ("a", "number of 50 characters"),
    '{"a": "\\u0000"}': ("a", "U+0000"),
    '{"a": "\\ud800"}': ("a", "U+D800"),
    '{"\\ud800": 1}': ("\\ud800", "U+D800"),
    'a: "\\0"': ("a", "U+0000"),
    "a: \0": ("", "not valid YAML"),
    "a: \ud800": ("", "not UTF-8"),
    '{"a": 1,}': ("", "not valid JSON at column 9"),
    '{"a": 1} 2': ("", "not valid JSON"),
    '{"a": ' + "[" * 100_000: ("", "nested far too deeply"),
    "a: {b: 1": ("", "not valid YAML"),
    "a:\n\t- b": ("", "not valid YAML at column 1"),
    "k" * 201 + ": 1": ("", "key of 201 characters"),
}


@pytest.mark.parametrize("text", KEPT)
def test_values_are_kept_as_written(text: str) -> None:
    kept = documents.read(text).data["a"]
    assert (kept, type(kept)) == (KEPT[text], type(KEPT[text]))


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text[:40]))
def test_refusals_name_the_place(text: str) -> None:
    path, fragment = REFUSED[text]
    with pytest.raises(InvalidInput) as refusal:
        documents.read(text)
    (problem,) = refusal.value.problems
    assert problem.path == path
    assert fragment in problem.message


@pytest.mark.parametrize("content", [b"\xff\xfea\x00", "name: Zürich".encode("latin-1")])
def test_other_encodings_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput, match="not UTF-8"):
        documents.read(content)


def test_keys_stay_text() -> None:
    assert documents.read("a: {2027: 1, yes: 2, ~: 3}").data == {"a": {"2027": 1, "yes": 2, "~": 3}}


@pytest.mark.parametrize(
    "text",
    [
        "name: x\nteams:\n  - name: a\n    site: b\n  - {name: c,\n     site: d}\n",
        '{"name": "x",\n"teams": [\n{"name": "a",\n"site": "b"},\n{"name": "c", "site":\n "d"}]}',
    ],
)
def test_lines(text: str) -> None:
    lines = documents.read(text).lines
    assert (lines["teams"], lines["teams[0].site"]) == (2, 4)
    assert lines["teams[1]"] == 5


def test_refusals_name_the_line() -> None:
    for text in (
        "a: 1\nb: 2\na: 3",
        '{"a": 1,\n"b": 2,\n"a": 3}',
        "x: 1\ny: 1\nb: !t 1",
        "a: 1\nb: 1\nc: [}",
    ):
        with pytest.raises(InvalidInput) as refusal:
            documents.read(text)
        assert refusal.value.problems[0].line == 3


def test_a_format_may_be_named() -> None:
    assert documents.read("{a: 1}", "yaml").data == {"a": 1}
    with pytest.raises(InvalidInput, match="not valid JSON"):
        documents.read("a: 1", "json")


def test_lines_of_endless_paths_are_left_out() -> None:
    document = documents.read("a" * 150 + ":\n  " + "b" * 150 + ": 1")
    assert list(document.lines) == ["a" * 150]


def test_limits() -> None:
    small = Limits(size=30, values=4, depth=2, key=3)
    for text, fragment in {
        "a: " + "x" * 40: "larger than 30 bytes",
        "a: [1, 2, 3, 4]": "more than 4 values",
        "a: [[[1]]]": "more than 2 levels",
        "long: 1": "key of 4 characters",
    }.items():
        with pytest.raises(InvalidInput, match=fragment):
            documents.read(text, limits=small)


MOST = Limits().size
BOMBS: dict[str, Callable[[], Any]] = {
    "json depth": lambda: '{"a":' + "[" * (MOST - 9),
    "json mappings": lambda: '{"a":' * (MOST // 5),
    "json values": lambda: '{"a":[' + "0," * (MOST // 2 - 9) + "0]}",
    "json keys": lambda: "{" + ",".join(f'"{place:07d}":1' for place in range(400_000)) + "}",
    "json digits": lambda: '{"a":' + "9" * (MOST - 9) + "}",
    "json escapes": lambda: '{"a":"' + "\\n" * (MOST // 2 - 9) + '"}',
    "json lines": lambda: "{" + "\n" * (MOST - 9) + "}",
    "yaml depth": lambda: "a: " + "[" * (MOST - 9),
    "yaml mappings": lambda: "a: " + "{a: " * (MOST // 4 - 9),
    "yaml values": lambda: "a:\n" + "- a\n" * (MOST // 4 - 9),
    "yaml empty values": lambda: "a:\n" + "- \n" * (MOST // 3 - 9),
    "yaml keys": lambda: "".join(f"{place:06d}: 1\n" for place in range(400_000)),
    "yaml nested keys": lambda: "? " * (MOST // 2 - 9),
    "yaml nested lists": lambda: "- " * (MOST // 2 - 9),
    "yaml comments": lambda: "#" * MOST,
    "yaml quote": lambda: "'" * MOST,
    "yaml block": lambda: "a: |\n" + " x\n" * (MOST // 3 - 9),
    "yaml alias": lambda: "a: &a [x]\n" + "".join(f"b{place}: *a\n" for place in range(100_000)),
    "yaml deep long keys": lambda: (
        "".join(" " * depth + "k" * 199 + ":\n" for depth in range(18))
        + "".join(" " * 19 + f"k{place}: 1\n" for place in range(150_000))
    ),
    "profile of unknown facts": lambda: "".join(f"fact{place:05d}: 1\n" for place in range(45_000)),
    "profile of wrong teams": lambda: "name: x\nteams:\n" + "- {nam: 1, kind: built, id: 2}\n" * 4_999,
    "profile of wrong words": lambda: "name: x\nneeds: [" + "deploy_model, " * 4_999 + "]\n",
    "profile of repeated teams": lambda: "name: x\nteams:\n" + "- {name: x}\n" * 4_999,
    "profile of too many teams": lambda: "name: x\nteams:\n" + "- {name: x}\n" * 30_000,
    "profile of a long name": lambda: "name: " + "x" * (MOST - 9),
}


def explode() -> None:
    """Read every bomb as a profile; print processor seconds of each, then the most memory used, in MB."""
    import time

    from planner.schemas import profiles

    for name, make in BOMBS.items():
        bomb = make()
        began = time.process_time()
        try:
            profiles.read(bomb)
        except InvalidInput as error:
            assert 0 < len(error.problems) <= 101 and len(str(error)) < 60_000, name
            print(f"{name}\t{time.process_time() - began}")
    print(f"memory\t{_most_memory()}")


def _most_memory() -> float:
    """Peak of this process in MB; on Linux without what the process that started it had used."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(
            int(line.split()[1]) / 2**10 for line in status.read_text().splitlines() if line[:6] == "VmHWM:"
        )
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def test_bombs_are_cheap() -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", "from tests.schemas.test_documents import explode; explode()"]
    printed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    figures = dict(line.split("\t") for line in printed.splitlines())
    memory = float(figures.pop("memory"))
    assert set(figures) == set(BOMBS)
    assert {name for name, seconds in figures.items() if float(seconds) > 1} == set()
    assert memory < 200
