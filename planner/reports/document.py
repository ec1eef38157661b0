"""A report before it has a form: blocks of text, points, tables and bars that any renderer can lay out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.words import Role


class View(StrEnum):
    """The pictures of a plan."""

    TIMELINE = "timeline"
    BALANCE = "balance"
    COST = "cost"
    SEATS = "seats"
    TEAMS = "teams"
    BREAK_EVEN = "break_even"
    TORNADO = "tornado"


class Part(StrEnum):
    """The steps of a plan's report, and what readers look for inside them, by their places on a page."""

    COST = "cost"
    CUTS = "unfit"
    WHEN = "when"
    BALANCE = "demand"
    CHANGE = "teams"
    WHY = "why"
    SEATS = "seats"
    CERTAINTY = "sure"
    TIPPING = "changes"
    QUESTIONS = "questions"
    ADVICE = "risks"
    ASSUMPTIONS = "assumptions"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is to hold: demand by month, places for pictures."""

    monthly: bool = False
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together; a `detail` is for the full report."""

    text: str
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that stands for the plan, and the words that make it readable."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The few figures below the headline."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One step of an argument: its mark (`+3`), what it says in bold, in words, and where that comes from.

    `more` goes on where `text` ends, in the full report; `rules` are ids.
    """

    title: str
    text: str = ""
    mark: str = ""
    sources: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    more: str = ""

    @property
    def words(self) -> str:
        """All that it says behind its title."""
        return " ".join(filter(None, (self.text, self.more)))

    @property
    def source(self) -> str:
        """Where it comes from, in a line: `practice:toil · rule mlops.toil`."""
        return " · ".join(filter(None, (*self.sources, self.ruled)))

    @property
    def ruled(self) -> str:
        """Its rules in words, "" without any."""
        noun = "rule" if len(self.rules) == 1 else "rules"
        return f"{noun} {', '.join(self.rules)}" if self.rules else ""


@dataclass(frozen=True, slots=True)
class Points:
    """Points under a common word such as "For"; `part` where a reader may look for them."""

    title: str
    items: tuple[Point, ...]
    part: Part | None = None
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; `numeric` ones are right-aligned and, like `fixed` ones, never broken.

    A `roomy` one is left out where the page is narrow; a `warning` one is where short rows warn; a `detail`
    is for the full report.
    """

    title: str
    numeric: bool = False
    fixed: bool = False
    roomy: bool = False
    warning: bool = False
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as text; a `total` stands out, a `short` one warns, an `indent` belongs to the row above, a
    `detail` is for the full report.

    `exact` holds the unrounded text of each cell where the form can show it, "" where there is none.
    """

    cells: tuple[str, ...]
    total: bool = False
    short: bool = False
    indent: bool = False
    exact: tuple[str, ...] = ()
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `title` says what they show, `left_out` where to find the roomy columns."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left_out: str = ""
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a timeline."""

    label: str
    marks: str
    role: Role


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars over months that run from left to right below `scale`; `key` explains the marks."""

    scale: tuple[str, ...]
    bars: tuple[Bar, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; coloured where the role has a colour."""

    text: str
    role: Role | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A place for a picture; the sentence stands before it and its table, if there is one, after it."""

    view: View
    role: Role | None = None


Block = Paragraph | Figures | Points | Table | Timeline | Heading | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """One step of the report."""

    title: str
    blocks: tuple[Block, ...]
    part: Part | None = None
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report: the answer first, then the argument, then what it was made from."""

    title: str
    answer: str
    figures: Figures
    sections: tuple[Section, ...]
    provenance: str
