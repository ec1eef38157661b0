"""Schemas of domain dataclasses: which members may be unknown or absent follows from the dataclass itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache, cached_property
from operator import attrgetter
from types import NoneType
from typing import Any, ClassVar, NamedTuple, cast, get_args, get_type_hints

from marshmallow import RAISE, Schema, post_load
from marshmallow.fields import Field, Nested

from planner.schemas.faults import Fault
from planner.schemas.fields import Member


class Column(NamedTuple):
    """How one member leaves: its key, where it stands, its default, and its encoder."""

    key: str
    get: Callable[[Any], Any]
    default: Any
    encode: Callable[[Any], Any]


class RecordSchema(Schema):
    """A schema that builds, and dumps, `builds`.

    `sparse` dumps leave out what is at its default; others hold every member. Dumping goes straight
    through the fields' encoders, past marshmallow's own machinery: a large plan takes milliseconds.
    """

    class Meta:
        unknown = RAISE

    builds: ClassVar[Any]
    sparse: ClassVar[bool] = True

    def on_bind_field(self, field_name: str, field_obj: Field[Any]) -> None:
        """Take over from the dataclass what is required, may be null, and is the default."""
        default = defaults(self.builds)[field_name]
        field_obj.required = default is MISSING or not self.sparse
        field_obj.allow_none = field_name in nullable(self.builds)
        shown: dict[str, Any] = (
            {"default": getattr(default, "value", default)}
            if default and isinstance(default, str | float | int)
            else {}
        )
        if field_obj.allow_none and "enum" in field_obj.metadata:
            shown["enum"] = [*field_obj.metadata["enum"], None]
        field_obj.metadata = {**field_obj.metadata, **shown}
        known = tuple(self.declared_fields)
        self.error_messages = {
            "unknown": Fault("is not a fact that is known here.", known=known, elsewhere=self._places),
            "type": Fault("is not a mapping.", "Write it as `fact: value` lines."),
        }

    @post_load
    def build(self, data: Mapping[str, Any], **kwargs: Any) -> Any:
        """The domain object."""
        return self.builds(**data)

    def _places(self) -> dict[str, str]:
        """Where the members of this schema's records stand, by their names."""
        return {
            member: f"{name}.{member}"
            for name, field in self.declared_fields.items()
            if isinstance(field, Nested)
            for member in field.schema.declared_fields
        }

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The dumper of this schema, derived from its fields."""
        given = defaults(self.builds)
        return tuple(
            Column(name, attrgetter(name), given[name], cast(Member, field).encode)
            for name, field in self.dump_fields.items()
        )

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """The object, or each of many, as JSON types."""
        if self.many if many is None else many:
            return [self._row(each) for each in obj]
        return self._row(obj)

    def _row(self, obj: Any) -> Any:
        row = {}
        for key, get, default, encode in self.columns:
            value = get(obj)
            if not (self.sparse and value == default):
                row[key] = None if value is None else encode(value)
        return row


@cache
def nullable(record: Any) -> frozenset[str]:
    """The fields of a dataclass that may be None, which says that they are unknown."""
    return frozenset(name for name, hint in get_type_hints(record).items() if NoneType in get_args(hint))


@cache
def defaults(record: Any) -> Mapping[str, Any]:
    """The default of each field of a dataclass, MISSING where it has none."""
    return {
        each.name: each.default if each.default_factory is MISSING else each.default_factory()
        for each in fields(record)
    }
