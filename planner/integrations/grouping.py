"""Seats as the rows that a tool keeps: one each, or alike ones together."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from planner.domain.connecting import LONGEST_ID
from planner.domain.money import Money
from planner.domain.openings import Opening, OpeningState, Seat

PREFIX = "tp-"
WANTED = frozenset(set(OpeningState) - {OpeningState.CLOSED})


def openings_of(seats: Iterable[Seat], by_site: bool = True) -> list[Opening]:
    """One opening for each row of alike seats: the same title, department, kind of employment and site.

    Its id follows from what they share, so it stays when seats come and go. Tools that know no sites keep
    the seats of all of them in one row.
    """
    alike: dict[tuple[str, str | None, str | None, str], list[Seat]] = defaultdict(list)
    for seat in seats:
        site = seat.site if by_site else None
        alike[seat.title, seat.department, site, seat.employment].append(replace(seat, site=site))
    return [_row(group) for _, group in sorted(alike.items(), key=lambda item: tuple(map(str, item[0])))]


def yearly(seats: Iterable[Seat], first_month: int) -> list[Opening]:
    """One opening for each title and fiscal year of the expected start, wherever the seats are.

    It names no seats: a row of a plan is nobody's requisition.
    """
    alike: dict[tuple[date, str], list[Seat]] = defaultdict(list)
    for seat in seats:
        plain = replace(seat, site=None, department=None)
        alike[year_of(seat.starts, first_month), seat.title].append(plain)
    return [
        replace(_row(group), external_id=yearly_id(title, year), seats=())
        for (year, title), group in sorted(alike.items())
    ]


def year_of(day: date, first_month: int) -> date:
    """The first day of the fiscal year of a day."""
    return date(day.year - (day.month < first_month), first_month, 1)


def yearly_id(title: str, year: date) -> str:
    """The external id of a title's row in a year, at most 50 characters."""
    mark = hashlib.sha256(title.encode()).hexdigest()[:10]
    return f"{PREFIX}{year:%Y%m}-{_slug(title)[:27].strip('-')}-{mark}"


def seats_of(seats: Iterable[Seat]) -> list[Opening]:
    """One opening for each seat; those of closed positions ask to be closed."""
    return [
        replace(_row([seat]), external_id=seat_id(seat.id))
        for seat in sorted(seats, key=lambda seat: seat.id)
    ]


def seat_id(seat: str) -> str:
    """The external id of one seat, at most 50 characters."""
    return _short(f"{PREFIX}{seat}")


def _row(group: Sequence[Seat]) -> Opening:
    seats = sorted(group, key=lambda seat: (seat.opens, seat.id))
    wanted = [seat for seat in seats if seat.state in WANTED]
    open_ones = [seat for seat in wanted if seat.state is not OpeningState.FILLED] or wanted or seats
    first = open_ones[0]
    return Opening(
        external_id=_row_id(first),
        title=first.title,
        role=first.role,
        level=first.level,
        department=first.department,
        site=first.site,
        reports_to=first.reports_to,
        opens=min(seat.opens for seat in open_ones),
        starts=min(seat.starts for seat in open_ones),
        count=len(wanted),
        filled=sum(seat.state is OpeningState.FILLED for seat in wanted),
        frozen=all(seat.state is OpeningState.FROZEN for seat in open_ones),
        backfill=all(seat.backfill for seat in open_ones),
        employment=first.employment,
        cost=_most(seat.cost for seat in open_ones),
        pay=_most(seat.pay for seat in open_ones),
        why=first.why,
        seats=tuple(seat.id for seat in seats),
    )


def _most(amounts: Iterable[Money | None]) -> Money | None:
    return max((each for each in amounts if each), key=lambda each: each.amount, default=None)


def _row_id(seat: Seat) -> str:
    shared = "\x1f".join((seat.title, seat.department or "", seat.site or "", seat.employment))
    mark = hashlib.sha256(shared.encode()).hexdigest()[:10]
    return f"{PREFIX}{_slug(seat.title)[:34].strip('-')}-{mark}"


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def _short(text: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9-]", "-", text)
    if plain == text and len(text) <= LONGEST_ID:
        return text
    return f"{plain[: LONGEST_ID - 11]}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
