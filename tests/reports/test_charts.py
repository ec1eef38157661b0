"""Every picture says what it shows, carries its numbers, and is an SVG that asks nothing of anybody."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from planner import engine
from planner.domain import Plan, Role, without_pay
from planner.domain.withholding_analysis import analysis_without_pay
from planner.engine.curve import break_even_curve
from planner.engine.sensitivity import sensitivity
from planner.engine.simulate import simulate
from planner.reports import charts, words
from planner.reports.charts.theme import TOKENS
from planner.reports.findings import Findings
from planner.schemas import profiles
from tests.knowing import knowledge
from tests.reports import plans as made
from tests.reports.orgs import DAY, ORGS, planned

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=ORGS)
def plan(request: pytest.FixtureRequest) -> Plan:
    return planned(request.param)


def test_pictures_are_whole_and_harmless(plan: Plan) -> None:
    ids: list[str] = []
    for chart in charts.charts(plan):
        picture = ElementTree.fromstring(chart.svg)
        ids += [each.attrib["id"] for each in picture.iter() if "id" in each.attrib]
        tags = {each.tag.removeprefix(SVG) for each in picture.iter()}
        assert tags <= {
            "svg",
            "defs",
            "g",
            "path",
            "rect",
            "circle",
            "line",
            "text",
            "tspan",
            "pattern",
            "title",
        }
        assert not re.search(r"href|https?://(?!www\.w3\.org/2000/svg)|on\w+=|<style|style=", chart.svg)
        uses = set(re.findall(r"url\(#([^)]+)\)", chart.svg))
        assert uses <= set(ids)
        assert "NaN" not in chart.svg
        assert "undefined" not in chart.svg
    assert len(ids) == len(set(ids))


def test_pictures_speak(plan: Plan) -> None:
    for chart in charts.charts(plan):
        picture = ElementTree.fromstring(chart.svg)
        assert (picture.attrib["role"], picture.attrib["aria-label"]) == ("img", chart.alt)
        assert chart.sentence.endswith(".")
        assert re.search(r"\d", chart.alt)
        assert chart.table is not None
        assert list(picture.iter(f"{SVG}text"))
        assert len(chart.frame) > 0


def test_colours_follow_the_surroundings(plan: Plan) -> None:
    for chart in charts.charts(plan):
        light, dark = (chart.fixed(scheme) for scheme in charts.Scheme)
        assert "var(" not in light + dark
        shared = set(TOKENS) & set(re.findall("#[0-9a-f]{6}", dark))
        assert shared <= {"#e69f00", "#56b4e9"}, "hues of the roles stay, all else turns"
        assert set(re.findall(r"var\(--chart-([\w-]+)\)", chart.svg)) <= set(TOKENS.values())
    assert all(f"--chart-{name}:" in charts.stylesheet() for name in TOKENS.values())


def test_every_seat_is_in_the_timeline(plan: Plan) -> None:
    chart = charts.timeline(plan)
    assert list(chart.frame["id"]) == [seat.id for seat in plan.positions]
    if plan.positions:
        assert all(words.plain(seat.title) in chart.alt for seat in plan.positions)
    else:
        assert (chart.svg, chart.table, chart.reading) == ("", None, "")


def test_the_balance_is_the_plan_s(plan: Plan) -> None:
    for demand, supply in zip(plan.demand, plan.supply, strict=True):
        frame = charts.balance(plan, demand.role).frame
        assert frame["demand"].tolist() == [round(value, 4) for value in demand.fte]
        assert frame["shortage"].tolist() == [round(value, 4) for value in supply.shortage]


def test_no_picture_shows_money_where_pay_is_withheld(plan: Plan) -> None:
    bare = without_pay(plan)
    assert charts.cost(bare).svg == ""
    assert "cost" not in {chart.name for chart in charts.charts(bare)}
    assert all(column not in charts.timeline(bare).frame for column in ("cost", "monthly_cost", "currency"))


def test_a_plan_of_nobody_is_told_in_words() -> None:
    plan = made.nobody()
    chart = charts.timeline(plan)
    assert chart.svg == ""
    assert chart.sentence
    assert charts.cost(plan).sentence.startswith("Nothing")


def test_the_same_plan_gives_the_same_picture() -> None:
    one, other = (charts.balance(made.usual(), Role.MLOPS) for _ in range(2))
    assert one.svg == other.svg
    assert one.png() == other.png()
    assert one.png().startswith(b"\x89PNG")


@pytest.fixture(scope="module")
def found() -> tuple[Plan, Findings]:
    profile, day = profiles.read(Path("seeds/orgs/three-lines.yaml").read_bytes()), DAY
    runs = (run(profile, knowledge(), day) for run in (simulate, break_even_curve, sensitivity))
    return engine.plan(profile, knowledge(), day), Findings(*runs)


def test_ranges_are_drawn_where_they_were_looked_for(found: tuple[Plan, Findings]) -> None:
    plan, findings = found
    with_ranges = {chart.name: chart for chart in charts.charts(plan, findings)}
    assert {"break-even", "tornado"} <= with_ranges.keys()
    assert findings.simulation is not None
    band = findings.simulation.role(Role.MLOPS).demand
    ends = f"{words.fte(band.p10[-1])} to {words.fte(band.p90[-1])} FTE"
    assert ends in with_ranges["balance-mlops"].alt
    assert "seed" in with_ranges["balance-mlops"].reading
    assert with_ranges["balance-mlops"].svg != charts.balance(plan, Role.MLOPS).svg


def test_the_tornado_has_the_widest_swing_first(found: tuple[Plan, Findings]) -> None:
    plan, findings = found
    assert findings.tornado is not None
    chart = charts.tornado(plan, findings.tornado)
    assert chart.table is not None
    swings = [
        max(0.0, *ends) - min(0.0, *ends)
        for ends in ([float(row.cells[at].replace("−", "-")) for at in (3, 5)] for row in chart.table.rows)
    ]
    assert swings == sorted(swings, reverse=True)
    assert len(chart.frame) == len(findings.tornado.bars)


def test_what_is_made_from_pay_is_not_drawn_without_it(found: tuple[Plan, Findings]) -> None:
    plan, findings = found
    parts = (findings.simulation, findings.curve, findings.tornado)
    bare = Findings(*map(analysis_without_pay, parts))
    names = {chart.name for chart in charts.charts(without_pay(plan), bare)}
    assert "tornado" in names
    assert not names & {"cost", "break-even"}
