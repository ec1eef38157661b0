"""What query strings may say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import request
from marshmallow import RAISE, Schema, ValidationError

from planner.domain import InvalidInput, Problem
from planner.schemas import problems
from planner.schemas.faults import Fault, described
from planner.schemas.fields import Day, Spelled, Whole, refuse
from planner.services import ids

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


class Moment(Spelled):
    """A moment in UTC, as `2026-11-23T09:00:00Z`."""

    kind = "a moment in UTC"
    form = r"2[01][0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z"
    parse = datetime.fromisoformat
    spec = {"example": "2026-11-23T09:00:00Z"}  # noqa: RUF012


class Selection(Spelled):
    """Names of fields, set apart by commas; `id` is always among them."""

    parse = str

    def __init__(self, names: Iterable[str]) -> None:
        names = list(names)
        one = f"({'|'.join(names)})"
        self.kind, self.form = "a list of known fields", f"{one}(,{one}){{0,{len(names)}}}"  # type: ignore[misc]
        super().__init__("Only these fields of each item, set apart by commas.", example=",".join(names[:2]))

    def decode(self, value: Any) -> frozenset[str]:
        """The names."""
        return frozenset({"id", *super().decode(value).split(",")})


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


def asked(schema: type[Schema]) -> dict[str, Any]:
    """The query string by `schema`; raises InvalidInput, also for a parameter that stands twice."""
    given = request.args.to_dict(flat=False)
    twice = [
        Problem(name, "stands more than once.", "Send it once.") for name in given if len(given[name]) > 1
    ]
    if twice:
        raise InvalidInput(*twice)
    return loaded(schema, {name: values[0] for name, values in given.items()})


def loaded(schema: type[Schema], data: Mapping[str, Any]) -> dict[str, Any]:
    """What `schema` makes of `data`; raises InvalidInput."""
    try:
        made: dict[str, Any] = schema().load(data)
    except ValidationError as error:
        raise InvalidInput(*problems(error.messages)) from None
    return made
