"""Rules of the house, so that somebody checks them. Each has a named escape where one is sensible."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from planner import resources

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = sorted((ROOT / "planner").rglob("*.py"))
LOCKS = ("requirements.txt", "requirements-dev.txt")

MAX_FILE_LINES = 400  # escape, anywhere in the file: `# house: long file, because ...`
MAX_FUNCTION_LINES = 50  # escape, on the `def` line or inside: `# house: long function, because ...`
MACHINE_PATH_ESCAPE = "house: machine path"  # on the line itself

REGISTRY = re.compile(
    r"(pypi|pythonhosted|npmjs|yarnpkg|rubygems|crates|anaconda)\.(org|com|io)\b|\bjsdelivr\.net|\bunpkg\.com"
)
MACHINE_PATH = re.compile(
    r"(?<![\w./-])(file://)?(/(root|work|home/\w+|Users/\w+|opt/\w+)/|[A-Z]:\\\\?Users\b)", re.ASCII
)


@cache
def tracked_texts() -> dict[str, str]:
    """Every text file that is, or is about to be, under version control, by its path."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, check=False, capture_output=True, text=True)
    if listed.returncode or not listed.stdout:
        pytest.skip("not a git checkout")
    texts = {}
    for name in filter(None, listed.stdout.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content:
            texts[name] = content.decode(errors="replace")
    return texts


def offending_lines(pattern: re.Pattern[str], escape: str | None = None) -> list[str]:
    """`path:line: text` of every tracked line that matches the pattern and doesn't carry the escape."""
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in tracked_texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line) and not (escape and escape in line)
    ]


def pins(lock: str) -> dict[str, set[str]]:
    """The lock's `version ; marker` by package."""
    found: dict[str, set[str]] = {}
    for name, pin in re.findall(r"^([\w.-]+)==([^\\\n]+?) *\\?$", (ROOT / lock).read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(pin)
    return found


def versions(lock: str) -> dict[str, set[str]]:
    """The lock's versions by package."""
    return {name: {pin.partition(" ")[0] for pin in found} for name, found in pins(lock).items()}


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE))


def make_commands(text: str) -> Iterator[str]:
    """Targets named by `make target` in the code spans and code blocks of a Markdown text."""
    for code in re.findall(r"^```.*?^```|`[^`\n]+`", text, re.MULTILINE | re.DOTALL):
        yield from re.findall(r"(?:^|[`;&$]) *make ([a-z][\w-]*)", code, re.MULTILINE)


def test_no_address_of_a_package_registry() -> None:
    assert offending_lines(REGISTRY) == []


def test_no_path_of_one_machine() -> None:
    assert offending_lines(MACHINE_PATH, MACHINE_PATH_ESCAPE) == []


@pytest.mark.parametrize("path", PACKAGE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text()
    if "# house: long file, because " not in text:
        assert len(text.splitlines()) < MAX_FILE_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = text.splitlines()[node.lineno - 1 : node.end_lineno]
            if not any("# house: long function, because " in line for line in lines):
                assert len(lines) < MAX_FUNCTION_LINES, f"{path.name}:{node.lineno} {node.name}"


def test_documented_make_targets_exist() -> None:
    documents = {name: text for name, text in tracked_texts().items() if name.endswith(".md")}
    missing = {
        f"{name}: make {target}"
        for name, text in documents.items()
        for target in set(make_commands(text)) - make_targets()
    }
    assert missing == set()


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == make_targets() == set(re.findall(r"^([a-z]+):.* ## ", makefile, re.M))


def test_ci_runs_the_documented_command() -> None:
    assert (ROOT / ".ci/run").read_text().splitlines()[-1] == "make test"


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert re.findall(r"^([\w.-]+)==[^\\\n]*$", text, re.MULTILINE) == []  # a hash follows every pin


def test_locks_agree() -> None:
    """The same versions; markers may be looser in the larger lock."""
    runtime, dev = map(versions, LOCKS)
    assert runtime.items() <= dev.items()


def test_locks_satisfy_the_declared_dependencies() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups, extras = declared["dependency-groups"], declared["project"]["optional-dependencies"]
    runtime = declared["project"]["dependencies"] + groups["build"]
    dev = [*runtime, *chain(*extras.values())] + [line for line in groups["dev"] if isinstance(line, str)]
    for lock, lines in zip(LOCKS, (runtime, dev), strict=True):
        locked = pins(lock)
        for requirement in map(Requirement, lines):
            versions = [pin.partition(" ")[0] for pin in locked[canonicalize_name(requirement.name)]]
            assert versions == list(requirement.specifier.filter(versions)), f"run `make lock`: {requirement}"


def test_resources_lie_in_the_checkout_or_the_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (resources.seeds(), resources.migrations()) == (ROOT / "seeds", ROOT / "migrations")

    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "planner")
    (tmp_path / "seeds").mkdir()  # somebody else's: no pyproject.toml beside it
    with pytest.raises(FileNotFoundError, match="'seeds' was not found"):
        resources.seeds()

    (tmp_path / "planner/seeds").mkdir(parents=True)
    assert resources.seeds() == tmp_path / "planner/seeds"
