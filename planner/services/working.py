"""Background work over rows that workers lease: events out, scheduled runs. Any number of workers may run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from planner.domain import PlannerError
from planner.domain.access import Permission, system
from planner.services import delivering, pruning, rosters, syncing, workspaces
from planner.services.ports import Desk
from planner.services.ports.exchange import ConnectionRecord

Report = Callable[[str, dict[str, object]], None]


@dataclass(frozen=True, slots=True)
class Tick:
    """What one round of work did."""

    dispatched: int = 0
    sent: int = 0
    synced: int = 0
    pruned: int = 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.dispatched or self.sent or self.synced or self.pruned)

    def __add__(self, other: Tick) -> Tick:
        return Tick(
            self.dispatched + other.dispatched,
            self.sent + other.sent,
            self.synced + other.synced,
            self.pruned + other.pruned,
        )


def tick(desk: Desk, report: Report) -> Tick:
    """One round through all workspaces; what goes wrong in one of them is reported and stops no other."""
    done = Tick()
    for workspace in workspaces.index(desk):
        if workspace.archived_at is None:
            done += _in_workspace(desk.acting(system(workspace.id)), report)
    return done


def _in_workspace(desk: Desk, report: Report) -> Tick:
    done = Tick()
    jobs: tuple[tuple[str, Callable[[], Tick]], ...] = (
        ("dispatch", lambda: Tick(dispatched=delivering.dispatch(desk))),
        ("deliver", lambda: Tick(sent=delivering.deliver(desk))),
        ("sync", lambda: Tick(synced=_scheduled(desk, report))),
        ("prune", lambda: Tick(pruned=pruning.prune(desk))),
    )
    for name, job in jobs:
        try:
            done += job()
        except PlannerError as error:
            report(
                name, {"workspace": desk.actor.workspace, "problems": [str(each) for each in error.problems]}
            )
    return done


def _scheduled(desk: Desk, report: Report) -> int:
    now = desk.now()
    with desk.reading(Permission.DATA_EXCHANGE) as work:
        if not work.connections.due(now):
            return 0
    with desk.writing(Permission.DATA_EXCHANGE) as work:
        due = work.connections.due(now)
        for record in due:  # before the run: one that fails is not tried again at once
            later = None if record.every_minutes is None else now + timedelta(minutes=record.every_minutes)
            work.connections.schedule(record.id, later)
        work.commit()
    for record in due:
        try:
            _synced(desk, record)
        except PlannerError as error:
            said = [str(each) for each in error.problems]
            report("sync", {"workspace": desk.actor.workspace, "connection": record.id, "problems": said})
    return len(due)


def _synced(desk: Desk, record: ConnectionRecord) -> None:
    caps = desk.beyond.tools.caps(record.kind)
    if caps.roster:
        rosters.pull(desk, record.id)
    if caps.openings:
        syncing.sync(desk, record.id)
