"""YAML and JSON as plain data: read strictly, in bounded time and memory, with the line of every value.

What is kept is what was written. Dates, `1_000`, `0x1F` and `1:30` stay text; `yes`, `no`, `true` and `false`
are yes/no; a key stays the text it is written as. Repeated keys, anchors, aliases, tags, unprintable
characters and numbers that cannot be kept exactly are refused.
Every refusal is an InvalidInput with path and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, cast

from planner.domain import InvalidInput
from planner.schemas import jsontext, yamltext
from planner.schemas.fields import UNPRINTABLE
from planner.schemas.paths import join, shown
from planner.schemas.syntax import Event, Kind, Limits, refuse

Format = Literal["auto", "json", "yaml"]

_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No"), False),  # NO stays text: it is Norway
}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
_LONGEST_NUMBER, _LARGEST_WHOLE = 40, 10**15
_LONGEST_PATH = 200


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data with the line (from 1) of each path; lines of very long paths are left out."""

    data: dict[str, Any]
    lines: Mapping[str, int]


def read(source: str | bytes, format: Format = "auto", limits: Limits | None = None) -> Document:
    """Read a mapping from YAML or JSON; `auto` takes text that begins with a brace or bracket for JSON.

    Raises InvalidInput.
    """
    bounds = limits or Limits()
    text = _text(source, bounds)
    if format == "auto":
        format = "json" if text.lstrip()[:1] in ("{", "[") else "yaml"
    syntax = jsontext if format == "json" else yamltext
    return _document(syntax.events(text), bounds)


def _text(source: str | bytes, limits: Limits) -> str:
    if len(source) > limits.size:
        refuse(
            "",
            f"is larger than {limits.size:,} bytes.",
            "Send less at once; alike teams need one entry with a count.",
        )
    try:
        text = (source if isinstance(source, bytes) else source.encode()).decode("utf-8-sig")
    except UnicodeError as error:
        where = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        refuse("", f"is not UTF-8 text{where}.", "Save it in the encoding UTF-8.")
    if not text.strip():
        refuse("", "is empty.", "Begin with the organisation's name, for example `name: Example Ltd`.")
    return text


def _document(events: Iterator[Event], limits: Limits) -> Document:
    builder = _Builder(limits)
    for event in events:
        builder.take(event)
    if builder.root is None:
        refuse("", "is empty.", "Begin with the organisation's name, for example `name: Example Ltd`.")
    if not isinstance(builder.root, dict):
        what = "a list" if isinstance(builder.root, list) else f"the single value {shown(str(builder.root))}"
        refuse("", f"is {what}, but a mapping of facts is expected.", "Write one `fact: value` per line.", 1)
    return Document(builder.root, builder.lines)


@dataclass(slots=True)
class _Frame:
    into: dict[str, Any] | list[Any]
    path: str
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    limits: Limits
    root: Any = None
    lines: dict[str, int] = field(default_factory=dict)
    frames: list[_Frame] = field(default_factory=list)
    values: int = 0

    def take(self, event: Event) -> None:
        if event.kind is Kind.CLOSE:
            self.frames.pop()
        elif self._awaits_key():
            self._key(event)
        elif event.kind is Kind.SCALAR:
            path = self._path(event.line)
            self._put(_value(event, path))
        else:
            self._open({} if event.kind is Kind.MAPPING else [], event.line)

    def _awaits_key(self) -> bool:
        return bool(self.frames) and isinstance(self.frames[-1].into, dict) and self.frames[-1].key is None

    def _key(self, event: Event) -> None:
        frame = self.frames[-1]
        if event.kind is not Kind.SCALAR:
            refuse(frame.path, "has a list or mapping as a key.", "Keys are plain words.", event.line)
        if len(event.text) > self.limits.key:
            refuse(
                frame.path, f"has a key of {len(event.text)} characters.", "Keys are short words.", event.line
            )
        _printable(event.text, join(frame.path, event.text), event.line)
        if event.text in frame.into:
            path = join(frame.path, event.text)
            refuse(path, "stands twice, and only one of them can hold.", "Remove one of the two.", event.line)
        frame.key = event.text
        self._locate(join(frame.path, event.text), event.line)

    def _path(self, line: int) -> str:
        self.values += 1
        if self.values > self.limits.values:
            refuse(
                "",
                f"holds more than {self.limits.values:,} values.",
                "Describe alike teams by one entry with a count.",
                line,
            )
        if not self.frames:
            return ""
        frame = self.frames[-1]
        if frame.key is not None:
            return join(frame.path, frame.key)
        path = join(frame.path, len(frame.into))
        self._locate(path, line)
        return path

    def _locate(self, path: str, line: int) -> None:
        if len(path) <= _LONGEST_PATH:
            self.lines[path] = line

    def _open(self, container: dict[str, Any] | list[Any], line: int) -> None:
        path = self._path(line)
        if len(self.frames) >= self.limits.depth:
            refuse(path, f"is nested more than {self.limits.depth} levels deep.", "Flatten it.", line)
        self._put(container)
        self.frames.append(_Frame(container, path))

    def _put(self, value: Any) -> None:
        if not self.frames:
            self.root = value
            return
        frame = self.frames[-1]
        if isinstance(frame.into, list):
            frame.into.append(value)
        else:
            frame.into[cast(str, frame.key)] = value
            frame.key = None


def _value(event: Event, path: str) -> Any:
    text = event.text
    if event.plain:
        if text in _WORDS:
            return _WORDS[text]
        if _NUMBER.fullmatch(text):
            return _number(text, path, event.line)
        if _NOT_FINITE.fullmatch(text):
            refuse(
                path,
                "is not a finite number.",
                "Leave it out if it is unknown.",
                event.line,
            )
    _printable(text, path, event.line)
    return text


def _number(text: str, path: str, line: int) -> int | float:
    fix = "Write it with at most 15 digits."
    if len(text) > _LONGEST_NUMBER:
        refuse(path, f"is a number of {len(text)} characters, more than can be kept.", fix, line)
    if text.lstrip("-").isdigit():
        if abs(int(text)) >= _LARGEST_WHOLE:
            refuse(path, f"is {text}, larger than any number that makes sense here.", fix, line)
        return int(text)
    number = float(text)
    if repr(number) != text and Decimal(repr(number)) != Decimal(text):
        refuse(path, f"is {text}, which would not be kept exactly (it would become {number!r}).", fix, line)
    return number + 0.0  # -0.0 is 0.0


def _printable(text: str, path: str, line: int) -> None:
    found = UNPRINTABLE.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        refuse(path, f"holds the unprintable character {code}.", "Remove it, or retype the text.", line)


__all__ = ["Document", "Format", "InvalidInput", "Limits", "read"]
