"""Pay from open data: US bands by role and level, an index by country, exchange rates.

The tables lie in seeds/compensation; its README says where they come from and what is wrong with them.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from planner import resources
from planner.domain import InvalidGuidance, InvalidProfile, Level, PayBand, Problem, Role

REFERENCE = "US"
BANDS, COUNTRIES, RATES = FILES = ("bands.csv", "countries.csv", "exchange_rates.csv")
ALSO_CALLED = {"UK": "GB", "EL": "GR", "USA": "US", "UAE": "AE"}


@dataclass(frozen=True, slots=True)
class Country:
    """Pay of one country against the US (1.0), with what it rests on: effective n is about half of n."""

    code: str
    name: str
    currency: str
    index: float
    observations: int
    effective: float
    grade: str
    basis: str
    flag: str


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Units of a currency for one US dollar, the year they are of and their source."""

    currency: str
    per_usd: float
    year: int
    kind: str
    grade: str
    source: str


@dataclass(frozen=True, slots=True)
class OpenPay:
    """The open pay table (domain.PayTable); `digest` is taken over the files as they are."""

    digest: str
    bands: Mapping[tuple[Role, Level], PayBand] = field(repr=False)
    countries: Mapping[str, Country] = field(repr=False)
    rates: Mapping[str, ExchangeRate] = field(repr=False)

    def band(self, role: Role, level: Level, country: str | None) -> PayBand:
        """Yearly base pay in USD: the US band times the index of `country` (InvalidProfile if unknown)."""
        us = self.bands[role, level]
        if country is None or country.upper() == REFERENCE:
            return us
        place = self.country(country)
        against = f"{place.name} at {place.index:.2f} of the US ({place.basis}, n={place.observations})"
        return PayBand(
            low=us.low * place.index,
            typical=us.typical * place.index,
            high=us.high * place.index,
            observations=min(us.observations, place.observations),
            as_of=us.as_of,
            grade=max(us.grade, place.grade),
            source=f"{us.source}; {against}",
        )

    def country(self, code: str) -> Country:
        """The country of an ISO 3166 alpha-2 code in any case; InvalidProfile when there is none."""
        try:
            return self.countries[code.upper()]
        except KeyError:
            raise InvalidProfile(self._unknown_country(code)) from None

    def per_usd(self, currency: str) -> float:
        """Units of `currency` (ISO 4217) for one US dollar; InvalidProfile when we hold no rate."""
        return self.rate(currency).per_usd

    def rate(self, currency: str) -> ExchangeRate:
        """The exchange rate of `currency` with its year and source; InvalidProfile when we hold none."""
        try:
            return self.rates[currency.upper()]
        except KeyError:
            raise InvalidProfile(self._unknown_currency(currency)) from None

    def _unknown_country(self, code: str) -> Problem:
        names = {place.name.casefold(): place.code for place in self.countries.values()}
        close = get_close_matches(code.casefold(), names, n=1)
        nearest = ALSO_CALLED.get(code.upper()) or (names[close[0]] if close else None)
        use = (
            f"Write {nearest} ({self.countries[nearest].name})"
            if nearest
            else "Use an ISO code such as GB or DE"
        )
        return Problem(
            "constraints.sites",
            f"{code!r} is not a country with pay data (two letters, ISO 3166).",
            f"{use}, or leave the country out: the site is then priced as the US (scale it with pay_index).",
        )

    def _unknown_currency(self, currency: str) -> Problem:
        homes = {place.name.casefold(): place.currency for place in self.countries.values()}
        known = [code for code in homes.values() if code in self.rates]
        at_home = homes.get(currency.casefold())
        close = [at_home] if at_home in self.rates else get_close_matches(currency.upper(), known, n=1)
        use = f"Did you mean {close[0]}? Otherwise state" if close else "State"
        return Problem(
            "constraints.budget.currency",
            f"there is no exchange rate for {currency!r} (three letters, ISO 4217).",
            f"{use} the budget in USD, EUR or another of the {len(self.rates)} currencies at hand.",
        )


def load(folder: Path | None = None) -> OpenPay:
    """The pay table of the seeds, or of `folder`; InvalidGuidance when a file is incomplete."""
    place = folder or resources.seeds() / "compensation"
    contents = {name: (place / name).read_bytes() for name in FILES}
    try:
        bands = {(Role(row["role"]), Level(row["level"])): _band(row) for row in _rows(contents[BANDS])}
        countries = {row["country"]: _country(row) for row in _rows(contents[COUNTRIES])}
        rates = {row["currency"]: _rate(row) for row in _rows(contents[RATES])}
    except (KeyError, TypeError, ValueError) as wrong:
        raise InvalidGuidance(
            Problem("compensation", f"a pay table does not read: {wrong!r}.", "Run derive.py again.")
        ) from wrong
    _complete(bands)
    return OpenPay(_digest(contents), bands, countries, rates)


def _rows(content: bytes) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(io.StringIO(content.decode())))


def _digest(contents: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name in FILES:
        total.update(f"{name} {hashlib.sha256(contents[name]).hexdigest()}\n".encode())
    return total.hexdigest()


def _complete(bands: Mapping[tuple[Role, Level], PayBand]) -> None:
    missing = [f"{role} {level}" for role in Role for level in Level if (role, level) not in bands]
    if missing:
        message = f"no band for {', '.join(missing)}."
        raise InvalidGuidance(Problem("compensation.bands", message, "Run derive.py again."))


def _band(row: Mapping[str, str]) -> PayBand:
    return PayBand(
        low=float(row["low"]),
        typical=float(row["typical"]),
        high=float(row["high"]),
        observations=int(row["n"]),
        as_of=row["years"],
        grade=row["grade"],
        source=f"open salary rows, US {row['role']} {row['level']} ({row['basis']}, n={row['n']})",
    )


def _country(row: Mapping[str, str]) -> Country:
    return Country(
        code=row["country"],
        name=row["name"],
        currency=row["currency"],
        index=float(row["index"]),
        observations=int(row["n"]),
        effective=float(row["n_effective"]),
        grade=row["grade"],
        basis=row["basis"],
        flag=row["flag"],
    )


def _rate(row: Mapping[str, str]) -> ExchangeRate:
    return ExchangeRate(
        currency=row["currency"],
        per_usd=float(row["per_usd"]),
        year=int(row["year"]),
        kind=row["kind"],
        grade=row["grade"],
        source=row["source"],
    )
