"""Runs every benchmark, or those that are named."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

import benchmarks


def main(names: list[str]) -> None:
    """`python -m benchmarks [NAME …]`."""
    for found in iter_modules(benchmarks.__path__):
        if found.name != "__main__" and (not names or found.name in names):
            run = getattr(import_module(f"benchmarks.{found.name}"), "main", None)
            if run is not None:
                run()


main(sys.argv[1:])
