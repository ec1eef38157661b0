"""Reading and writing positions, approvals, budgets, scenarios, guidance and comments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, select

from planner.domain.lists import Ask
from planner.store import tables
from planner.store.lists import part
from planner.store.queries.rows import Rows


class Positions(Rows[tables.Position]):
    """The positions of the workspace, by id."""

    table = tables.Position

    def taken(self, stems: Collection[str]) -> Sequence[str]:
        """Ids that were ever given with these stems."""
        found: list[str] = []
        for stem in sorted(stems):
            found += self._session.scalars(
                select(tables.Position.id).where(tables.Position.id.startswith(f"{stem}-", autoescape=True))
            )
        return found


class PositionChanges(Rows[tables.PositionChange]):
    """The history of positions."""

    table = tables.PositionChange

    def append(self, **values: Any) -> tables.PositionChange:
        """Add the next step of a position that is held by this work."""
        self._session.flush()
        number = self._next(tables.PositionChange.number, position_id=values["position_id"])
        return self.add(number=number, **values)


class Hires(Rows[tables.Hire]):
    """People in seats."""

    table = tables.Hire

    def current(self, position_id: str) -> tables.Hire | None:
        """Who is in the seat."""
        return next(iter(self.all(position_id=position_id, current=True)), None)


class Requisitions(Rows[tables.Requisition]):
    """Openings for positions."""

    table = tables.Requisition

    def current(self, position_id: str) -> tables.Requisition | None:
        """The opening that is out."""
        return next(iter(self.all(position_id=position_id, current=True)), None)

    def of_teams(self, ask: Ask, teams: Collection[str]) -> Sequence[tables.Requisition]:
        """The part that `ask` wants of those for seats of `teams`, and one more."""
        seat, opening = tables.Position, tables.Requisition
        theirs = exists().where(
            seat.workspace_id == opening.workspace_id,
            seat.id == opening.position_id,
            seat.team.in_(teams),
        )
        return part(self._session, select(opening).where(theirs), opening, ask)


class Policies(Rows[tables.ApprovalPolicy]):
    """The approval policy of the workspace: one row, or none."""

    table = tables.ApprovalPolicy


class Approvals(Rows[tables.Approval]):
    """Steps of approval."""

    table = tables.Approval

    def append(self, **values: Any) -> tables.Approval:
        """Add the next step of a plan that is held by this work."""
        self._session.flush()
        number = self._next(tables.Approval.number, plan_id=values["plan_id"])
        return self.add(number=number, **values)


class Budgets(Rows[tables.Budget]):
    """Budgets that approvals have locked."""

    table = tables.Budget


class Scenarios(Rows[tables.Scenario]):
    """Named changes over profiles."""

    table = tables.Scenario


class GuidanceVersions(Rows[tables.GuidanceVersion]):
    """Guidance packs of the workspace."""

    table = tables.GuidanceVersion

    def of_hash(self, hash: str) -> tables.GuidanceVersion | None:
        """A pack of exactly that content, a published one rather than a draft."""
        found = self.all(hash=hash)
        return max(found, key=lambda row: (row.state != "draft", row.id), default=None)


class Publications(Rows[tables.GuidancePublication]):
    """Which guidance held from when on."""

    table = tables.GuidancePublication

    def latest(self) -> tables.GuidancePublication | None:
        """The one that holds; None where the shipped guidance always did."""
        query = select(tables.GuidancePublication).order_by(tables.GuidancePublication.number.desc()).limit(1)
        return self._session.scalars(query).one_or_none()

    def append(self, **values: Any) -> tables.GuidancePublication:
        """Add the next one; of two at once, one fails."""
        return self.add(number=self._next(tables.GuidancePublication.number), **values)


class Comments(Rows[tables.Comment]):
    """Comments on plans and positions."""

    table = tables.Comment
