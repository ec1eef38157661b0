"""Events are there exactly when the change is that they tell of."""

import pytest

from planner.domain.lifecycle import WrongState
from planner.services import approving, plans
from tests.lives.office import Office


def types(office: Office) -> list[str]:
    with office.ada.store.reading(office.workspace) as work:
        return sorted(event.type for event in work.outbox.pending(1000))


def test_what_is_refused_tells_nobody(office: Office) -> None:
    plan = plans.make(office.ana, office.profile().id)
    before = types(office)
    with pytest.raises(WrongState):
        approving.reject(office.fin, plan.id, "not even submitted")
    assert types(office) == before == ["plan.created", "profile.created"]


def test_what_breaks_off_before_the_end_tells_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.services.ports import Desk

    plan = plans.make(office.ana, office.profile().id)
    before = types(office)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Desk, "finish", broken)
    with pytest.raises(ZeroDivisionError):
        approving.submit(office.ana, plan.id)
    assert types(office) == before
    assert plans.get(office.ana, plan.id).state == "draft"
    assert office.seats() == []


def test_an_event_is_taken_out_once(office: Office) -> None:
    office.profile()
    with office.ada.store.writing(office.workspace) as work:
        (event,) = work.outbox.pending(10)
        work.outbox.dispatched([event.id], office.clock())
        work.commit()
    assert types(office) == []
    assert (event.schema_version, event.actor) == (1, office.ana.actor.id)
