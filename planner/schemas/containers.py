"""Members that hold others: records, lists of records, sets of words and mappings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields

from planner.schemas.faults import described
from planner.schemas.fields import Fact, Member, Word, refuse

LONGEST_LIST = 5_000
LONGEST_MAPPING = 1_000


class Record(Member, fields.Nested):  # type: ignore[misc] # marshmallow names the value otherwise
    """One nested record; `hint` shows its form."""

    def __init__(self, schema: type[Schema], about: str, hint: str = "") -> None:
        super().__init__(schema, metadata={"description": about})
        self.hint = hint or "Write it as `fact: value` lines below this one."

    def _deserialize(self, value: Any, attr: Any, data: Any, partial: Any = None, **kwargs: Any) -> Any:
        if not isinstance(value, Mapping):
            refuse(f"is {described(value)}, but a mapping is expected.", self.hint)
        return self._load(value, partial=partial)

    def encode(self, value: Any) -> Any:
        """The record's own dump."""
        return self.schema.dump(value)


class Entries(Member, fields.List[Any]):
    """A list of at most `most` entries, as a tuple."""

    def __init__(self, inner: Member, about: str, most: int | None = LONGEST_LIST) -> None:
        super().__init__(inner, metadata={"description": about, **({"maxItems": most} if most else {})})
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list | tuple):
            refuse(
                f"is {described(value)}, but a list is expected.", "Begin each entry with a dash, or use [ ]."
            )
        if self.most and len(value) > self.most:
            fix = "Describe alike entries by one entry with a count."
            refuse(f"has {len(value):,} entries, more than {self.most:,}.", fix)
        return tuple(super()._deserialize(value, attr, data, **kwargs))

    def encode(self, value: Any) -> list[Any]:
        """Each entry in its place."""
        encode: Callable[[Any], Any] = self.inner.encode  # type: ignore[attr-defined]
        return [encode(each) for each in value]


class Words(Entries):
    """A set of words from a closed vocabulary, each at most once, dumped in the vocabulary's order."""

    def __init__(self, words: Word, about: str) -> None:
        super().__init__(words, about)
        self.order = {meaning: place for place, meaning in enumerate(words.names)}
        self.metadata = {**self.metadata, "uniqueItems": True}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        listed = super()._deserialize(value, attr, data, **kwargs)
        twice = [str(word) for word, times in Counter(listed).items() if times > 1]
        if twice:
            refuse(f"names {', '.join(twice)} more than once.", "Name each once.")
        return frozenset(listed)

    def encode(self, value: Any) -> list[Any]:
        """In the vocabulary's order."""
        return super().encode(sorted(value, key=self.order.__getitem__))


class Table(Member, fields.Dict):
    """A mapping of at most 1,000 keys; both sides are decoded, and a fault lies at its key."""

    def __init__(self, keys: Fact, values: Fact, about: str) -> None:
        super().__init__(metadata={"description": about, **_shape(keys, values)})
        self.each_key, self.each_value = keys, values

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, Mapping):
            refuse(f"is {described(value)}, but a mapping is expected.", "Write it as `key: value` lines.")
        if len(value) > LONGEST_MAPPING:
            refuse(
                f"has {len(value):,} keys, more than {LONGEST_MAPPING:,}.", "Leave out what is not needed."
            )
        found: dict[Any, Any] = {}
        faults: dict[Any, Any] = {}
        for key, each in value.items():
            try:
                found[self.each_key.decode(key)] = self._value(each)
            except ValidationError as error:
                faults[key] = error.messages
        if faults:
            raise ValidationError(faults)
        return found

    def _value(self, each: Any) -> Any:
        if each is None and not self.each_value.nothing:
            raise self.make_error("null")
        return self.each_value.decode(each)

    def encode(self, value: Any) -> dict[str, Any]:
        """In the order of the vocabulary of keys, else sorted by key."""
        rank = {word: place for place, word in enumerate(getattr(self.each_key, "words", ()))}
        pairs = ((self.each_key.encode(key), self.each_value.encode(each)) for key, each in value.items())
        return dict(sorted(pairs, key=lambda pair: (rank.get(pair[0], 0), pair[0])))


def _shape(keys: Fact, values: Fact) -> Mapping[str, Any]:
    value = {name: each for name, each in values.metadata.items() if not name.startswith("x_")}
    if isinstance(keys, Word):
        return {"properties": dict.fromkeys(keys.words, value), "additionalProperties": False}
    names = {
        name: keys.metadata[name] for name in ("pattern", "minLength", "maxLength") if name in keys.metadata
    }
    return {"additionalProperties": value, "maxProperties": LONGEST_MAPPING, "x_propertyNames": names}


def property_names(converter: Any, field: Any, ret: dict[str, Any]) -> dict[str, Any]:
    """For apispec's `add_attribute_function` (OpenAPI 3.1): what the keys of a mapping may be."""
    names = ret.pop("x-propertyNames", None)
    return {"propertyNames": names} if names else {}
