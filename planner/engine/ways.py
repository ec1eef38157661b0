"""Ways to meet demand other than recruiting: transfers, training, contractors, where the profile names them.

Each has its price, lead time and limit from the assumptions; the schedule takes them where they take off
shortage. Absent `constraints.alternatives` none of them is planned, as nobody said that they are to be had.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from planner.domain.profile import Constraints
from planner.domain.words import Alternative, Level, PositionKind, Role
from planner.engine import supply
from planner.engine.seats import Prices, main_site
from planner.engine.staffing import Contract, SeatType, Series, Source

WAYS: Mapping[Alternative, tuple[str, ...]] = {
    Alternative.TRANSFER: ("transfer_lead_months", "transfer_ramp_months", "transfers_yearly"),
    Alternative.TRAIN: ("training_lead_months", "training_ramp_months", "trainings_yearly", "training_cost"),
    Alternative.CONTRACTOR: ("contractor_lead_months", "contractor_months", "contractor_rate"),
}


def named(constraints: Constraints) -> frozenset[str]:
    """Assumptions of the ways that the profile names."""
    allowed = constraints.alternatives or frozenset()
    return frozenset(name for way, names in WAYS.items() if way in allowed for name in names)


def sources(constraints: Constraints, price: Prices, first: int, months: int) -> tuple[Source, ...]:
    """Transfers and training, as far as named; `first` is the earliest start the profile allows."""
    allowed, assumed = constraints.alternatives or frozenset(), price.assumed
    found = []
    if Alternative.TRANSFER in allowed:
        found.append(_source(PositionKind.TRANSFER, "transfer", assumed, 0.0, first, months))
    if Alternative.TRAIN in allowed:
        cost = round(assumed["training_cost"] * price.pay.per_usd(price.currency), 2)
        found.append(_source(PositionKind.TRAINING, "training", assumed, cost, first, months))
    return tuple(source for source in found if source.per_year > 0)


def _source(
    kind: PositionKind, name: str, assumed: Mapping[str, float], hiring: float, first: int, months: int
) -> Source:
    lead = math.ceil(assumed[f"{name}_lead_months"] - 1e-9)
    ramp = supply.ramp(assumed[f"{name}_ramp_months"], months)
    return Source(kind, max(lead, first), lead, ramp, hiring, math.floor(assumed[f"{name}s_yearly"] + 1e-9))


def contract(constraints: Constraints, price: Prices, first: int) -> Contract | None:
    """Contractors, if named: senior people at a multiple of a seat's loaded cost."""
    if Alternative.CONTRACTOR not in (constraints.alternatives or ()):
        return None
    assumed = price.assumed
    lead = math.ceil(assumed["contractor_lead_months"] - 1e-9)
    seats = {role: _contractor(price, role, main_site(constraints)) for role in Role}
    return Contract(max(lead, first), lead, max(round(assumed["contractor_months"]), 1), seats)


def _contractor(price: Prices, role: Role, site: str | None) -> SeatType:
    seat = price.seat(role, Level.SENIOR, site, price.assumed["contractor_rate"])
    return replace(seat, hiring=0.0, unrounded=(seat.ranked[0], 0.0))


def mentored(ramp: Series, assumed: Mapping[str, float]) -> Series:
    """A ramp less the time of those present that mentoring takes at first: `ρ_k - m` for `k < K`."""
    early = np.arange(ramp.size) < round(assumed["mentoring_months"])
    return np.asarray(ramp - assumed["mentoring_share"] * early)
