"""What query strings may say."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import RAISE, Schema

from planner.domain import Decision
from planner.schemas.faults import Fault, described
from planner.schemas.fields import Day, Spelled, Text, Whole, Word, refuse
from planner.services import ids
from planner.services.lookup import MOST_ITEMS, USUAL_ITEMS

CURSOR = "Where the page begins: `next` of the page before."
EXISTING_DAY = (
    r"^2[01][0-9]{2}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)$"
    r"|^(2000|2[01](0[48]|[2468][048]|[13579][26]))-02-29$"
)


class Number(Whole):
    """A whole number as a query string spells it: digits only."""

    def decode(self, value: Any) -> int:
        """The number."""
        if not isinstance(value, str) or not re.fullmatch("[0-9]{1,6}", value, re.ASCII):
            refuse(f"is {described(value)}, but a whole number is expected.", "Write digits only.")
        return super().decode(int(value))


class Id(Spelled):
    """An id of one kind."""

    parse = str

    def __init__(self, kind: str, about: str) -> None:
        self.kind, self.form = f"an id such as {kind}_...", ids.form(kind)  # type: ignore[misc]
        super().__init__(about, example=f"{kind}_{'0' * ids.LENGTH}")


class Query(Schema):
    """A query, or a small body, that says nothing unknown."""

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: Any) -> None:
        """Name what is known where something isn't."""
        known = tuple(self.declared_fields)
        self.error_messages = {"unknown": Fault("is not known here.", known=known)}


class PlanStartSchema(Query):
    """The day that a plan starts from."""

    today = Day(
        "The day that the plan starts from; the present day (UTC) where absent.",
        pattern=EXISTING_DAY,
        example="2027-01-04",
    )


class ListQuery(Query):
    """The part of a list."""

    limit = Number("How many items at most.", unit="items", least=1, most=MOST_ITEMS, default=USUAL_ITEMS)


class ProfileListQuery(ListQuery):
    """Which profiles to list."""

    cursor = Id(ids.PROFILE, CURSOR)
    name = Text("Only profiles of exactly this name.")


class PlansOfProfileQuery(ListQuery):
    """Which plans of a profile to list."""

    cursor = Id(ids.PLAN, CURSOR)


class PlanListQuery(PlansOfProfileQuery):
    """Which plans to list."""

    profile_id = Id(ids.PROFILE, "Only plans of this profile.")
    decision = Word("Only plans with this decision.", Decision)
