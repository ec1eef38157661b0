"""A workspace is taken along whole, comes back the same, and is erased only by name."""

import io
import json
import zipfile
from typing import Any

import pytest

from planner.domain import Conflict, Forbidden, InvalidInput
from planner.domain.access import operator
from planner.services import approving, carrying, comments, guiding, plans, positions, profiles, scenarios
from planner.services.versions import WHICHEVER
from tests.lives.office import Office


def lived_in(office: Office) -> tuple[str, str]:
    """A profile and its approved plan, with everything that can hang on them."""
    profile = office.profile()
    plan = office.approved(profile.id)
    seat = office.seats()[0].id
    positions.edit(office.ana, seat, {"team": "Search"}, WHICHEVER)
    positions.transition(office.ana, seat, "open")
    comments.add(office.ana, plan.id, "Für alle: größer → besser")
    scenarios.create(office.ana, profile.id, "Same")
    guiding.publish(office.ana, guiding.create(office.ana, "Ours").id)
    return profile.id, plan.id


def taken(office: Office) -> io.BytesIO:
    file = io.BytesIO()
    carrying.take(office.ada, file)
    file.seek(0)
    return file


def test_what_is_taken_along_comes_back_the_same(office: Office) -> None:
    profile_id, plan_id = lived_in(office)
    record = carrying.bring(office.ada, taken(office), f"Copy of {office.workspace}")
    there = office.ada.acting(operator(record.id))
    assert profiles.get(there, profile_id).document == profiles.get(office.ada, profile_id).document
    assert plans.get(there, plan_id).document == plans.get(office.ada, plan_id).document
    assert plans.rerun(there, plan_id).identical
    mine, theirs = office.seats(), list(positions.index(there).items)
    assert [(each.id, each.state, each.monthly_cost) for each in theirs] == [
        (each.id, each.state, each.monthly_cost) for each in mine[: len(theirs)]
    ]
    assert [row.amount for row in approving.budgets(there, plan_id)] == [
        row.amount for row in approving.budgets(office.ada, plan_id)
    ]
    assert comments.index(there, plan_id).items[0].text == "Für alle: größer → besser"
    seat = theirs[0].id
    assert positions.transition(there, seat, "hold", "moved").state == "on_hold"
    assert positions.get(office.ada, seat).state == "open"


def test_every_table_of_tenants_is_taken_along_or_kept_back_on_purpose(office: Office) -> None:
    from planner.store.queries.whole import KEPT_BACK, tables

    names = {table.name for table in tables()}
    with zipfile.ZipFile(taken(office)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        held = {name.removeprefix("tables/").removesuffix(".jsonl") for name in archive.namelist()}
    assert set(manifest["tables"]) == held - {"manifest.json"}
    sealed = names - set(manifest["tables"]) - KEPT_BACK
    assert all(_has_secret(name) for name in sealed), sealed
    assert names >= KEPT_BACK


def _has_secret(name: str) -> bool:
    """Whether a table holds a secret, or rows that mean nothing without one that does."""
    from planner.store.tables import Base

    table = Base.metadata.tables[name]
    others = {key.column.table.name for key in table.foreign_keys} - {name, "workspaces"}
    return any(column.info.get("sealed") for column in table.columns) or any(map(_has_secret, others))


def spoiled(file: io.BytesIO, change: Any) -> io.BytesIO:
    """The archive with its parts changed by `change`."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.pop("manifest.json"),
        lambda parts: parts.update({"manifest.json": b"[]"}),
        lambda parts: parts.update(
            {"manifest.json": parts["manifest.json"].replace(b'"format": 1', b'"format": 9')}
        ),
        lambda parts: parts.update(
            {"tables/people.jsonl": parts["tables/people.jsonl"].replace(b"ana", b"eve")}
        ),
        lambda parts: parts.update({"tables/people.jsonl": b""}),
        lambda parts: parts.update({"tables/profiles.jsonl": b'{"x": 1}\n'}),
        lambda parts: parts.pop("tables/profiles.jsonl"),
        lambda parts: parts.update({"tables/profiles.jsonl": b"not json\n"}),
    ],
)
def test_a_damaged_archive_makes_no_workspace(office: Office, change: Any) -> None:
    from planner.services import workspaces

    office.profile()
    before = len(workspaces.index(office.ada))
    with pytest.raises(InvalidInput):
        carrying.bring(office.ada, spoiled(taken(office), change), "Damaged")
    assert len(workspaces.index(office.ada)) == before


def test_what_is_no_archive_is_refused(office: Office) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        carrying.bring(office.ada, io.BytesIO(b"PK nonsense"), "Nothing")
    with pytest.raises(Conflict):
        carrying.bring(office.ada, taken(office), _name(office))


def test_nothing_is_erased_without_the_name(office: Office) -> None:
    lived_in(office)
    for confirm in (None, "", "default"):
        with pytest.raises(Conflict, match=r"deletes for good: .*profiles 1"):
            carrying.erase(office.ada, confirm)
    assert office.seats()


def test_erasing_leaves_a_tombstone_and_the_audit_trail(office: Office) -> None:
    lived_in(office)
    other = _names(office)
    erased = carrying.erase(office.ada, _name(office))
    assert erased["profiles"] == 1 and erased["people"] == len(Office.PEOPLE)
    with office.ada.store.reading(office.workspace) as work:
        assert work.whole.counts() == {}
        workspace = work.workspaces.get(office.workspace)
        trail = list(work.whole.rows("audit_entries"))
    assert workspace and workspace.archived_at and "Workspace" not in workspace.name
    assert trail[-1]["action"] == "workspace.erase"
    assert len(_names(office)) == len(other)
    text = json.dumps(trail)
    assert "Harbour" not in text and "example.com" not in text


def test_only_an_admin_takes_along_or_erases(office: Office) -> None:
    for name in ("ana", "fin", "mo", "vi"):
        with pytest.raises(Forbidden):
            carrying.take(office.desks[name], io.BytesIO())
        with pytest.raises(Forbidden):
            carrying.erase(office.desks[name], _name(office))


def _name(office: Office) -> str:
    with office.ada.store.reading(office.workspace) as work:
        workspace = work.workspaces.get(office.workspace)
    assert workspace
    return workspace.name


def _names(office: Office) -> list[str]:
    from planner.services import workspaces

    return [each.name for each in workspaces.index(office.ada)]
