"""A roster out of a file: preview, then all of it or nothing, with a word on every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.domain import Money, Problem, digest
from planner.domain.roster import RosterRow
from planner.integrations.files import headers, sheets, values
from planner.integrations.files.sheets import InvalidFile, Limits, Sheet

MOST_PROBLEMS = 1_000
Row = Mapping[str, str]


class InvalidRoster(InvalidFile):
    """A roster with rows that cannot be read; no row of it was taken."""

    title = "The roster was not imported"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file looks like: its columns, what each is taken for, and its first rows."""

    form: str
    encoding: str | None
    delimiter: str | None
    header: tuple[str, ...]
    mapping: Mapping[str, str]
    private: tuple[str, ...]
    rows: int
    sample: tuple[tuple[str, ...], ...]

    @property
    def fingerprint(self) -> str:
        """What files of the same columns share, so that a mapping can be remembered for them."""
        return fingerprint(self.header)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row of the file: `taken`, or `left_out` with the reason."""

    line: int
    key: str
    name: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """The people of a file and the report on its rows; `mapping` is column -> field as it was used."""

    people: tuple[RosterRow, ...]
    report: tuple[Outcome, ...]
    mapping: Mapping[str, str]
    fingerprint: str


def fingerprint(header: Sequence[str]) -> str:
    """A digest of the columns' names in any order."""
    return digest(sorted(headers.fold(each) for each in header if each))


def preview(content: bytes, limits: Limits = sheets.USUAL, encoding: str | None = None) -> Preview:
    """Look at a file without taking it; raises InvalidFile."""
    sheet = sheets.read(content, limits, encoding)
    private = tuple(each for each in sheet.header if headers.is_private(each))
    kept = [place for place, each in enumerate(sheet.header) if each not in private]
    sample = tuple(tuple(_cell(row, place) for place in kept) for _, row in sheet.rows[:5])
    return Preview(
        sheet.form,
        sheet.encoding,
        sheet.delimiter,
        tuple(sheet.header[place] for place in kept),
        headers.guess([sheet.header[place] for place in kept]),
        private,
        len(sheet.rows),
        sample,
    )


def read(
    content: bytes,
    today: date,
    mapping: Mapping[str, str] | None = None,
    *,
    day_first: bool | None = None,
    encoding: str | None = None,
    limits: Limits = sheets.USUAL,
) -> RosterFile:
    """Every row of a file as a person; raises InvalidRoster with each row's problems and takes nothing then.

    People who are not employed on `today` are left out, and the report says so.
    """
    sheet = sheets.read(content, limits, encoding)
    places = headers.columns(sheet.header, mapping)
    people, problems = _people(sheet, places, day_first)
    problems += _repeated(people)
    if problems:
        raise InvalidRoster(*_first(problems))
    report = tuple(_outcome(line, person, today) for line, person in people)
    used = {sheet.header[place]: field for field, place in places.items()}
    taken = tuple(person for _, person in people if not _why_not(person, today))
    return RosterFile(taken, report, used, fingerprint(sheet.header))


def _people(
    sheet: Sheet, places: Mapping[str, int], day_first: bool | None
) -> tuple[list[tuple[int, RosterRow]], list[Problem]]:
    readers = _readers(sheet, places, day_first)
    people: list[tuple[int, RosterRow]] = []
    problems: list[Problem] = []
    for line, row in sheet.rows:
        cells = {field: _cell(row, place) for field, place in places.items()}
        found, wrong = _values(cells, readers)
        problems += [replace(each, path=f"row {line}, {sheet.header[places[each.path]]}") for each in wrong]
        if not wrong:
            person = _person(cells, found)
            if isinstance(person, Problem):
                problems.append(replace(person, path=f"row {line}"))
            else:
                people.append((line, person))
    return people, problems


def _readers(
    sheet: Sheet, places: Mapping[str, int], day_first: bool | None
) -> dict[str, Callable[[str], Any]]:
    def cells(*fields: str) -> Iterator[str]:
        return (_cell(row, places[each]) for each in fields if each in places for _, row in sheet.rows)

    days = values.Days.of(cells("starts", "leaves")) if day_first is None else values.Days(day_first)
    readers = {
        "starts": days.read,
        "leaves": days.read,
        "fte": values.share(cells("fte")),
        "pay": values.amount,
        "status": values.is_active,
    }
    return {field: reader for field, reader in readers.items() if field in places}


def _values(cells: Row, readers: Mapping[str, Callable[[str], Any]]) -> tuple[dict[str, Any], list[Problem]]:
    found, problems = {}, []
    for field, reader in readers.items():
        if cells[field]:
            try:
                found[field] = reader(cells[field])
            except values.Unclear as error:
                problems.append(Problem(field, error.message, error.fix))
    return found, problems


def _person(cells: Row, found: Mapping[str, Any]) -> RosterRow | Problem:
    said = {field: cell or None for field, cell in cells.items()}
    name = said.get("name") or " ".join(
        part for part in (said.get("first_name"), said.get("last_name")) if part
    )
    email = said.get("email")
    key = said.get("key") or email or name
    if not key:
        return Problem("", "says nobody's name, e-mail or id.", "Fill it in, or delete the row.")
    pay = found.get("pay")
    currency = (said.get("currency") or "").upper()
    if pay is not None and not (len(currency) == 3 and currency.isalpha()):
        return Problem(
            "", "has pay without a currency.", "Map a column to currency, or ignore the pay column."
        )
    starts, leaves = found.get("starts"), found.get("leaves")
    if starts and leaves and leaves < starts:
        return Problem("", f"leaves on {leaves}, before the first day {starts}.", "Correct one of the two.")
    texts = {
        field: said.get(field)
        for field in ("title", "level", "department", "team", "manager", "site", "employment")
    }
    return RosterRow(
        key=key,
        name=name or email or key,
        email=email,
        **texts,
        fte=found.get("fte", 1.0),
        starts=starts,
        leaves=leaves,
        active=found.get("status", True),
        pay=None if pay is None else Money.of(pay, currency),
    )


def _repeated(people: Sequence[tuple[int, RosterRow]]) -> list[Problem]:
    times = Counter(person.key.casefold() for _, person in people)
    return [
        Problem(
            f"row {line}",
            f"{person.key[:60]!r} stands {times[person.key.casefold()]} times.",
            "Keep one row per person, or map a column with an id.",
            line,
        )
        for line, person in people
        if times[person.key.casefold()] > 1
    ]


def _outcome(line: int, person: RosterRow, today: date) -> Outcome:
    reason = _why_not(person, today)
    return Outcome(line, person.key, person.name, "left_out" if reason else "taken", reason)


def _why_not(person: RosterRow, today: date) -> str:
    if not person.active:
        return "not active"
    if person.leaves is not None and person.leaves < today:
        return f"left on {person.leaves}"
    return ""


def _first(problems: list[Problem]) -> list[Problem]:
    more = len(problems) - MOST_PROBLEMS
    rest = [Problem("", f"has {more:,} more problems.", "Mend the ones above first.")] if more > 0 else []
    return problems[:MOST_PROBLEMS] + rest


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


__all__ = ["InvalidRoster", "Outcome", "Preview", "RosterFile", "fingerprint", "preview", "read"]
