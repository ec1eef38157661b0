"""Seats for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain import Money
from planner.domain.openings import OpeningState, Seat


def seat(number: int = 1, **facts: Any) -> Seat:
    given: dict[str, Any] = {
        "id": f"ML-2027-{number:03}",
        "title": "Senior MLOps Engineer",
        "role": "mlops",
        "level": "senior",
        "department": "ML Platform",
        "site": None,
        "reports_to": "Director of Engineering",
        "needed": date(2027, 1, 31),
        "opens": date(2026, 12, 1),
        "starts": date(2027, 3, 1),
        "state": OpeningState.OPEN,
        "cost": Money(Decimal("180000.00"), "EUR"),
        "why": "6.0 FTE are needed, 1.8 are there.",
    }
    return Seat(**{**given, **facts})


def seats(count: int, **facts: Any) -> list[Seat]:
    return [seat(number, **facts) for number in range(1, count + 1)]
