"""A plan's argument with its analyses: why, what would tip it, what to find out, what it hangs on."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain import Plan
from planner.domain.analysis import BreakEvenCurve, Flips, Questions, Tornado
from planner.reports import answer, evidence, formats, tipping, words
from planner.reports.document import Document, Section


@dataclass(frozen=True, slots=True)
class Argument:
    """A plan and those of its analyses that were asked for."""

    plan: Plan
    why: bool = True
    flips: Flips | None = None
    questions: Questions | None = None
    sensitivity: Tornado | None = None
    break_even: BreakEvenCurve | None = None


def document(found: Argument) -> Document:
    """The report of an argument."""
    sections: list[Section] = [evidence.why(found.plan)] if found.why else []
    if found.flips is not None:
        sections.append(tipping.flips(found.flips))
    if found.questions is not None:
        sections.append(tipping.questions(found.questions))
    if found.sensitivity is not None:
        sections.append(tipping.sensitivity(found.sensitivity))
    if found.break_even is not None:
        sections.append(tipping.break_even(found.break_even))
    made = found.plan.provenance
    return Document(
        title=f"Why: {words.plain(found.plan.organisation)}",
        answer=words.told(found.plan.headline),
        figures=answer.figures(found.plan),
        sections=tuple(sections),
        provenance=(
            f"From {formats.when(made.today)} on, with guidance {made.guidance} {made.guidance_version}."
        ),
    )
