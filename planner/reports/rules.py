"""Rules of the guidance as a reader meets them: a list, and one rule with all that stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.guidance import Guidance, Rule
from planner.guidance.model import (
    Duplication,
    Effect,
    Floor,
    Gate,
    Hint,
    Levels,
    Reporting,
    Signal,
    Skill,
    Workload,
)
from planner.guidance.vocabulary import Scalar
from planner.reports import words
from planner.reports.document import Block, Column, Heading, Paragraph, Point, Points, Row, Table


def index(guidance: Guidance) -> Iterator[Block]:
    """Every rule with what it does."""
    yield Paragraph(f"{guidance.title}, {guidance.id} {guidance.version}. {guidance.about}")
    columns = (Column("Rule", fixed=True), Column("Title"), Column("Effect"))
    rows = tuple(Row((rule.id, rule.title, effect(rule.effect))) for rule in guidance.rules)
    yield Table(f"{words.plural(len(rows), 'rule')}", columns, rows)


def card(guidance: Guidance, rule: Rule) -> Iterator[Block]:
    """One rule: when it holds, what it does, why, its sources in full, what it reads, its examples."""
    yield Heading(f"{rule.id}: {rule.title}")
    yield Points("", tuple(_clauses(rule)))
    yield Points(
        "Where it comes from",
        tuple(Point(f"{citation.id}:", citation.text) for citation in map(guidance.cite, rule.source)),
    )
    read = tuple(_reads(guidance, rule))
    if read:
        yield Points("What it reads", read)
    yield Points("Examples", tuple(_examples(rule)))


def effect(what: Effect) -> str:
    """A rule's effect in a few words."""
    match what:
        case Signal():
            side = "for" if what.strength > 0 else "against"
            said = f"{words.plural(abs(what.strength), 'point')} {side} {words.ROLE[what.role]}s"
        case Workload():
            said = f"work for {words.ROLE[what.role]}s: {what.label}, {what.hours.text} hours a month"
        case Duplication():
            said = f"work that teams repeat: {what.hours.text} hours a month"
        case Floor():
            said = f"at least {what.fte.text} FTE of {words.ROLE[what.role]}s, if any"
        case Gate():
            said = f"condition for any {words.ROLE[what.role]}"
        case Reporting():
            said = f"{words.ROLE[what.role]}s report to the {what.manager}"
        case Levels():
            said = f"first {words.ROLE[what.role]} at level {what.first}"
        case Skill():
            said = f"{words.ROLE[what.role]}s must bring {words.name(what.skill)}"
        case Hint():
            option = f": {words.name(what.option)}" if what.option else ""
            said = f"{what.kind} to tell{option}"
    return said


def _clauses(rule: Rule) -> Iterator[Point]:
    yield Point("When:", rule.when.text)
    yield Point("Then:", effect(rule.effect))
    yield Point("Because:", rule.because)
    if rule.starts or rule.ends:
        yield Point(
            "In force:", f"from {rule.starts or 'the beginning'} until {rule.ends or 'further notice'}"
        )


def _reads(guidance: Guidance, rule: Rule) -> Iterator[Point]:
    for name in sorted(rule.when.fields):
        known = guidance.vocabulary[name]
        assumed = guidance.assumptions.get(name)
        value = (
            f", {words.number(assumed.typical)} (grade {assumed.grade}, {assumed.source})" if assumed else ""
        )
        unit = f" [{known.unit}]" if known.unit else ""
        yield Point(f"{name}:", f"{known.meaning}{unit}{value}")


def _examples(rule: Rule) -> Iterator[Point]:
    yield Point("Holds with:", _facts(rule.fires))
    if rule.silent is not None:
        yield Point("Doesn't hold with:", _facts(rule.silent))


def _facts(facts: Mapping[str, Scalar]) -> str:
    return ", ".join(f"{name} = {_value(value)}" for name, value in facts.items()) or "any facts"


def _value(value: Scalar) -> str:
    if isinstance(value, frozenset):
        return f"[{', '.join(sorted(value))}]"
    return words.value(value) if not isinstance(value, str) else value
