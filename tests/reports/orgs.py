"""The example organisations' plans and documents, each made once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from planner import engine
from planner.domain import Plan, without_pay
from planner.reports import forms
from planner.reports.forms import Form
from planner.schemas import plans, profiles
from tests.knowing import knowledge

ORGS = tuple(sorted(path.stem for path in Path("seeds/orgs").glob("*.yaml")))
DAY = date(2027, 1, 4)


@cache
def planned(org: str) -> Plan:
    """The plan of an example organisation, with the numbers that its JSON has."""
    profile = profiles.read(Path(f"seeds/orgs/{org}.yaml").read_bytes())
    return plans.load(plans.dump(engine.plan(profile, knowledge(), DAY)))


@cache
def document(org: str, form: Form, pay: bool = True) -> bytes:
    """One document of its plan."""
    plan = planned(org)
    return forms.render(plan if pay else without_pay(plan), form)
