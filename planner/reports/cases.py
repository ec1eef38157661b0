"""How the planner agrees with known cases: as blocks to lay out, and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.engine.cases import Evaluation, Score, Tally, Verdict
from planner.reports import words
from planner.reports.document import Block, Column, Heading, Paragraph, Point, Points, Row, Table

PLANNER = "this planner"


def blocks(evaluation: Evaluation) -> Iterator[Block]:
    """The score, agreement by class, the baselines beside it, and every disagreement with its reasons."""
    yield Paragraph(_sentence(evaluation.score))
    yield _by_decision(evaluation.score)
    yield _compared(evaluation)
    missed = evaluation.disagreements
    if missed:
        yield Heading("Disagreements")
        yield Points("", tuple(_disagreement(verdict) for verdict in missed))


def data(evaluation: Evaluation) -> dict[str, Any]:
    """The same as JSON data; shares are 0..1, None where there are no cases."""
    return {
        **_score(evaluation.score),
        "disagreements": [
            {
                "id": verdict.case.id,
                "decision": verdict.decision.value,
                "kind": verdict.agreement.value,
                "because": verdict.because,
                "acceptable": [decision.value for decision in verdict.case.acceptable],
                "confidence": verdict.case.confidence or None,
            }
            for verdict in evaluation.disagreements
        ],
        "baselines": {name: _score(score) for name, score in evaluation.baselines.items()},
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        **_tally(score.overall, "acceptable_share"),
        "macro_share": score.macro_share,
        "by_decision": {
            decision.value: _tally(tally, "share") for decision, tally in score.by_decision.items()
        },
    }


def _tally(tally: Tally, share: str) -> dict[str, Any]:
    return {
        "cases": tally.cases,
        "acceptable": tally.acceptable,
        "grey": tally.grey,
        "wrong": tally.wrong,
        share: tally.share,
    }


def _sentence(score: Score) -> str:
    found = score.overall
    return (
        f"{words.plural(found.cases, 'case')}: {words.whole(found.acceptable)} acceptable "
        f"({_share(found.share)}), {words.whole(found.grey)} grey, {words.whole(found.wrong)} wrong. "
        f"The mean over the decisions is {_share(score.macro_share)}."
    )


def _by_decision(score: Score) -> Table:
    rows = [Row((str(decision), *_cells(tally))) for decision, tally in score.by_decision.items()]
    titles = ("Cases", "Acceptable", "Grey", "Wrong", "Share")
    columns = (Column("Decision", fixed=True), *(Column(title, numeric=True) for title in titles))
    return Table("Agreement by the cases' own decision", columns, tuple(rows))


def _cells(tally: Tally) -> tuple[str, ...]:
    counts = (tally.cases, tally.acceptable, tally.grey, tally.wrong)
    return (*(words.whole(count) for count in counts), _share(tally.share))


def _compared(evaluation: Evaluation) -> Table:
    titles = ("Acceptable", "Wrong", "Share", "Mean over decisions")
    columns = (Column("Decided by", fixed=True), *(Column(title, numeric=True) for title in titles))
    scores = {PLANNER: evaluation.score, **evaluation.baselines}
    rows = tuple(
        Row((name, *_compared_cells(score)), total=name == PLANNER) for name, score in scores.items()
    )
    return Table("Beside plain baselines", columns, rows)


def _compared_cells(score: Score) -> tuple[str, ...]:
    found = score.overall
    return (
        words.whole(found.acceptable),
        words.whole(found.wrong),
        _share(found.share),
        _share(score.macro_share),
    )


def _share(share: float | None) -> str:
    return words.NOTHING if share is None else words.share(share)


def _disagreement(verdict: Verdict) -> Point:
    case = verdict.case
    expected = words.listed((str(decision) for decision in case.acceptable), "or")
    confidence = f", confidence {case.confidence}" if case.confidence else ""
    return Point(
        f"{case.id}: {verdict.decision}, expected {expected}{confidence}.",
        verdict.because,
        verdict.agreement.value,
    )
