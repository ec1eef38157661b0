"""Scenarios and versions: what if, what was, and back again."""

import json

import pytest

from planner.domain import Conflict, InvalidInput, InvalidProfile, NotFound, Stale
from planner.domain.changes import ABSENT, Change
from planner.services import approving, plans, profiles, revising, scenarios
from planner.services.versions import WHICHEVER, Expected
from tests.lives.office import SHOP, Office

pytestmark = pytest.mark.parametrize("kept", ["sqlite"], indirect=True)  # as others show, both keep alike

MORE = (Change("use_cases_in_production", 30, "a merger"), Change("models_in_production", ABSENT))


def test_a_scenario_changes_the_profile_as_it_is_at_the_time(office: Office) -> None:
    from dataclasses import replace

    base = office.profile()
    scenario = scenarios.create(office.ana, base.id, "Merger", MORE)
    assert scenarios.profile(office.ana, scenario.id).use_cases_in_production == 30
    profiles.replace(office.ana, base.id, replace(SHOP, data_scientists=20.0))
    changed = scenarios.profile(office.ana, scenario.id)
    assert (changed.data_scientists, changed.use_cases_in_production) == (20.0, 30)
    assert changed.models_in_production is None
    told = [(row.path, row.before, row.after) for row in scenarios.diff(office.ana, scenario.id)]
    assert told == [("models_in_production", 12, ABSENT), ("use_cases_in_production", 9, 30)]


def test_a_plan_of_a_scenario_is_a_plan_like_others(office: Office) -> None:
    base = office.profile()
    scenario = scenarios.create(office.ana, base.id, "Merger", MORE)
    plan = scenarios.plan(office.ana, scenario.id)
    assert (plan.scenario_id, plan.scenario_version) == (scenario.id, 1)
    assert json.loads(plan.document)["profile"]["use_cases_in_production"] == 30
    assert plans.rerun(office.ana, plan.id).identical
    approving.submit(office.ana, plan.id)
    assert approving.approve(office.fin, plan.id).state == "approved"


def test_a_scenario_that_does_not_fit_is_refused_when_it_is_kept(office: Office) -> None:
    base = office.profile()
    with pytest.raises(InvalidInput) as misfit:
        scenarios.create(office.ana, base.id, "x", [Change("constraints.sites[Nowhere].country", "DE")])
    assert misfit.value.problems[0].path == "changes[0].path"
    with pytest.raises(InvalidProfile):
        scenarios.create(office.ana, base.id, "x", [Change("ml_teams", "many")])
    with pytest.raises(NotFound):
        scenarios.create(office.ana, base.id, "x", guidance_id="pack_00000000000000000000000000")
    with pytest.raises(NotFound):
        scenarios.create(office.ana, "prof_00000000000000000000000000", "x")


def test_names_are_ones_own_until_archived(office: Office) -> None:
    base = office.profile()
    one = scenarios.create(office.ana, base.id, "Merger", MORE)
    with pytest.raises(Conflict):
        scenarios.create(office.ana, base.id, "Merger")
    copy = scenarios.clone(office.ana, one.id, "Merger 2")
    assert scenarios.load(copy) == MORE
    scenarios.archive(office.ana, one.id)
    again = scenarios.create(office.ana, base.id, "Merger")
    with pytest.raises(Conflict):
        scenarios.archive(office.ana, one.id, archived=False)
    scenarios.archive(office.ana, again.id)
    assert scenarios.archive(office.ana, one.id, archived=False).archived_at is None
    assert {each.id for each in scenarios.index(office.ana, base.id).items} == {one.id, copy.id, again.id}


def test_an_edit_of_a_scenario_names_its_version(office: Office) -> None:
    one = scenarios.create(office.ana, office.profile().id, "Merger", MORE)
    edited = scenarios.edit(office.ana, one.id, Expected(frozenset({1})), name="Takeover", changes=MORE[:1])
    assert (edited.name, edited.version, scenarios.load(edited)) == ("Takeover", 2, MORE[:1])
    with pytest.raises(Stale):
        scenarios.edit(office.ana, one.id, Expected(frozenset({1})), name="Third")


def test_an_old_version_of_a_profile_comes_back(office: Office) -> None:
    from dataclasses import replace

    base = office.profile()
    profiles.replace(office.ana, base.id, replace(SHOP, ml_teams=9))
    assert [each.version for each in revising.versions(office.ana, base.id)] == [1, 2]
    (difference,) = revising.diff(office.ana, base.id, 1)
    assert (difference.path, difference.before, difference.after) == ("ml_teams", 3, 9)
    assert revising.diff(office.ana, base.id, 1, 1) == ()
    with pytest.raises(Stale):
        revising.restore(office.ana, base.id, 1, Expected(frozenset({1})))
    restored = revising.restore(office.ana, base.id, 1, Expected(frozenset({2})))
    assert (restored.version, restored.digest) == (3, base.digest)
    with pytest.raises(NotFound, match="no version 9"):
        revising.restore(office.ana, base.id, 9, WHICHEVER)


def test_a_copy_of_a_profile_has_a_life_of_its_own(office: Office) -> None:
    base = office.profile()
    copy = revising.clone(office.ana, base.id, "Harbour Wholesale")
    assert (copy.name, copy.document["name"], copy.version) == ("Harbour Wholesale", "Harbour Wholesale", 1)
    assert {**copy.document, "name": base.name} == base.document


def test_a_profile_is_put_away_and_taken_out(office: Office) -> None:
    from planner.domain.lists import Ask

    base = office.profile()
    revising.archive(office.ana, base.id)
    listed = profiles.index(office.ana, Ask(profiles.PROFILES, filters={"archived": False}))
    assert base.id not in {each.id for each in listed.items}
    assert revising.archive(office.ana, base.id, archived=False).archived_at is None
