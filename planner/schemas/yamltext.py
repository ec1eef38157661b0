"""The events of a YAML text, without what could expand, construct or hide: no anchors, aliases or tags."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from planner.schemas.paths import shown
from planner.schemas.syntax import Event, Kind, refuse

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS = {
    yaml.MappingStartEvent: Kind.MAPPING,
    yaml.SequenceStartEvent: Kind.LIST,
    yaml.MappingEndEvent: Kind.CLOSE,
    yaml.SequenceEndEvent: Kind.CLOSE,
}


def events(text: str) -> Iterator[Event]:
    """The events of `text`; raises InvalidInput with line and column."""
    documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 1
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                refuse("", "holds a second document after `---`.", "Send one document at a time.", line)
            if isinstance(event, yaml.NodeEvent):
                _refuse_surprises(event, line)
            kind = _KINDS.get(type(event))
            if isinstance(event, yaml.ScalarEvent):
                yield Event(Kind.SCALAR, line, event.value, event.implicit[0])
            elif kind is not None:
                yield Event(kind, line)
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error)
    except yaml.YAMLError as error:
        refuse("", f"is not valid YAML: {str(error).splitlines()[0]}.", "Remove unprintable characters.")


def _refuse_syntax(error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark
    where = f" at column {mark.column + 1}" if mark else ""
    fix = "Mind the indentation (spaces, not tabs) and put text with : or # in quotes."
    line = mark.line + 1 if mark else None
    refuse("", f"is not valid YAML{where}: {error.problem or error.context}.", fix, line)


def _refuse_surprises(event: yaml.NodeEvent, line: int) -> None:
    if isinstance(event, yaml.AliasEvent):
        fix = "Write the value out."
        refuse(
            "", f"refers to the anchor *{shown(str(event.anchor), 40)}; aliases are not accepted.", fix, line
        )
    if event.anchor:
        fix = "Remove the anchor."
        refuse("", f"sets the anchor &{shown(event.anchor, 40)}; anchors are not accepted.", fix, line)
    tag = getattr(event, "tag", None)
    if tag:
        fix = "Write the plain value, without `!`."
        refuse("", f"uses the tag {shown(tag, 40)}; tags are not accepted.", fix, line)
