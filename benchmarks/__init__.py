"""How fast the planner is: `make bench`. Each module with a `main` prints a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time

from planner.engine.schedule import forget


def interleaved(runs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of processor time of each run; they take turns, so that all meet the same machine."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds + 1):
        for name, run in runs.items():
            cold()
            start = process_time()
            run()
            taken[name].append(process_time() - start)
    return {name: median(times[1:]) for name, times in taken.items()}  # the first round warms up


def cold() -> None:
    """Forget solved schedules, so that each run solves its own."""
    forget()


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a title, the first column to the left."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    print(f"\n{title}")
    for row in (head, *rows):
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print("  ", first.strip().ljust(widths[0]), *others, sep="  ")
