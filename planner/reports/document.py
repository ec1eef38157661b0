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


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is to hold: demand by month, places for pictures."""

    monthly: bool = False
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    text: str


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
    """One step of an argument: its mark (`+3`), what it says in bold, in words, and where that comes from."""

    title: str
    text: str = ""
    mark: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Points under a common word such as "For"."""

    title: str
    items: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; `numeric` ones are right-aligned and, like `fixed` ones, never broken.

    A `roomy` one is left out where the page is narrow; a `warning` one is where short rows warn.
    """

    title: str
    numeric: bool = False
    fixed: bool = False
    roomy: bool = False
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as text; a `total` stands out, a `short` one warns, an `indent` belongs to the row above.

    `exact` holds the unrounded text of each cell where the form can show it, "" where there is none.
    """

    cells: tuple[str, ...]
    total: bool = False
    short: bool = False
    indent: bool = False
    exact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `title` says what they show, `left_out` where to find the roomy columns."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left_out: str = ""


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


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report: the answer first, then the argument, then what it was made from."""

    title: str
    answer: str
    figures: Figures
    sections: tuple[Section, ...]
    provenance: str
