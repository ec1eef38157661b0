"""Strict fields: nothing is coerced, faults say what to write instead, limits show in OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, NoReturn

from marshmallow import ValidationError, fields

from planner.domain import FiscalQuarter, Month
from planner.schemas.faults import Fault, described

MOST = 1_000_000
MOST_MONEY = 1_000_000_000_000
LONGEST_TEXT = 200
_HIDDEN = r"\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff"
UNPRINTABLE = re.compile(rf"[{_HIDDEN}\ud800-\udfff]")


def refuse(message: str, fix: str = "", **words: Any) -> NoReturn:
    """Raise the field's validation error."""
    raise ValidationError(Fault(message, fix, **words))


class Member(fields.Field[Any]):
    """What every member of a record can do: say what it means, and leave as JSON."""

    @property
    def about(self) -> str:
        """What the value means, with its unit."""
        return str(self.metadata["description"])

    def encode(self, value: Any) -> Any:
        """The JSON value of a domain value that is not None."""
        return value

    def make_error(self, key: str, **kwargs: Any) -> ValidationError:
        """Missing and empty values, with what the member means."""
        return ValidationError(_ABSENT[key](self))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else self.encode(value)


class Fact(Member):
    """A value described by `about`; `spec` are OpenAPI keywords. `decode` and `encode` are inverse."""

    kind: ClassVar[str] = "a value"
    hint: ClassVar[str] = ""
    nothing: ClassVar[bool] = False  # whether null is a value like others
    spec: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, about: str, **spec: Any) -> None:
        super().__init__(metadata={**self.spec, **spec, "description": about})

    def decode(self, value: Any) -> Any:
        """The domain's value; raises ValidationError."""
        return value

    def wrong_type(self, value: Any) -> NoReturn:
        """Refuse a value that is not of this kind at all."""
        refuse(f"is {described(value)}, but {self.kind} is expected.", self.hint)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return self.decode(value)


def _required(field: fields.Field[Any]) -> Fault:
    example = field.metadata.get("example")
    shape = f", for example `{field.name}: {example}`" if isinstance(example, str | int | float) else ""
    return Fault("is missing.", f"Add it{shape}: {field.metadata['description']}")


_ABSENT: Mapping[str, Callable[[fields.Field[Any]], Fault]] = {
    "required": _required,
    "null": lambda field: Fault("is empty.", "Give it a value, or leave it out."),
}


class Text(Fact):
    """Text of 1 to 200 characters, not blank, printable (line breaks and tabs are)."""

    kind = "a text"
    hint = "Put it in quotes."
    spec: ClassVar[Mapping[str, Any]] = {
        "type": "string",
        "minLength": 1,
        "maxLength": LONGEST_TEXT,
        "pattern": f"^[^{_HIDDEN}]*[^{_HIDDEN}\\s][^{_HIDDEN}]*$",
    }

    def decode(self, value: Any) -> str:
        """The text as it stands."""
        if not isinstance(value, str):
            self.wrong_type(value)
        if not value.strip():
            refuse("is blank.", "Give it a text, or leave it out.")
        if len(value) > LONGEST_TEXT:
            refuse(f"has {len(value)} characters.", f"Shorten it to at most {LONGEST_TEXT}.")
        found = UNPRINTABLE.search(value)
        if found:
            refuse(
                f"holds the unprintable character U+{ord(found[0]):04X}.", "Remove it, or retype the text."
            )
        return value


class Number(Fact):
    """A number (not yes/no, not text) from `least` to `most` in `unit`."""

    kind = "a number"
    hint = "Write a plain number such as 2.5, without quotes or separators."
    spec: ClassVar[Mapping[str, Any]] = {"type": "number"}

    def __init__(self, about: str, *, unit: str, least: float = 0, most: float = MOST, **spec: Any) -> None:
        super().__init__(about, minimum=least, maximum=most, x_unit=unit, **spec)
        self.least, self.most = least, most

    def decode(self, value: Any) -> float | Decimal:
        """The number as float, never -0.0."""
        return float(self.within(value)) + 0.0

    def within(self, value: Any) -> Any:
        """`value` if it is a number in the range."""
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            self.wrong_type(value)
        if isinstance(value, Decimal) and not value.is_finite():
            self.wrong_type(value)
        if not self.least <= value <= self.most:
            refuse(
                f"is {described(value)}, but must lie between {self.least:,} and {self.most:,}.", self.about
            )
        return value

    def encode(self, value: float) -> float:
        """Whole numbers without a decimal point."""
        return int(value) if value == int(value) else float(value)


class Whole(Number):
    """A whole number; 5.0 is none."""

    kind = "a whole number"
    hint = "Write a whole number such as 3, without point or quotes."
    spec: ClassVar[Mapping[str, Any]] = {"type": "integer"}

    def decode(self, value: Any) -> int:
        """The number as int."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong_type(value)
        return int(self.within(value))


class Amount(Number):
    """An amount of money, not negative, kept exactly as it is written."""

    kind = "an amount"
    hint = "Write a plain number such as 250000, without currency or separators."

    def __init__(self, about: str, **spec: Any) -> None:
        super().__init__(about, unit="currency of the budget", most=MOST_MONEY, **spec)

    def decode(self, value: Any) -> Decimal:
        """The amount as Decimal."""
        amount = self.within(value)
        return Decimal(repr(amount) if isinstance(amount, float) else amount).copy_abs()


class YesNo(Fact):
    """Yes or no: `true` and `false` in JSON."""

    kind = "yes or no"
    hint = "Write yes or no (in JSON true or false), without quotes."
    spec: ClassVar[Mapping[str, Any]] = {"type": "boolean"}

    def decode(self, value: Any) -> bool:
        """The answer."""
        if not isinstance(value, bool):
            self.wrong_type(value)
        return value


class Word(Fact):
    """One word of a closed vocabulary; `words` is an enumeration, or maps each word to what it means."""

    kind = "a word"
    spec: ClassVar[Mapping[str, Any]] = {"type": "string"}

    def __init__(self, about: str, words: type[StrEnum] | Mapping[str, Any], **spec: Any) -> None:
        pairs = words.items() if isinstance(words, Mapping) else ((word.value, word) for word in words)
        self.words = dict(pairs)
        self.names = {meaning: word for word, meaning in self.words.items()}
        super().__init__(about, enum=list(self.words), **spec)

    def decode(self, value: Any) -> Any:
        """What the word means."""
        if not isinstance(value, str):
            refuse(f"is {described(value)}, but a word is expected.", f"Write one of: {_some(self.words)}.")
        if value not in self.words:
            example = self.metadata.get("example")
            hint = f"Write one such as {example}." if example else ""
            refuse(f"is {described(value)}, which is not known here.", hint, known=self.words, word=value)
        return self.words[value]

    def encode(self, value: Any) -> str:
        """The word for it."""
        return self.names[value]


def _some(words: Iterable[str]) -> str:
    listed = list(words)
    return ", ".join(listed) if len(listed) <= 16 else f"{', '.join(listed[:8])} and others"


class Spelled(Fact):
    """A text of one exact form, read by `parse`."""

    form: ClassVar[str]
    parse: ClassVar[Callable[..., Any]]
    span: ClassVar[str] = ""

    def __init__(self, about: str, **spec: Any) -> None:
        super().__init__(about, **{"type": "string", "pattern": f"^{self.form}$", **spec})

    def decode(self, value: Any) -> Any:
        """The value it spells."""
        example = self.metadata["example"]
        if not isinstance(value, str):
            refuse(f"is {described(value)}, but {self.kind} is expected.", f"Write it like {example}.")
        if not re.fullmatch(self.form, value):
            refuse(
                f"is {described(value)}, which is not {self.kind}.", f"Write it like {example}{self.span}."
            )
        try:
            return type(self).parse(value)
        except ValueError:
            refuse(f"is {described(value)}, which does not exist.", f"Write {self.kind} such as {example}.")

    def encode(self, value: Any) -> str:
        """The spelling."""
        return str(value)


class Day(Spelled):
    """A day, as `2027-03-31`, in the years 2000 to 2199."""

    kind, form, parse = "a day", r"2[01][0-9]{2}-[0-9]{2}-[0-9]{2}", date.fromisoformat
    span = ", in the years 2000 to 2199"
    spec: ClassVar[Mapping[str, Any]] = {"format": "date", "example": "2027-03-31"}


class InMonth(Spelled):
    """A month, as `2027-03`, in the years 2000 to 2199."""

    kind, form, parse = "a month", r"2[01][0-9]{2}-(0[1-9]|1[0-2])", Month.parse
    span = ", in the years 2000 to 2199"
    spec: ClassVar[Mapping[str, Any]] = {"example": "2027-03"}


class InQuarter(Spelled):
    """A fiscal quarter, as `FY2027-Q3`."""

    kind, form, parse = "a fiscal quarter", r"FY2[01][0-9]{2}-Q[1-4]", FiscalQuarter.parse
    spec: ClassVar[Mapping[str, Any]] = {"example": "FY2027-Q3"}


class InYear(Spelled):
    """A fiscal year as a key, such as `"2027"`."""

    kind, form, parse = "a fiscal year", r"2[01][0-9]{2}", int
    spec: ClassVar[Mapping[str, Any]] = {"example": "2027"}


class Country(Spelled):
    """A country by its ISO 3166 alpha-2 code."""

    kind, form, parse = "a country code of two capitals", r"[A-Z]{2}", str
    spec: ClassVar[Mapping[str, Any]] = {"example": "DE"}
