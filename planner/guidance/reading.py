"""Reads a guidance pack from its folder; everything wrong with it is reported at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml

from planner import resources
from planner.domain.errors import InvalidGuidance, Problem
from planner.domain.plan import Assumption
from planner.guidance.effects import EFFECTS, refuse_others
from planner.guidance.expression import Expression, compile_expression
from planner.guidance.model import (
    Coverage,
    Fact,
    Guidance,
    Independence,
    Practice,
    Rule,
    Statement,
    Term,
)
from planner.guidance.phrases import names_in
from planner.guidance.vocabulary import Field, Kind, Scalar

T = TypeVar("T")
KINDS = {"number": Kind.NUMBER, "boolean": Kind.BOOLEAN, "choice": Kind.CHOICE, "set": Kind.SET}
RULE_KEYS = {"id", "title", "source", "when", "because", "examples", "from", "until", "escalates"}
LARGEST_FILE = 1_000_000


class _Loader(yaml.SafeLoader):
    """Plain YAML without aliases; a key that stands twice is an error."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError(f"aliases are not used in packs (below {parent})")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.YAMLError(f"{min(twice)!r} stands twice{node.start_mark}")
        return super().construct_mapping(node, deep)


def default_pack() -> Path:
    """The folder of the pack that ships with the product."""
    return resources.seeds() / "guidance"


class Folder(Protocol):
    """Where the files of a pack lie: a directory, or a mapping of texts."""

    def __truediv__(self, name: str, /) -> Any:
        """The file of that name, which can tell whether it exists and read its bytes."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A pack that lies in memory: the text of each file by its name; `name` is the one to be read."""

    texts: Mapping[str, str]
    name: str = ""

    def __truediv__(self, name: str) -> Texts:
        return Texts(self.texts, name)

    def exists(self) -> bool:
        """Whether there is a file of this name."""
        return self.name in self.texts

    def read_bytes(self) -> bytes:
        """Its text; raises FileNotFoundError, as a directory does."""
        if not self.exists():
            raise FileNotFoundError("there is no such file in the pack")
        return self.texts[self.name].encode()


def read(texts: Mapping[str, str]) -> Guidance:
    """The pack whose files are these texts, by name such as `rules/mlops.yaml`; raises InvalidGuidance."""
    return _Reading(Texts(texts)).guidance()


def texts(folder: Path | None = None) -> dict[str, str]:
    """The files of the pack in `folder` (the shipped one by default), as `read` takes them."""
    place = folder or default_pack()
    return {
        path.relative_to(place).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(place.rglob("*.yaml"))
    }


def load(folder: Path | None = None) -> Guidance:
    """Load the pack in `folder` (the shipped one by default); raises InvalidGuidance with every problem."""
    return _Reading(folder or default_pack()).guidance()


class _Reading:
    """One reading of one folder: collects problems, so that an author sees them all."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.hash = hashlib.sha256()
        self.vocabulary: dict[str, Field] = {}

    def guidance(self) -> Guidance:
        head = self.document("pack.yaml")
        for key in ("id", "version", "title", "files"):
            if key not in head:
                self.problem("pack.yaml", f"lacks {key!r}.", "See the shipped pack for its form.")
        self.stop()
        parts = self.merged(head.get("files", ()))
        assumptions = self.assumptions()
        self.stop()
        facts = self.facts(parts["facts"])
        terms = self.terms(parts["terms"])
        self.stop()
        statements = {row["id"]: row for row in self.each(parts["statements"], "statements", self.statement)}
        practice = dict(self.each(parts["practice"], "practice", self.practice))
        rules = tuple(self.each(parts["rules"], "rules", self.rule))
        coverage = tuple(self.each(head.get("coverage", ()), "coverage", self.coverage))
        independence = tuple(self.each(head.get("independence", ()), "independence", _independence))
        self.check_sources(
            rules, {f"guide:{key}" for key in statements} | {f"practice:{key}" for key in practice}
        )
        self.stop()
        return Guidance(
            id=str(head["id"]),
            version=str(head["version"]),
            title=str(head["title"]),
            about=str(head.get("about", "")),
            hash=self.hash.hexdigest(),
            facts=facts,
            terms=terms,
            rules=rules,
            assumptions=assumptions,
            statements={key: row["statement"] for key, row in statements.items()},
            practice=practice,
            coverage=coverage,
            independence=independence,
            vocabulary=self.vocabulary,
        )

    def stop(self) -> None:
        if self.problems:
            raise InvalidGuidance(*self.problems)

    def problem(self, path: str, message: str, fix: str = "") -> None:
        self.problems.append(Problem(path, message, fix))

    def document(self, name: str, folder: Folder | None = None) -> dict[str, Any]:
        """One YAML file of the pack, an empty mapping (and a problem) where it cannot be read."""
        path = (folder or self.folder) / name
        try:
            data = path.read_bytes()
            if len(data) > LARGEST_FILE:
                raise OSError(f"is larger than {LARGEST_FILE} bytes")
            self.hash.update(name.encode() + b"\0" + data + b"\0")
            content = yaml.load(data, Loader=_Loader)
        except RecursionError:
            self.problem(name, "is nested too deeply.", "Flatten it.")
            return {}
        except (OSError, yaml.YAMLError, UnicodeError, ValueError) as error:
            self.problem(name, f"cannot be read: {' '.join(str(error).split())}.", "Check the file.")
            return {}
        if isinstance(content, dict):
            return content
        self.problem(name, "holds no mapping.", "See the shipped pack for the form of this file.")
        return {}

    def merged(self, files: Any) -> dict[str, Any]:
        """All files of the pack as one mapping; lists of rules and statements are joined."""
        parts: dict[str, Any] = {"facts": {}, "terms": {}, "practice": {}, "rules": [], "statements": []}
        for name in files:
            for key, content in self.document(str(name)).items():
                if key not in parts or not isinstance(content, type(parts[key])):
                    self.problem(
                        f"{name}: {key}", "is not a part of a pack.", f"Parts are {', '.join(parts)}."
                    )
                elif isinstance(content, list):
                    parts[key] += content
                else:
                    parts[key].update(content)
        return parts

    def each(self, rows: Any, part: str, read: Callable[..., T]) -> Iterator[T]:
        """Read each row, turning what goes wrong into a problem at that row."""
        pairs = rows.items() if isinstance(rows, Mapping) else enumerate(rows)
        for key, row in pairs:
            where = f"{part}.{row.get('id', key) if isinstance(row, Mapping) else key}"
            try:
                if not isinstance(row, Mapping):
                    raise TypeError("is not a mapping")
                yield read(key, row)
            except KeyError as error:
                self.problem(
                    where, f"lacks {error.args[0]!r}.", "See the shipped pack for the form of a row."
                )
            except (ValueError, TypeError) as error:
                self.problem(where, f"{error}")

    def assumptions(self) -> dict[str, Assumption]:
        """The shipped assumptions, with the pack's own `assumptions.yaml` on top."""
        rows = dict(self.document("assumptions.yaml", resources.seeds() / "assumptions"))
        if (self.folder / "assumptions.yaml").exists():
            rows.update(self.document("assumptions.yaml"))
        read = list(self.each(rows, "assumptions", _assumption))
        for row in read:
            field = Field(row.name, Kind.NUMBER, nullable=False, low=row.low, high=row.high, unit=row.unit)
            self.vocabulary[row.name] = replace(field, meaning=row.meaning)
        return {row.name: row for row in read}

    def facts(self, rows: Mapping[str, Any]) -> tuple[Fact, ...]:
        fields = list(self.each(rows, "facts", self.field))
        for field in fields:
            if field.name in self.vocabulary:
                self.problem(
                    f"facts.{field.name}", "has the name of an assumption.", "Rename one of the two."
                )
            self.vocabulary[field.name] = field
        known = {field.name: field for field in fields}
        return tuple(self.each(rows, "facts", lambda name, row: self.fact(known[name], row)))

    def field(self, name: str, row: Mapping[str, Any]) -> Field:
        keys = {"kind", "choices", "low", "high", "integer", "unit", "meaning", "ask", "prior", "grows_by"}
        refuse_others(row, keys)
        return Field(
            name,
            KINDS[row["kind"]],
            choices=tuple(row.get("choices", ())),
            low=row.get("low"),
            high=row.get("high"),
            integer=row.get("integer", False),
            unit=row.get("unit", ""),
            meaning=row["meaning"],
        )

    def fact(self, field: Field, row: Mapping[str, Any]) -> Fact:
        priors = row.get("prior", ())
        grows_by = row.get("grows_by")
        if grows_by is not None and grows_by not in self.vocabulary:
            raise ValueError(f"grows by {grows_by!r}, which is not a fact")
        if field.kind in (Kind.CHOICE, Kind.SET):
            default = priors[0] if priors else None
            if default is not None and default not in field.choices:
                raise ValueError(f"prior {default!r} is not one of {', '.join(field.choices)}")
            return Fact(field, row.get("ask", ""), default=default)
        compiled = tuple(
            self.expression(str(prior), f"facts.{field.name}.prior", field.kind) for prior in priors
        )
        return Fact(field, row.get("ask", ""), compiled, grows_by=grows_by)

    def terms(self, rows: Mapping[str, Any]) -> tuple[Term, ...]:
        return tuple(self.each(rows, "terms", self.term))

    def term(self, name: str, row: Mapping[str, Any]) -> Term:
        refuse_others(row, {"is", "unit", "meaning"})
        if name in self.vocabulary:
            raise ValueError("has the name of a fact, assumption or other term; rename it")
        expression = self.expression(str(row["is"]), f"terms.{name}", Kind.NUMBER)
        self.vocabulary[name] = Field(name, Kind.NUMBER, unit=row["unit"], meaning=row["meaning"])
        return Term(name, expression, row["unit"], row["meaning"])

    def expression(self, text: str, where: str, kind: Kind) -> Expression:
        return compile_expression(text, self.vocabulary, where=where, expect=kind)

    def statement(self, _: int, row: Mapping[str, Any]) -> dict[str, Any]:
        statement = Statement(
            row["id"],
            row["section"],
            row["says"],
            row["phrase"],
            tuple(row["became"]),
            row.get("because", ""),
        )
        return {"id": statement.id, "statement": statement}

    def practice(self, key: str, row: Mapping[str, Any]) -> tuple[str, Practice]:
        return key, Practice(key, str(row["row"]), row["says"], row["evidence"], row["grade"])

    def rule(self, _: int, row: Mapping[str, Any]) -> Rule:
        where = str(row["id"])
        effects = [key for key in row if key in EFFECTS]
        refuse_others(row, RULE_KEYS | set(EFFECTS))
        if len(effects) != 1:
            raise ValueError(f"has {len(effects)} effects; a rule has exactly one of {', '.join(EFFECTS)}")
        examples = row["examples"]

        def number(text: str, part: str) -> Expression:
            return self.expression(text, f"{where}.{part}", Kind.NUMBER)

        refuse_others(examples, {"fires", "silent"})
        unknown = [name for name in names_in(row["because"]) if name not in self.vocabulary]
        if unknown:
            raise ValueError(f"fills in {{{unknown[0]}}}, which is not a fact, assumption or term")
        return Rule(
            id=where,
            title=row["title"],
            source=tuple(row["source"]),
            when=self.expression(str(row.get("when", "true")), where, Kind.BOOLEAN),
            effect=EFFECTS[effects[0]](number, row[effects[0]]),
            because=row["because"],
            fires=self.example(examples["fires"]),
            silent=self.example(examples["silent"]) if "silent" in examples else None,
            starts=_day(row.get("from")),
            ends=_day(row.get("until")),
            escalates=row.get("escalates"),
        )

    def coverage(self, _: int, row: Mapping[str, Any]) -> Coverage:
        refuse_others(row, {"says", "when", "rules"})
        return Coverage(
            row["says"], self.expression(row["when"], "coverage", Kind.BOOLEAN), tuple(row["rules"])
        )

    def example(self, facts: Mapping[str, Any]) -> dict[str, Scalar]:
        for name in facts:
            if name not in self.vocabulary:
                raise ValueError(f"has an example with {name!r}, which is not a fact")
        return {name: frozenset(value) if isinstance(value, list) else value for name, value in facts.items()}

    def check_sources(self, rules: tuple[Rule, ...], known: set[str]) -> None:
        ids = [rule.id for rule in rules]
        for rule in rules:
            if ids.count(rule.id) > 1:
                self.problem(f"rules.{rule.id}", "stands twice.", "Give each rule an id of its own.")
            for source in rule.source:
                if source not in known:
                    self.problem(
                        f"rules.{rule.id}.source",
                        f"cites {source!r}, which does not exist.",
                        "Cite an existing row.",
                    )
            if not rule.source:
                self.problem(
                    f"rules.{rule.id}.source", "cites nothing.", "Name a guide statement or practice row."
                )


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _independence(_: int, row: Mapping[str, Any]) -> Independence:
    refuse_others(row, {"says", "rules", "of"})
    return Independence(row["says"], row["rules"], frozenset(row["of"]))


def _assumption(name: str, row: Mapping[str, Any]) -> Assumption:
    refuse_others(row, {"unit", "low", "typical", "high", "grade", "source", "meaning", "scope"})
    low, typical, high = (float(row[key]) for key in ("low", "typical", "high"))
    if not low <= typical <= high:
        raise ValueError(f"low {low:g}, typical {typical:g} and high {high:g} are not in order")
    if row["grade"] not in ("A", "B", "C", "D"):
        raise ValueError(f"grade {row['grade']!r} is not one of A, B, C, D")
    return Assumption(name, row["unit"], low, typical, high, row["grade"], row["source"], row["meaning"])
