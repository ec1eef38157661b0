"""Time and memory of whole `planner` processes, what they load, and where a plan's time goes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from statistics import median

from benchmarks import table
from planner import resources

ROUNDS = 5
HEAVY = ("numpy", "pandas", "scipy", "flask", "sqlalchemy", "altair", "marshmallow", "yaml", "rule_engine")
HEAVY += ("highspy", "rich", "z3")
NAMED = (
    f"import atexit, sys; atexit.register(lambda: print(*({HEAVY!r} & sys.modules.keys()), file=sys.stderr))"
)
PLANNER = "from planner.cli import main; main()"
# A process begins with the peak memory of the one that starts it: so a small one does.
STARTER = """
import os, sys
from time import perf_counter
start = perf_counter()
process = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ)
_, status, usage = os.wait4(process, 0)
print(perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
PHASES = """
from time import perf_counter as now
times = [now()]
from planner import engine, guidance, hiring
from planner.engine.knowledge import Knowledge
from planner.reports import text
from planner.schemas import profiles
times.append(now())
pack = guidance.load()
times.append(now())
knowledge = Knowledge(pack, hiring.load_pay(), hiring.load_roles())
times.append(now())
programs = knowledge.programs
for program in (programs.fill, programs.judge, programs.work):
    program.scalar, program.columns
times.append(now())
import sys
from datetime import date
from pathlib import Path
profile = profiles.read(Path(sys.argv[1]).read_bytes(), "yaml")
times.append(now())
plan = engine.plan(profile, knowledge, date(2026, 11, 23))
times.append(now())
text.render(plan, False)
times.append(now())
print(*(after - before for before, after in zip(times, times[1:])))
"""
PHASE_NAMES = (
    "imports",
    "read the pack",
    "pay and roles",
    "compile the pack",
    "read the profile",
    "plan",
    "text",
)
Run = tuple[float, float, float]


def main() -> None:
    """Print both tables."""
    orgs = sorted((resources.seeds() / "orgs").glob("*.yaml"))
    commands = {"python": ["-c", "pass"], "python, import numpy": ["-c", "import numpy"]}
    commands["planner --version"] = ["-c", PLANNER, "--version"]
    commands |= {f"planner plan {org.name}": ["-c", PLANNER, "plan", str(org)] for org in orgs}
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, arguments in commands.items():
            runs[name].append(measured(arguments))
    head = ["Whole processes, medians", "seconds", "processor", "peak memory", "heavy packages"]
    table("Start-up", head, [row(name, taken, loaded(commands[name])) for name, taken in runs.items()])
    print_phases(str(resources.seeds() / "orgs" / "example.yaml"))


def measured(arguments: Sequence[str]) -> Run:
    """Seconds, seconds of processor time and peak MB of one process."""
    told = [sys.executable, "-c", STARTER, *arguments]
    ended = subprocess.run(told, check=True, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seconds, processor, peak = map(float, ended.stderr.splitlines()[-1].split())
    return seconds, processor, peak * (1 if sys.platform == "darwin" else 1024) / 1e6


def loaded(arguments: Sequence[str]) -> str:
    """The heavy packages that a process has imported when it ends."""
    flag, program, *others = arguments
    told = [sys.executable, flag, f"{NAMED}\n{program}", *others]
    ended = subprocess.run(told, check=True, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return " ".join(sorted(ended.stderr.splitlines()[-1].split())) or "-"


def row(name: str, taken: Sequence[Run], heavy: str) -> tuple[str, ...]:
    """A row of the table."""
    seconds, processor, memory = (median(column) for column in zip(*taken, strict=True))
    return name, f"{seconds:.3f}", f"{processor:.3f}", f"{memory:.0f} MB", heavy


def print_phases(profile: str) -> None:
    """Where the time of one plan goes, in a process of its own each time."""
    told = [sys.executable, "-c", PHASES, profile]
    taken = [subprocess.run(told, check=True, text=True, capture_output=True).stdout for _ in range(ROUNDS)]
    phases = zip(*(map(float, line.split()) for line in taken), strict=True)
    rows = [(name, f"{median(times) * 1e3:.0f} ms") for name, times in zip(PHASE_NAMES, phases, strict=True)]
    table("Where one plan's time goes", ["", "median"], rows)
