"""The rules as a reader of the guide looks for them: section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.guidance import Guidance, Rule
from planner.guidance.model import Practice, Signal, Statement, Workload
from planner.reports import words
from planner.services import Desk, knowledge
from planner.services.knowledge import CitedRule, Pack

PRACTICE = "What practice adds"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the guide: its statements, and the rules that cite it."""

    title: str
    statements: tuple[Statement, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A pack as chapters, and what it was searched for."""

    guidance: Guidance
    chapters: tuple[Chapter, ...]
    sought: str
    found: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule with all that a reader may ask of it."""

    cited: CitedRule
    guidance: Guidance
    kind: str
    statements: tuple[Statement, ...]
    practice: tuple[Practice, ...]
    reads: tuple[tuple[str, str], ...]


def book(pack: Pack, query: Mapping[str, str]) -> Book:
    """The rules of a pack by section, all or those that a word occurs in."""
    sought = query.get("q", "").strip()
    rules = [cited.rule for cited in pack.rules if _matches(cited.rule, sought)]
    chapters = tuple(chapter for chapter in _chapters(pack.guidance, rules) if chapter.rules or not sought)
    return Book(pack.guidance, chapters, sought, len(rules))


def shown(desk: Desk, rule_id: str) -> Shown:
    """One rule; raises NotFound with the nearest ids."""
    cited, held = knowledge.rule(desk, rule_id), desk.knowledge.guidance
    keys = [source.partition(":") for source in cited.rule.source]
    read = sorted(cited.rule.when.fields)
    return Shown(
        cited,
        held,
        kind(cited.rule),
        tuple(held.statements[key] for of, _, key in keys if of == "guide"),
        tuple(held.practice[key] for of, _, key in keys if of != "guide"),
        tuple((name, _meaning(held, name)) for name in read),
    )


def kind(rule: Rule) -> str:
    """What follows from a rule, in a few words."""
    match rule.effect:
        case Signal(role, strength):
            return f"{strength:+d} points for hiring {words.ROLE[role]}s".replace("-", "−")
        case Workload(role):
            return f"hours of work for {words.ROLE[role]}s"
        case _:
            of = getattr(rule.effect, "role", None)
            return type(rule.effect).__name__.lower() + (f", {words.ROLE[of]}s" if of else "")


def _chapters(guidance: Guidance, rules: list[Rule]) -> Iterator[Chapter]:
    by_section: dict[str, list[Statement]] = {}
    for statement in guidance.statements.values():
        by_section.setdefault(statement.section, []).append(statement)
    for section, statements in by_section.items():
        sources = {f"guide:{statement.id}" for statement in statements}
        yield Chapter(section, tuple(statements), tuple(rule for rule in rules if sources & {*rule.source}))
    alone = (rule for rule in rules if not any(source.startswith("guide:") for source in rule.source))
    yield Chapter(PRACTICE, (), tuple(alone))


def _matches(rule: Rule, sought: str) -> bool:
    text = " ".join((rule.id, rule.title, rule.when.text, rule.because)).lower()
    return all(word in text for word in sought.lower().split())


def _meaning(guidance: Guidance, name: str) -> str:
    if name in guidance.assumptions:
        item = guidance.assumptions[name]
        return f"{item.meaning}: {item.typical:g} {item.unit} (assumption, grade {item.grade})"
    return guidance.vocabulary[name].meaning if name in guidance.vocabulary else ""
