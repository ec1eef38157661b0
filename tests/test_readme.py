"""What the README shows is what the program does."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_shown_plan_is_the_plan() -> None:
    shown = blocks("console")[0]
    command, _, output = shown.partition("\n")
    words = command.removeprefix("$ planner ").split()
    ran = subprocess.run(
        [Path(sys.executable).with_name("planner"), *words],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ran.stdout.startswith(output.removesuffix("...\n"))


def test_the_library_example_runs() -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(blocks("python")[0], {})
    assert said.getvalue() == "Hire 2 MLOps Engineers now; no ML Platform Engineers yet.\n"


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"^make (\w+)", "\n".join(blocks("sh")), re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_link_leads_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link
