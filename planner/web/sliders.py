"""Sliders over a plan: what may be supposed, how far, and what an address supposes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from planner.domain import Plan
from planner.reports import words
from planner.services import Desk, drafting, supposing
from planner.services.supposing import Supposed, Supposition
from planner.web import views

TYPICAL_TEAMS, TYPICAL_MATURITY = 3, 1
"""Where a slider stands whose fact is unknown."""

MATURITY = "maturity"


@dataclass(frozen=True, slots=True)
class Slider:
    """A fact that may be supposed: steps from `least` to `most`, `value` now. It rests where the plan has it,
    or where it would usually be while the plan does not know it."""

    name: str
    label: str
    unit: str
    least: int
    most: int
    step: int
    value: int
    rests: int
    known: bool

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than where it rests."""
        return self.value != self.rests

    @property
    def said(self) -> str:
        """The value in words."""
        return f"{words.whole(self.value)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Board:
    """Sliders and what they make of a plan."""

    sliders: tuple[Slider, ...]
    supposed: Supposed

    @property
    def query(self) -> str:
        """What is supposed, as the query of an address."""
        return urlencode({slider.name: slider.value for slider in self.sliders if slider.moved})


def board(desk: Desk, plan_id: str, given: Mapping[str, str]) -> Board:
    """What an address supposes of a plan; raises NotFound."""
    plan = views.visible(desk, drafting.reread(desk, plan_id)[1])
    sliders = tuple(_sliders(plan, given))
    values = {slider.name: slider.value for slider in sliders if slider.moved}
    return Board(sliders, supposing.suppose(desk, plan_id, _supposition(values)))


def _supposition(values: Mapping[str, int]) -> Supposition:
    attrition = values.get("attrition")
    budget = values.get("budget")
    return Supposition(
        None if budget is None else Decimal(budget),
        values.get("teams"),
        values.get(MATURITY),
        None if attrition is None else attrition / 100,
    )


def _sliders(plan: Plan, given: Mapping[str, str]) -> Iterator[Slider]:
    now = supposing.present(plan)
    teams, maturity = now.teams, now.maturity
    budget = None if now.budget is None else round(now.budget)
    yield from _budget(plan, budget, given)
    most = max(12, 3 * (teams or 0))
    yield _slider("teams", "Teams that build models", "teams", (0, most, 1), teams, TYPICAL_TEAMS, given)
    yield _slider(MATURITY, "Operations maturity", "of 4", (0, 4, 1), maturity, TYPICAL_MATURITY, given)
    if now.attrition is not None:
        own = round(now.attrition * 100)
        yield _slider("attrition", "People who leave in a year", "%", (0, 40, 1), own, own, given)


def _budget(plan: Plan, own: int | None, given: Mapping[str, str]) -> Iterator[Slider]:
    """From nothing to well above what the plan asks for; there is none where pay is withheld."""
    if plan.totals.cost is None:
        return
    costs = [*plan.totals.by_year.values(), *plan.totals.budget_by_year.values()]
    dearest = max((float(money.amount) for money in costs), default=0.0)
    step = _step(max(dearest, 100_000) * 2 / 50)
    most = math.ceil(max(dearest, 100_000) * 2 / step) * step
    unit = f"{plan.totals.cost.currency} a fiscal year"
    yield _slider("budget", "Budget for the plan's seats", unit, (0, most, step), own, most, given)


def _step(wanted: float) -> int:
    """The nearest of 1, 2, 5, 10, ... above."""
    size = 10 ** math.floor(math.log10(wanted))
    return int(next(size * factor for factor in (1, 2, 5, 10) if size * factor >= wanted))


def _slider(
    name: str,
    label: str,
    unit: str,
    span: tuple[int, int, int],
    own: int | None,
    otherwise: int,
    given: Mapping[str, str],
) -> Slider:
    least, most, step = span
    rests = otherwise if own is None else min(max(own, least), most)
    text = given.get(name, "")
    asked = int(text) if text.isdecimal() and len(text) < 12 else rests
    return Slider(name, label, unit, least, most, step, min(max(asked, least), most), rests, own is not None)
