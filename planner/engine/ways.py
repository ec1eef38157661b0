"""Ways to meet demand other than recruiting: transfers, training, contractors, where the profile names them.

Each has its price, lead time and limit from the assumptions; the schedule takes them where they take off
shortage. Absent `constraints.alternatives` none of them is planned, as nobody said that they are to be had.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from planner.domain.profile import Commitment, Constraints, Profile
from planner.domain.words import Alternative, Level, PositionKind, Role, Way
from planner.engine import supply
from planner.engine.seats import Prices, main_site
from planner.engine.staffing import Contract, SeatType, Series, Source

WAYS: Mapping[Alternative, tuple[str, ...]] = {
    Alternative.TRANSFER: ("transfer_lead_months", "transfer_ramp_months", "transfers_yearly"),
    Alternative.TRAIN: ("training_lead_months", "training_ramp_months", "trainings_yearly", "training_cost"),
    Alternative.CONTRACTOR: ("contractor_lead_months", "contractor_months", "contractor_rate"),
}

ALTERNATIVE: Mapping[Way, Alternative] = {
    Way.TRANSFER: Alternative.TRANSFER,
    Way.TRAINING: Alternative.TRAIN,
    Way.CONTRACTOR: Alternative.CONTRACTOR,
}
SOURCES = (Way.TRANSFER, Way.TRAINING)


def named(profile: Profile) -> frozenset[str]:
    """Assumptions of the ways that the profile names or has promised."""
    used = {ALTERNATIVE.get(seat.way) for seat in profile.commitments if seat.way}
    allowed = (profile.constraints.alternatives or frozenset()) | used
    return frozenset(name for way, names in WAYS.items() if way in allowed for name in names)


def sources(constraints: Constraints, price: Prices, first: int, months: int) -> tuple[Source, ...]:
    """Transfers and training, as far as named; `first` is the earliest start the profile allows."""
    allowed = constraints.alternatives or frozenset()
    found = (_source(way, price, first, months) for way in SOURCES if ALTERNATIVE[way] in allowed)
    return tuple(source for source in found if source.per_year > 0)


def promised(profile: Profile, price: Prices, months: int) -> tuple[Source, ...]:
    """Sources that seats come from which are promised already."""
    used = {seat.way for seat in profile.commitments}
    return tuple(_promised(way, price, months) for way in Way if way in used)


def _promised(way: Way, price: Prices, months: int) -> Source:
    """Of contractors and of people who move over only the lead and the ramp."""
    assumed = price.assumed
    if way in SOURCES:
        return _source(way, price, 0, months)
    if way is Way.CONVERSION:
        ramp = supply.ramp(assumed["conversion_months"], months)
        return Source(PositionKind.CONVERSION, 0, 0, ramp, 0.0, 0)
    return Source(PositionKind.CONTRACTOR, 0, _contractor_lead(assumed), np.ones(months), 0.0, 0)


def filled(seat: Commitment, price: Prices) -> SeatType:
    """A promised seat with what it costs in its way: who moves over is paid already."""
    if seat.way is Way.CONTRACTOR:
        return _contractor(price, seat.role, seat.level, seat.site)
    kind = price.seat(seat.role, seat.level, seat.site)
    if seat.way is Way.CONVERSION:
        return replace(kind, monthly=0.0, hiring=0.0)
    return replace(kind, hiring=hiring(seat.way, price)) if seat.way else kind


def hiring(way: Way, price: Prices) -> float:
    """What filling a seat in that way costs once."""
    usd = price.assumed["training_cost"] if way is Way.TRAINING else 0.0
    return round(usd * price.pay.per_usd(price.currency), 2)


def _source(way: Way, price: Prices, first: int, months: int) -> Source:
    assumed = price.assumed
    lead = math.ceil(assumed[f"{way}_lead_months"] - 1e-9)
    ramp = supply.ramp(assumed[f"{way}_ramp_months"], months)
    most = math.floor(assumed[f"{way}s_yearly"] + 1e-9)
    return Source(PositionKind(way), max(lead, first), lead, ramp, hiring(way, price), most)


def contract(constraints: Constraints, price: Prices, first: int) -> Contract | None:
    """Contractors, if named: senior people at a multiple of a seat's loaded cost."""
    if Alternative.CONTRACTOR not in (constraints.alternatives or ()):
        return None
    assumed = price.assumed
    lead = _contractor_lead(assumed)
    site = main_site(constraints)
    seats = {role: _contractor(price, role, Level.SENIOR, site) for role in Role}
    return Contract(max(lead, first), lead, max(round(assumed["contractor_months"]), 1), seats)


def _contractor_lead(assumed: Mapping[str, float]) -> int:
    return math.ceil(assumed["contractor_lead_months"] - 1e-9)


def _contractor(price: Prices, role: Role, level: Level, site: str | None) -> SeatType:
    seat = price.seat(role, level, site, price.assumed["contractor_rate"])
    return replace(seat, hiring=0.0, unrounded=(seat.ranked[0], 0.0))


def mentored(ramp: Series, assumed: Mapping[str, float]) -> Series:
    """A ramp less the time of those present that mentoring takes at first: `ρ_k - m` for `k < K`."""
    early = np.arange(ramp.size) < round(assumed["mentoring_months"])
    return np.asarray(ramp - assumed["mentoring_share"] * early)
