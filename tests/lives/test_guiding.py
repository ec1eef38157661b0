"""Guidance of a workspace: a draft is checked and tried, then published; plans keep what made them."""

from dataclasses import replace

import pytest

from planner import guidance as packs
from planner.domain import Conflict, Forbidden, InvalidGuidance, NotFound, Stale
from planner.services import analyses, guiding, plans, scenarios, trying
from planner.services.analyses import Side
from planner.services.versions import WHICHEVER, Expected
from tests.lives.office import SHOP, Office

pytestmark = pytest.mark.parametrize("kept", ["sqlite"], indirect=True)  # as others show, both keep alike


def stricter(texts: dict[str, str]) -> dict[str, str]:
    """The shipped pack by another version, with more evidence asked for before anybody is hired."""
    pack = texts["pack.yaml"].replace("version:", "version: 99 #", 1)
    assumed = (
        "evidence_to_hire: {unit: points, low: 90, typical: 90, high: 90, grade: D, source: a test, "
        "meaning: Points of evidence from which a role is hired}\n"
    )
    return {"pack.yaml": pack, "assumptions.yaml": assumed}


def draft(office: Office):  # type: ignore[no-untyped-def]
    one = guiding.create(office.ana, "Stricter")
    return guiding.edit(office.ana, one.id, WHICHEVER, files=stricter(packs.texts()))


def test_a_draft_begins_as_a_copy_of_the_shipped_pack(office: Office) -> None:
    one = guiding.create(office.ana, "Ours")
    assert one.state == "draft"
    assert one.hash == office.ana.basis.guidance_hash
    assert set(guiding.get(office.ana, one.id).files) == set(packs.texts())


def test_a_pack_that_does_not_load_is_refused_with_every_problem(office: Office) -> None:
    one = guiding.create(office.ana, "Ours")
    rules = packs.texts()["rules/mlops.yaml"].replace("when:", "when: nonsense_fact > 3 #", 2)
    with pytest.raises(InvalidGuidance) as refused:
        guiding.edit(office.ana, one.id, WHICHEVER, files={"rules/mlops.yaml": rules})
    assert len(refused.value.problems) >= 2
    assert guiding.get(office.ana, one.id).version == 1
    with pytest.raises(InvalidGuidance, match="characters"):
        guiding.create(office.ana, "Huge", {"pack.yaml": "a" * (guiding.LARGEST + 1)})


def test_a_draft_is_checked_and_the_findings_are_kept(office: Office) -> None:
    one = guiding.create(office.ana, "Ours")
    assert guiding.check(office.ana, one.id).findings == []
    edited = guiding.edit(office.ana, one.id, WHICHEVER, files=stricter(packs.texts()))
    assert edited.findings is None and edited.checked_at is None


def test_a_dry_run_tells_which_plans_would_change_and_how(office: Office) -> None:
    profile = office.profile()
    told = trying.dry_run(office.ana, draft(office).id)
    assert (told.tried, told.changed) == (1, 1)
    (trial,) = told.items
    assert trial.profile_id == profile.id and trial.before and trial.after
    assert sum(trial.before.seats.values()) > sum(trial.after.seats.values()) == 0
    assert trial.after.cost.amount == 0
    same = trying.dry_run(office.ana, guiding.create(office.ana, "Same").id)
    assert same.changed == 0


def test_plans_are_made_by_the_published_pack_and_keep_it(office: Office) -> None:
    profile = office.profile()
    before = plans.make(office.ana, profile.id)
    pack = draft(office)
    guiding.publish(office.ana, pack.id, "fewer hires")
    after = plans.make(office.ana, profile.id)
    assert after.basis["guidance_hash"] == pack.hash != before.basis["guidance_hash"]
    assert after.seats == 0 < before.seats
    assert plans.rerun(office.ana, before.id).identical
    assert plans.rerun(office.ana, after.id).identical
    guiding.roll_back(office.ana)
    assert plans.make(office.ana, profile.id).basis == before.basis
    assert plans.rerun(office.ana, after.id).identical


def test_what_another_pack_brings_is_told_beside_what_facts_bring(office: Office) -> None:
    before = plans.make(office.ana, office.profile().id)
    guiding.publish(office.ana, draft(office).id, "fewer hires")
    grown = replace(SHOP, use_cases_in_production=90, data_scientists=60.0)
    found = analyses.compare(office.ana, Side(before.id), Side(profile=grown))
    brought = {row.kind: sum(row.seats.values()) for row in found.contributions}
    assert brought.keys() == {"facts", "guidance"}
    assert brought["guidance"] < 0 < brought["facts"]
    assert sum(brought.values()) == -before.seats


def test_a_roll_back_goes_to_the_pack_before(office: Office) -> None:
    first, second = draft(office), guiding.create(office.ana, "Second")
    with pytest.raises(Conflict, match="has always held"):
        guiding.roll_back(office.ana)
    guiding.publish(office.ana, first.id)
    guiding.publish(office.ana, second.id)
    assert guiding.roll_back(office.ana).guidance_id == first.id
    assert [each.guidance_id for each in guiding.publications(office.ana)] == [first.id, second.id, first.id]


def test_a_published_pack_is_never_edited(office: Office) -> None:
    one = draft(office)
    guiding.publish(office.ana, one.id)
    with pytest.raises(Conflict, match="Begin a draft of it"):
        guiding.edit(office.ana, one.id, WHICHEVER, name="Other")
    with pytest.raises(Conflict, match="in force already"):
        guiding.publish(office.ana, one.id)
    copy = guiding.create(office.ana, "Next", based_on=one.id)
    assert copy.hash == one.hash and copy.state == "draft"


def test_a_scenario_plans_by_the_pack_it_names(office: Office) -> None:
    profile, pack = office.profile(), draft(office)
    one = scenarios.create(office.ana, profile.id, "Strict", guidance_id=pack.id)
    assert scenarios.plan(office.ana, one.id).basis["guidance_hash"] == pack.hash


def test_edits_of_a_draft_name_its_version(office: Office) -> None:
    one = guiding.create(office.ana, "Ours")
    guiding.edit(office.ana, one.id, Expected(frozenset({1})), name="Ours 2")
    with pytest.raises(Stale):
        guiding.edit(office.ana, one.id, Expected(frozenset({1})), name="Ours 3")
    with pytest.raises(Forbidden):
        guiding.create(office.vi, "Mine")
    with pytest.raises(NotFound):
        guiding.publish(office.ana, "pack_00000000000000000000000000")
