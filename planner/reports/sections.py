"""A plan as an argument, in the order a sceptical reader asks (one shaping for every form)."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain import Plan
from planner.domain.plan import Provenance
from planner.reports import answer, certainty, change, costs, evidence, formats, schedule, words
from planner.reports.document import Document, Paragraph, Part, Scope, Section


def document(plan: Plan, monthly: bool = False, *, pictures: bool = False) -> Document:
    """The report of `plan`; `monthly` adds demand and capacity by month, `pictures` places for them."""
    scope = Scope(monthly, pictures)
    return Document(
        title=f"Staffing plan: {words.plain(plan.organisation)}",
        answer=words.told(plan.headline),
        figures=answer.figures(plan),
        sections=tuple(_sections(plan, scope)),
        provenance=_provenance(plan.provenance),
    )


def _sections(plan: Plan, scope: Scope) -> Iterator[Section]:
    if not plan.positions:
        yield evidence.why(plan)
    yield costs.cost(plan, scope)
    yield from costs.cuts(plan)
    yield from schedule.schedule(plan, scope)
    if scope.pictures:
        yield change.change(plan)
    if plan.positions:
        yield evidence.why(plan)
    yield certainty.confidence(plan)
    yield certainty.changes(plan, scope)
    yield from evidence.advice(plan)
    yield from certainty.assumptions(plan)
    if plan.notes:
        yield Section("Notes", tuple(Paragraph(words.sentence(note)) for note in plan.notes), Part.NOTES)


def _provenance(made: Provenance) -> str:
    return (
        f"Made on {formats.when(made.today)} by {made.program} with guidance {made.guidance} "
        f"{made.guidance_version} ({made.guidance_hash[:12]}), from input {made.input_digest[:12]}. "
        "The same input, guidance and day give the same plan, byte for byte."
    )
