"""Cells of a roster as values: days, shares, amounts and states, each read for its whole column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


def _words(text: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in text.split(","))


ACTIVE = _words("""
    active, yes, true, 1, current, employed, working, on leave, leave, probation, confirmed, a, y, enabled,
    permanent, onboarding, notice, notice period
""")
GONE = _words("""
    inactive, no, false, 0, terminated, left, resigned, former, suspended, disabled, retired, deactivated, t,
    n, exited, offboarded
""")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_PARTS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_WORDED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -,]+(\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEARS = (1940, 2199)


class Unclear(ValueError):
    """A cell that is no value of its kind; says what is wrong and what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


@dataclass(frozen=True, slots=True)
class Days:
    """Reads days; whether `3/4/2027` is in March or in April is decided by the whole column, or refused."""

    day_first: bool | None

    @classmethod
    def of(cls, cells: Iterable[str]) -> Days:
        """The order that the cells with slashes or dashes leave possible, None where both are."""
        parts = [match for cell in cells if (match := _PARTS.fullmatch(cell)) and match[2] != "."]
        if any(int(match[1]) > 12 for match in parts):
            return cls(True)
        if any(int(match[3]) > 12 for match in parts):
            return cls(False)
        return cls(None)

    def read(self, cell: str) -> date:
        """The day; raises Unclear."""
        try:
            year, month, day = self._parts(cell)
            found = date(year, month, day)
        except ValueError as error:
            if isinstance(error, Unclear):
                raise
            raise Unclear(f"{cell[:40]!r} is no day.", "Write it like 2027-03-31.") from None
        if not YEARS[0] <= found.year <= YEARS[1]:
            raise Unclear(f"{cell[:40]!r} lies too far away.", "Write it like 2027-03-31.")
        return found

    def _parts(self, cell: str) -> tuple[int, int, int]:
        if match := _ISO.fullmatch(cell):
            return int(match[1]), int(match[2]), int(match[3])
        if match := _PARTS.fullmatch(cell):
            first, second, year = int(match[1]), int(match[3]), int(match[4])
            day_first = True if match[2] == "." else self.day_first
            if day_first is None and first != second:
                raise Unclear(
                    f"{cell!r} may be two days: no date of the column tells which part is the month.",
                    "Say which with the date order, or write dates like 2027-03-31.",
                )
            return (year, second, first) if day_first else (year, first, second)
        if match := _WORDED.fullmatch(cell):
            day, word, year_ = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
            return int(year_), _MONTHS.index(word[:3].casefold()) + 1, int(day)
        raise Unclear(f"{cell[:40]!r} is no day.", "Write it like 2027-03-31.")


def share(cells: Iterable[str]) -> Callable[[str], float]:
    """A reader of full-time equivalents, in percent where one of the cells can only be percent."""
    percent = any("%" in cell or (_number(cell) or Decimal(0)) > 2 for cell in cells)

    def read(cell: str) -> float:
        number = _number(cell.replace("%", ""))
        if number is None or not 0 <= number <= (200 if percent else 2):
            raise Unclear(f"{cell[:40]!r} is no share of full time.", "Write 1, 0.5, 100% or 50%.")
        return float(number / 100 if percent else number)

    return read


def amount(cell: str) -> Decimal:
    """An amount of money, with or without separators; raises Unclear."""
    bare = re.sub(r"[^\d.,]", "", cell)
    if "," in bare and "." in bare:
        thousands = "," if bare.rfind(".") > bare.rfind(",") else "."
        bare = bare.replace(thousands, "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}([.,]\d{3})+", bare):
        bare = bare.replace(",", "").replace(".", "")
    number = _number(bare.replace(",", "."))
    if number is None or cell.lstrip().startswith("-"):
        raise Unclear(f"{cell[:40]!r} is no amount.", "Write a plain number such as 85000.")
    return number


def is_active(cell: str) -> bool:
    """Whether the word says that the person is employed; raises Unclear for words that are not known."""
    word = " ".join(re.findall(r"\w+", cell.casefold()))
    if word in ACTIVE or word in GONE:
        return word in ACTIVE
    raise Unclear(f"{cell[:40]!r} is no known status.", "Write active or terminated, or ignore the column.")


def _number(cell: str) -> Decimal | None:
    text = cell.strip().rstrip("%").strip().replace(",", ".")
    return Decimal(text) if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text, re.ASCII) else None
