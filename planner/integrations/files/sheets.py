"""Tables out of CSV and XLSX files, within limits of size, rows, columns and time."""

from __future__ import annotations

import contextlib
import csv
import io
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

from openpyxl import load_workbook

from planner.domain import InvalidInput, Problem
from planner.domain.inert import active

DELIMITERS = ",;\t|"
ENCODINGS = ("utf-8", "cp1252")
KNOWN_ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "cp1250",
    "cp1251",
    "cp1252",
    "latin-1",
    "gb18030",
    "shift-jis",
)
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class InvalidFile(InvalidInput):
    """A file that is no table, or too large a one; nothing of it was used."""

    title = "The file cannot be used"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may have at most; `unpacked` are the bytes of an XLSX file's parts together."""

    size: int = 10_000_000
    unpacked: int = 40_000_000
    rows: int = 20_000
    columns: int = 200
    cell: int = 2_000
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts: its header, and each further row that is not empty with its number in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    form: str
    encoding: str | None = None
    delimiter: str | None = None


USUAL = Limits()


def read(content: bytes, limits: Limits = USUAL, encoding: str | None = None) -> Sheet:
    """The table of a CSV or XLSX file; raises InvalidFile saying where it goes beyond `limits`."""
    if len(content) > limits.size:
        _refuse("", f"is larger than {limits.size:,} bytes.", "Leave out columns, or split it.")
    if not content.strip():
        _refuse("", "is empty.", "Export it again, with its header row.")
    if content.startswith(OLD_EXCEL):
        _refuse("", "is an Excel file of the old form (.xls) or has a password.", "Save it as .xlsx or .csv.")
    if content.startswith(ZIP):
        return _xlsx(content, limits)
    return _csv(content, limits, encoding)


def _csv(content: bytes, limits: Limits, encoding: str | None) -> Sheet:
    text, used = _decode(content, encoding)
    if "\0" in text:
        _refuse("", "holds NUL characters, so it is not text.", "Export it as CSV in UTF-8.")
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header, rows = _table(_lines(reader), limits)
    return Sheet(header, rows, "csv", used, delimiter)


def _lines(reader: Any) -> Iterator[tuple[int, list[str]]]:
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        _refuse(f"row {line}", f"is not CSV: {error}.", "Close its quotes, or export the file again.", line)


def _decode(content: bytes, encoding: str | None) -> tuple[str, str]:
    marked = next((name for mark, name in BOMS.items() if content.startswith(mark)), None)
    for name in (encoding,) if encoding else (marked,) if marked else ENCODINGS:
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode(_known(name)), name
    return _refuse("", "is not text in a known encoding.", "Export it as CSV in UTF-8, or name its encoding.")


def _known(encoding: str) -> str:
    name = encoding.strip().lower().replace("_", "-")
    if name not in KNOWN_ENCODINGS:
        _refuse("encoding", f"{encoding!r} is not known.", f"Name one of {', '.join(KNOWN_ENCODINGS)}.")
    return name


def _delimiter(text: str) -> str:
    """The sign that parts most columns of the first line; quoted ones don't count."""
    line = next((each for each in text[:100_000].splitlines() if each.strip()), "")
    bare = "".join(part for place, part in enumerate(line.split('"')) if place % 2 == 0)
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))


def _xlsx(content: bytes, limits: Limits) -> Sheet:
    _safe_to_unpack(content, limits)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = next(iter(book.worksheets), None)
            if sheet is None:
                _refuse("", "has no worksheet.", "Put the table on its first sheet.")
            sheet.reset_dimensions()
            cells = sheet.iter_rows(values_only=True)
            header, rows = _table(
                ((n, [_text(each) for each in row]) for n, row in enumerate(cells, 1)), limits
            )
        finally:
            book.close()
    except InvalidInput:
        raise
    except Exception as error:  # openpyxl raises what its parts raise, from KeyError to ParseError
        _refuse(
            "", f"is not a workbook that can be read ({type(error).__name__}).", "Save it as .xlsx again."
        )
    return Sheet(header, rows, "xlsx")


def _safe_to_unpack(content: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > limits.unpacked or len(parts) > 1_000:
                _refuse(
                    "",
                    f"unpacks to more than {limits.unpacked:,} bytes.",
                    "Save only the table's columns and rows in a new workbook.",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        if b"<!DOCTYPE" in file.read(2_000):
                            _refuse(part.filename, "declares a document type.", "Save the workbook again.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        _refuse("", f"is a damaged or encrypted archive ({type(error).__name__}).", "Save it as .xlsx again.")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value)


def _table(
    lines: Iterable[tuple[int, Sequence[str]]], limits: Limits
) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    deadline = time.monotonic() + limits.seconds
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, line in lines:
        if number % 256 == 0 and time.monotonic() > deadline:
            _refuse(
                f"row {number}", f"took longer than {limits.seconds:g} seconds to reach.", "Split the file."
            )
        if not any(cell and not cell.isspace() for cell in line):
            continue
        if len(rows) >= limits.rows or number > 10 * limits.rows:
            _refuse(
                f"row {number}",
                f"lies beyond {limits.rows:,} rows.",
                "Split the file, or clear what is below.",
            )
        cells = _cells(number, line, limits)
        if not header:
            header = cells
        else:
            rows.append((number, cells))
    if not rows:
        _refuse("", "holds a header at most, and no rows.", "Export it with at least one person.")
    return header, tuple(rows)


def _cells(number: int, line: Sequence[str], limits: Limits) -> tuple[str, ...]:
    cells = tuple(active(cell.strip()) for cell in line)
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > limits.columns:
        _refuse(f"row {number}", f"has more than {limits.columns:,} columns.", "Leave out columns.", number)
    longest = max(map(len, cells), default=0)
    if longest > limits.cell:
        _refuse(f"row {number}", f"has a cell of {longest:,} characters.", "Shorten it.", number)
    return cells


def _refuse(path: str, message: str, fix: str, line: int | None = None) -> NoReturn:
    raise InvalidFile(Problem(path, message, fix, line))
