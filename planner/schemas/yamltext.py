"""The events of a YAML text, without anything that could expand, construct or hide: no anchors, aliases, tags."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from planner.schemas.syntax import Event, Kind, refuse

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS = {
    yaml.MappingStartEvent: Kind.MAPPING,
    yaml.SequenceStartEvent: Kind.LIST,
    yaml.MappingEndEvent: Kind.CLOSE,
    yaml.SequenceEndEvent: Kind.CLOSE,
    yaml.ScalarEvent: Kind.SCALAR,
}


def events(text: str) -> Iterator[Event]:
    """The events of `text`; raises InvalidInput with line and column."""
    documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            documents += isinstance(event, yaml.DocumentStartEvent)
            line = event.start_mark.line + 1
            _refuse_surprises(event, line, documents)
            kind = _KINDS.get(type(event))
            if kind is Kind.SCALAR:
                yield Event(kind, line, event.value, event.implicit[0])
            elif kind is not None:
                yield Event(kind, line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" at column {mark.column + 1}" if mark else ""
        fix = "Mind the indentation (spaces, not tabs) and put text with : or # in quotes."
        refuse(
            "",
            f"is not valid YAML{where}: {error.problem or error.context}.",
            fix,
            mark.line + 1 if mark else None,
        )
    except yaml.YAMLError as error:
        refuse("", f"is not valid YAML: {str(error).splitlines()[0]}.", "Remove unprintable characters.")


def _refuse_surprises(event: yaml.Event, line: int, documents: int) -> None:
    if documents > 1:
        refuse("", "holds a second document after `---`.", "Send one document at a time.", line)
    if isinstance(event, yaml.AliasEvent):
        refuse(
            "",
            f"refers to the anchor *{event.anchor}; aliases are not accepted.",
            "Write the value out.",
            line,
        )
    if getattr(event, "anchor", None):
        refuse("", f"sets the anchor &{event.anchor}; anchors are not accepted.", "Remove the anchor.", line)
    if getattr(event, "tag", None):
        refuse(
            "",
            f"uses the tag {event.tag}; tags are not accepted.",
            "Write the plain value, without `!`.",
            line,
        )
