"""Approval of plans: the policy, each step that was taken, and the budget that an approval locks."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import ID, Base, Cents, Tenant, Versioned


def _of_plan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", "plan_id"], ["plans.workspace_id", "plans.id"])


class ApprovalPolicy(Versioned, Tenant, Base):
    """Who has to agree to plans of which size, where the workspace has said so."""

    __tablename__ = "approval_policies"

    document: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(ID)


class Approval(Tenant, Base):
    """One step: somebody submitted, approved, rejected or took back a plan; never changed once written."""

    __tablename__ = "approvals"
    __table_args__ = (_of_plan(),)

    plan_id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    level: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str] = mapped_column(ID)
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class Budget(Tenant, Base):
    """Money that an approved plan may cost in one fiscal year: `cost` was planned, `amount` is the limit."""

    __tablename__ = "budgets"
    __table_args__ = (_of_plan(),)

    plan_id: Mapped[str] = mapped_column(ID, primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(Cents)
    cost: Mapped[Decimal] = mapped_column(Cents)
    locked_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
