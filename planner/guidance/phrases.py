"""The `because` of a rule: a sentence with the values of facts and assumptions filled in."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from planner.domain.words import spelled
from planner.guidance.vocabulary import Scalar

_PARSER = Formatter()


def names_in(template: str) -> tuple[str, ...]:
    """The names that a template fills in; raises ValueError for a form other than {name} or {name:share}."""
    names = []
    for _, name, spec, conversion in _PARSER.parse(template):
        if name is None:
            continue
        if conversion or spec not in ("", "share") or not name.isidentifier():
            raise ValueError(f"{{{name}}} is not of the form {{name}} or {{name:share}}")
        names.append(name)
    return tuple(names)


def say(template: str, values: Mapping[str, Scalar]) -> str:
    """The sentence with its values; `{name:share}` is written in percent, unknown facts as "unknown"."""
    parts = []
    for text, name, spec, _ in _PARSER.parse(template):
        parts.append(text)
        if name is not None:
            parts.append(word(values.get(name), share=spec == "share"))
    return "".join(parts)


def word(value: Scalar, *, share: bool = False) -> str:
    """A value as a reader writes it: counts without decimals, shares in percent."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(map(spelled, sorted(value))) or "none"
    if isinstance(value, str):
        return spelled(value)
    if share:
        return f"{round(100 * value, 1):g} %"
    return f"{round(value, 2):,g}" if abs(value) < 1e5 else f"{value:,.0f}"
