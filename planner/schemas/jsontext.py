"""The events of a JSON text (RFC 8259)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from planner.schemas.syntax import Event, Kind, refuse

# `len` in place of number parsers: the grammar is checked without making a number of every digit bomb
_GRAMMAR = json.JSONDecoder(parse_int=len, parse_float=len, parse_constant=len)
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]]|[^\s{}\[\],:"]++')
_NOT_FINITE = {
    "NaN": ".nan",
    "Infinity": ".inf",
    "-Infinity": "-.inf",
}  # no JSON, but Python's parser lets them in
_BRACKETS = {"{": Kind.MAPPING, "[": Kind.LIST, "}": Kind.CLOSE, "]": Kind.CLOSE}


def events(text: str) -> Iterator[Event]:
    """The events of `text`; raises InvalidInput with line and column."""
    _check(text)
    line, counted = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", counted, match.start())
        counted, token = match.start(), match[0]
        if token in _BRACKETS:
            yield Event(_BRACKETS[token], line)
        elif token[0] == '"':
            yield Event(Kind.SCALAR, line, json.loads(token) if "\\" in token else token[1:-1])
        else:
            yield Event(Kind.SCALAR, line, _NOT_FINITE.get(token, token), plain=True)


def _check(text: str) -> None:
    try:
        _GRAMMAR.decode(text)
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        fix = "Check quotes, commas and brackets just before this place."
        refuse("", f"is not valid JSON at column {error.colno}: {what}.", fix, error.lineno)
    except RecursionError:
        refuse("", "is nested far too deeply.", "Flatten it.")
