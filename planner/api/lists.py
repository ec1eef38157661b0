"""Lists over HTTP: a part, the way to the next one, filters, order and a selection of fields."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from flask import g, request
from marshmallow import Schema, fields, post_dump

from planner.api.doors import Answer, Intake
from planner.api.queries import Number, Query, Selection, asked
from planner.domain.lists import CURSOR, MOST_ITEMS, USUAL_ITEMS, Ask, Listing
from planner.schemas.fields import Fact, Spelled, Word
from planner.services import Page

LINK = {"Link": {"description": '`rel="next"`: the following part.', "schema": {"type": "string"}}}
LIMITED: Mapping[str, Fact] = {
    "limit": Number("How many items at most.", unit="items", least=1, most=MOST_ITEMS, default=USUAL_ITEMS)
}


class Cursor(Spelled):
    """Where a part begins."""

    kind, form, parse = "a cursor", CURSOR, str
    spec = {"example": "WyI5Zjg2ZDA4MSIsInByb2ZfMDEiXQ"}  # noqa: RUF012


class PageSchema(Schema):
    """A part of a list."""

    next = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Send it as `cursor` for the following part; null at the end."},
    )


class _Selected:
    """Items of which only the fields that were asked for are left."""

    @post_dump
    def _select(self, page: dict[str, Any], **_: Any) -> dict[str, Any]:
        wanted = g.get("selection")
        if wanted:
            page["items"] = [{name: item[name] for name in item if name in wanted} for item in page["items"]]
        return page


@dataclass(frozen=True)
class ListDoor:
    """A list as its operations declare it: what it lists, and a field for each of its filters.

    Its items are `schema`'s; where they are heavy (`sparse`), a client can ask for some of their fields.
    """

    listing: Listing
    schema: type[Schema]
    example: Any
    filters: Mapping[str, Fact]
    sparse: bool = False

    def __post_init__(self) -> None:
        unknown = self.filters.keys() - self.listing.filters.keys()
        assert not unknown, f"{self.listing.name} cannot be filtered by {unknown}"

    @cached_property
    def query(self) -> type[Schema]:
        """The schema of the query string."""
        order = Word(
            f"The order; a minus stands for descending. Usual: `{self.listing.usual}`.",
            {name: name for name in self.listing.orders},
        )
        chosen = {"fields": Selection(self.schema().dump_fields)} if self.sparse else {}
        members = {**LIMITED, "cursor": Cursor("`next` of the page before."), "sort": order, **chosen}
        return Query.from_dict({**members, **self.filters}, name="ListQuery")

    def answer(self, about: str = "A part of the list.", errors: tuple[int, ...] = ()) -> Answer:
        """What the operation answers."""
        example = {"items": [self.example], "next": None}
        return Answer(
            schema=_page(self.schema, self.sparse),
            about=about,
            example=example,
            headers=LINK,
            errors=errors,
            tells=following,
        )

    @cached_property
    def intake(self) -> Intake:
        """What the operation takes: the view is given `ask`."""
        return Intake(self._read, {"parameters": [{"in": "query", "schema": self.query}]}, (422,))

    def _read(self) -> Mapping[str, Any]:
        said = asked(self.query)
        g.selection = said.pop("fields", None)
        limit, cursor, sort = said.pop("limit", USUAL_ITEMS), said.pop("cursor", None), said.pop("sort", "")
        ask = Ask(self.listing, limit, sort, said)
        return {"ask": ask if cursor is None else ask.beginning(cursor)}


@cache
def _page(schema: type[Schema], sparse: bool) -> type[Schema]:
    """The schema of a part of a list of these items."""
    noun = schema.__name__.removesuffix("ItemSchema")
    items = fields.List(fields.Nested(_excerpt(schema, noun) if sparse else schema), required=True)
    bases = (_Selected, PageSchema) if sparse else (PageSchema,)
    return type(f"{noun}PageSchema", bases, {"items": items, "__doc__": "A part of a list."})


def _excerpt(schema: type[Schema], noun: str) -> type[Schema]:
    """The schema of items of which a client can leave out what it doesn't need, all but the id."""
    members = {name: deepcopy(member) for name, member in schema().dump_fields.items()}
    for name, member in members.items():
        member.required = name == "id"
    return Schema.from_dict(members, name=f"{noun}ExcerptSchema")


def following(page: Page[Any]) -> Mapping[str, str]:
    """The header that leads to the next part, where there is one (RFC 8288)."""
    if page.next is None:
        return {}
    query = {**request.args.to_dict(), "cursor": page.next}
    return {"Link": f'<{request.path}?{urlencode(query)}>; rel="next"'}
