"""First byte and weight of a plan's page, for organisations of 8, 50 and 500 teams, on a real server."""

from __future__ import annotations

import gzip
import re
import statistics
import tempfile
import time
from pathlib import Path

import httpx

from planner.web.access import COOKIE
from tests.store.databases import opened
from tests.web.conftest import kept as stored
from tests.web.serving import Service, serving

ROUNDS = 40
TIMES, SIZES = ("first", "median", "p95"), ("page", "charts", "gzip", "assets")
HEAD = (
    "plan of   "
    + "".join(f"{name:>8}" for name in TIMES)
    + " ms "
    + "".join(f"{name:>8}" for name in SIZES)
    + " kB"
)
FIFTY = """\
name: Fifty teams
teams:
  - {name: Builders, kind: builds_models, data_scientists: 5, ml_engineers: 2, count: 35}
  - {name: Users, kind: consumes_models, data_scientists: 0, ml_engineers: 0, count: 15}
models_in_production: 140
ml_maturity: 1
models_planned_per_quarter: 12
needs: [deploy_models, operate_models, shared_platform]
growth: {teams: 2, models: 10}
constraints: {budget: {currency: EUR, per_fiscal_year: 6000000}, hires_per_month: 3}
"""


def main() -> None:
    """Print milliseconds to the first byte and kilobytes on the wire."""
    sources = {
        "8 teams": Path("seeds/orgs/example.yaml").read_text(),
        "50 teams": FIFTY,
        "500 teams": Path("seeds/orgs/large.yaml").read_text(),
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        opened("sqlite", Path(folder)) as url,
        serving(url) as service,
    ):
        print(HEAD)
        for name, source in sources.items():
            print(row(name, service, source), flush=True)


def row(name: str, service: Service, source: str) -> str:
    """One organisation, measured."""
    plan = stored(service, source)
    with httpx.Client(base_url=service.address, cookies={COOKIE: service.cookie}) as client:
        times = [first_byte(client, f"/plans/{plan}") for _ in range(ROUNDS)]
        page = client.get(f"/plans/{plan}").content
        assets = sum(
            len(client.get(path).content)
            for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.decode())
        )
    charts = sum(len(svg) for svg in re.findall(rb"<svg.*?</svg>", page, re.DOTALL))
    warm = sorted(times[1:])
    figures = [times[0], statistics.median(warm), warm[int(len(warm) * 0.95)]]
    sizes = [len(page), charts, len(gzip.compress(page)), assets]
    return (
        f"{name:10}"
        + "".join(f"{each:8.0f}" for each in figures)
        + "    "
        + "".join(f"{each / 1000:8.0f}" for each in sizes)
    )


def first_byte(client: httpx.Client, path: str) -> float:
    """Milliseconds until the answer begins."""
    began = time.perf_counter()
    with client.stream("GET", path) as answer:
        next(answer.iter_raw(1))
        return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
