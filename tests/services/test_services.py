"""Use cases on a store in memory: exactly one commit, nothing half done, nothing asked for in vain."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from planner import engine, guidance, hiring
from planner.domain import InvalidInput, InvalidProfile, NotFound, NotReproducible, Profile
from planner.domain.access import operator
from planner.domain.audit import Event
from planner.domain.lists import Ask
from planner.domain.profile import Staff
from planner.schemas import plans as plan_schema
from planner.schemas import profiles as profile_schema
from planner.services import Basis, Desk, Shipped, ids, knowledge, plans, profiles
from planner.services.lookup import page

NOW = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)
PROFILE = Profile(name="Harbour Retail", use_cases_in_production=9, data_scientists=14.0)


@dataclass
class Memory:
    """A store that keeps what is committed, and counts."""

    profiles: dict[str, list[Any]] = field(default_factory=dict)
    plans: dict[str, Any] = field(default_factory=dict)
    commits: int = 0
    events: list[Event] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def reading(self, workspace: str) -> Iterator["Work"]:
        self.opened.append("reading")
        yield Work(self)

    @contextmanager
    def writing(self, workspace: str) -> Iterator["Work"]:
        self.opened.append("writing")
        yield Work(self)

    def ready(self) -> None:
        pass


class Work:
    def __init__(self, memory: Memory) -> None:
        self.memory, self.pending = memory, list[Callable[[], None]]()
        self.profiles, self.plans = Profiles(self), Plans(self)
        self.audit = SimpleNamespace(
            add=lambda event: self.pending.append(lambda: memory.events.append(event))
        )
        self.outbox = SimpleNamespace(
            add=lambda event, actor: self.pending.append(lambda: memory.told.append(event))
        )
        self.publications = SimpleNamespace(latest=lambda: None)
        self.guidance = SimpleNamespace(of_hash=lambda hash: None)
        self.positions = SimpleNamespace(all=lambda **filters: ())

    def commit(self) -> None:
        self.memory.commits += 1
        for do in self.pending:
            do()
        self.pending.clear()


@dataclass
class Profiles:
    work: Work

    def add(self, id: str, name: str, document: Mapping[str, Any], digest: str, now: datetime) -> Any:
        record = SimpleNamespace(id=id, name=name, document=document, digest=digest, version=1)
        self.work.pending.append(lambda: self.work.memory.profiles.update({id: [record]}))
        return record

    def replace(
        self,
        id: str,
        name: str,
        document: Mapping[str, Any],
        digest: str,
        now: datetime,
        check: Callable[[int], None],
    ) -> Any:
        versions = self.work.memory.profiles.get(id)
        if versions is None:
            return None
        check(len(versions))
        record = SimpleNamespace(
            id=id, name=name, document=document, digest=digest, version=len(versions) + 1
        )
        self.work.pending.append(lambda: versions.append(record))
        return record

    def get(self, id: str) -> Any:
        self.work.memory.asked.append(id)
        return self.work.memory.profiles.get(id, [None])[-1]

    def document(self, id: str, version: int) -> Any:
        return self.work.memory.profiles[id][version - 1].document

    def digest(self, id: str, version: int) -> Any:
        return self.work.memory.profiles[id][version - 1].digest

    def list(self, ask: Ask) -> Any:
        found = sorted(self.work.memory.profiles, reverse=True)
        return [self.work.memory.profiles[id][-1] for id in found][: ask.limit + 1]


@dataclass
class Plans:
    work: Work

    def add(
        self, id: str, profile_id: str, profile_version: int, plan: Any, document: str, *rest: Any
    ) -> Any:
        made = plan.provenance
        basis = {
            "program": made.program,
            "guidance": made.guidance,
            "guidance_version": made.guidance_version,
            "guidance_hash": made.guidance_hash,
            "assumptions_digest": rest[0],
            "pay_digest": rest[1],
        }
        record = SimpleNamespace(
            id=id,
            profile_id=profile_id,
            profile_version=profile_version,
            document=document,
            basis=basis,
            digest="d",
            today=made.today,
        )
        self.work.pending.append(lambda: self.work.memory.plans.update({id: record}))
        return record

    def get(self, id: str) -> Any:
        self.work.memory.asked.append(id)
        return self.work.memory.plans.get(id)

    def adopted(self, profile_id: str) -> Any:
        return []

    def list(self, ask: Ask) -> Any:
        found = sorted(self.work.memory.plans, reverse=True)
        return [self.work.memory.plans[id] for id in found][: ask.limit + 1]


class Documents:
    dump = staticmethod(profile_schema.dump)
    load = staticmethod(profile_schema.load)
    text = staticmethod(plan_schema.dumps)


@cache
def known() -> engine.Knowledge:
    return engine.Knowledge(guidance.load(), hiring.load_pay(), hiring.load_roles())


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def desk(memory: Memory) -> Desk:
    return Desk(
        memory,
        Documents(),
        lambda: Shipped(known(), hiring.load_roles(), Basis.of(known())),
        lambda: NOW,
        actor=operator("ws_x"),
    )


def test_each_writing_use_case_commits_once(desk: Desk, memory: Memory) -> None:
    stored = profiles.create(desk, PROFILE)
    assert (memory.commits, memory.opened) == (1, ["writing"])
    profiles.replace(desk, stored.id, replace(PROFILE, ml_teams=4))
    assert (memory.commits, memory.opened) == (2, ["writing"] * 2)
    plans.make(desk, stored.id)
    assert (memory.commits, memory.opened[2:]) == (3, ["reading", "writing"])


def test_reading_use_cases_commit_nothing(desk: Desk, memory: Memory) -> None:
    stored = profiles.create(desk, PROFILE)
    made = plans.make(desk, stored.id)
    memory.opened.clear()
    profiles.get(desk, stored.id)
    profiles.index(desk)
    plans.get(desk, made.id)
    plans.index(desk)
    plans.index_of_profile(desk, stored.id)
    plans.why(desk, made.id)
    plans.rerun(desk, made.id)
    plans.preview(desk, PROFILE)
    assert (memory.commits, set(memory.opened)) == (2, {"reading"})


def test_a_plan_is_made_without_holding_the_store(
    desk: Desk, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = profiles.create(desk, PROFILE)
    during: list[list[str]] = []
    make = engine.plan

    def watched(*given: Any) -> Any:
        during.append(list(memory.opened))
        return make(*given)

    monkeypatch.setattr(engine, "plan", watched)
    plans.make(desk, stored.id)
    assert during == [["writing", "reading"]]


def test_a_profile_that_no_plan_could_be_made_of_is_not_stored(desk: Desk, memory: Memory) -> None:
    contradictory = Profile(name="x", staff=(Staff(role="MLOps Engineer"),), current_mlops_fte=5)
    with pytest.raises(InvalidProfile, match="current_mlops_fte"):
        profiles.create(desk, contradictory)
    stored = profiles.create(desk, PROFILE)
    with pytest.raises(InvalidProfile, match="current_mlops_fte"):
        profiles.replace(desk, stored.id, contradictory)
    assert (len(memory.profiles[stored.id]), memory.commits) == (1, 1)


@pytest.mark.parametrize(
    "id", ["", "x", "prof_", "prof_" + "0" * 25, "plan_" + "0" * 26, "prof_\0", "ſ" * 31]
)
def test_what_cannot_be_an_id_is_not_asked_for(desk: Desk, memory: Memory, id: str) -> None:
    with pytest.raises(NotFound, match="There is no profile"):
        profiles.get(desk, id)
    assert memory.asked == []


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    profile, plan = ids.new(ids.PROFILE, NOW), ids.new(ids.PLAN, NOW)
    for use in (profiles.get, plans.make, plans.index_of_profile):
        with pytest.raises(NotFound, match=profile):
            use(desk, profile)
    with pytest.raises(NotFound, match=profile):
        profiles.replace(desk, profile, PROFILE)
    for use in (plans.get, plans.why, plans.rerun):
        with pytest.raises(NotFound, match=plan):
            use(desk, plan)
    with pytest.raises(NotFound):
        knowledge.rule(desk, "no.such_rule")


def test_the_present_day_is_that_of_utc(desk: Desk) -> None:
    assert desk.today() == date(2026, 11, 23)
    made = plans.make(desk, profiles.create(desk, PROFILE).id)
    assert made.today == date(2026, 11, 23)
    assert plans.preview(desk, PROFILE) == made.document


def test_a_plan_comes_out_again_from_the_version_it_was_made_of(desk: Desk) -> None:
    stored = profiles.create(desk, PROFILE)
    made = plans.make(desk, stored.id, date(2027, 1, 31))
    profiles.replace(desk, stored.id, Profile(name="Someone else"))
    again = plans.rerun(desk, made.id)
    assert (again.plan_id, again.identical, again.digest) == (made.id, True, made.digest)


@pytest.mark.parametrize("name", list(plans.BASIS))
def test_what_has_changed_since_is_said(desk: Desk, name: str) -> None:
    made = plans.make(desk, profiles.create(desk, PROFILE).id)
    with pytest.raises(NotReproducible) as raised:
        other = replace(desk.shipped(), basis=replace(desk.basis, **{name: "another"}))
        plans.rerun(replace(desk, shipped=lambda: other), made.id)
    (problem,) = raised.value.problems
    assert problem.path == name
    assert "another" in problem.message and made.basis[name] in problem.message


def test_a_plan_that_comes_out_otherwise_is_said_to(desk: Desk, memory: Memory) -> None:
    made = plans.make(desk, profiles.create(desk, PROFILE).id)
    memory.plans[made.id].document += " "
    with pytest.raises(NotReproducible, match="another plan"):
        plans.rerun(desk, made.id)


def test_pages_end_where_the_list_ends() -> None:
    records = [SimpleNamespace(id=ids.new(ids.PLAN, NOW)) for _ in range(4)]
    records.sort(key=lambda record: record.id, reverse=True)

    first = page(Ask(plans.PLANS, 3), records)
    assert first.items == records[:3] and first.next is not None
    assert Ask(plans.PLANS).beginning(first.next).after == (records[2].id, records[2].id)
    assert page(Ask(plans.PLANS, 4), records).next is None
    assert page(Ask(plans.PLANS, 4), []).items == []
    with pytest.raises(InvalidInput, match="cursor"):
        Ask(profiles.PROFILES).beginning(first.next)


def test_ids_say_their_kind_and_sort_by_age() -> None:
    moments = [datetime(year, 1, 1, tzinfo=UTC) for year in (1971, 2026, 2027, 2100, 9999)]
    made = [ids.new(ids.PLAN, moment) for moment in moments]
    assert made == sorted(made)
    assert all(ids.names(ids.PLAN, id) and len(id) == 31 for id in made)
    assert not any(ids.names(ids.PROFILE, id) for id in made)
    assert len({ids.new(ids.PLAN, NOW) for _ in range(1_000)}) == 1_000
