"""Every picture says what it shows, carries its numbers, and is an SVG that asks nothing of anybody."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from planner import engine
from planner.domain import Plan, Role, without_pay
from planner.reports import charts, words
from planner.reports.charts.theme import TOKENS
from planner.schemas import profiles
from tests.knowing import knowledge
from tests.reports import plans as made

ORGS = sorted(Path("seeds/orgs").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=ORGS, ids=lambda path: path.stem)
def plan(request: pytest.FixtureRequest) -> Plan:
    return engine.plan(profiles.read(request.param.read_bytes()), knowledge(), date(2027, 1, 4))


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
        assert set(re.findall(r"var\(--chart-([\w-]+),", chart.svg)) <= set(TOKENS.values())
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
