import csv
import math
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from planner import resources
from planner.domain import InvalidGuidance, InvalidProfile, Level, PayTable, Role
from planner.hiring import compensation
from planner.hiring.compensation import OpenPay

FOLDER = resources.seeds() / "compensation"
SEATS = [(role, level) for role in Role for level in Level]


@pytest.fixture(scope="module")
def pay() -> OpenPay:
    return compensation.load()


def test_it_is_the_table_the_engine_asks_for(pay: OpenPay) -> None:
    table: PayTable = pay
    assert len(table.digest) == 64


@pytest.mark.parametrize(("role", "level"), SEATS)
@pytest.mark.parametrize("country", [None, "US", "GB", "IN", "NG"])
def test_every_seat_has_an_ordered_band_with_provenance(
    pay: OpenPay, role: Role, level: Level, country: str | None
) -> None:
    band = pay.band(role, level, country)
    assert 0 < band.low < band.typical < band.high < math.inf
    assert band.observations >= 0
    assert band.grade in "ABCD"
    assert band.as_of.startswith("20")
    assert "n=" in band.source


@pytest.mark.parametrize("role", list(Role))
def test_pay_rises_with_level(pay: OpenPay, role: Role) -> None:
    bands = [pay.band(role, level, None) for level in Level]
    for lower, higher in pairwise(bands):
        assert lower.low <= higher.low
        assert lower.typical <= higher.typical
        assert lower.high <= higher.high


@pytest.mark.parametrize(
    ("role", "level", "median", "rows"),
    [
        (Role.MLOPS, Level.MID, 150_000, 24),
        (Role.MLOPS, Level.SENIOR, 180_000, 59),
        (Role.PLATFORM, Level.MID, 189_000, 20),
        (Role.PLATFORM, Level.SENIOR, 187_000, 36),
    ],
)
def test_bands_stay_near_the_medians_of_their_rows(
    pay: OpenPay, role: Role, level: Level, median: float, rows: int
) -> None:
    band = pay.band(role, level, "US")
    assert band.typical == pytest.approx(median, rel=0.08)
    assert band.observations == rows


def test_levels_without_rows_are_said_to_be_guesses(pay: OpenPay) -> None:
    for role in Role:
        for level in (Level.PRINCIPAL, Level.MANAGER):
            band = pay.band(role, level, None)
            assert (band.observations, band.grade) == (0, "D")
            assert "senior x" in band.source


def test_countries_are_complete_and_weakest_evidence_grades_the_band(pay: OpenPay) -> None:
    assert len(pay.countries) > 240
    for place in pay.countries.values():
        assert 0.1 < place.index <= 1
        assert place.observations >= place.effective >= 0
        assert place.grade == "D" or place.observations > 0
    assert pay.countries["US"].index == 1
    senior = pay.band(Role.MLOPS, Level.SENIOR, None)
    nigeria = pay.band(Role.MLOPS, Level.SENIOR, "ng")
    assert (senior.grade, nigeria.grade, nigeria.observations) == ("B", "D", 0)
    assert nigeria.typical == pytest.approx(senior.typical * pay.countries["NG"].index)


@pytest.mark.parametrize("code", ["DE", "FR"])
def test_inflated_countries_are_flagged(pay: OpenPay, code: str) -> None:
    assert pay.country(code).flag == "dollar_postings_left_out"


def test_exchange_rates(pay: OpenPay) -> None:
    assert pay.per_usd("USD") == 1
    assert pay.per_usd("eur") == pytest.approx(0.92, rel=0.1)
    assert all(
        0 < rate.per_usd < math.inf and rate.year > 2020 and rate.source for rate in pay.rates.values()
    )
    homes = {place.currency for place in pay.countries.values()}
    assert pay.rates.keys() <= homes | {"BGN", "PAB"}  # given up for the euro; at par with the dollar in use


@pytest.mark.parametrize(
    ("code", "advice"),
    [("UK", "Write GB (United Kingdom)"), ("germny", "Write DE (Germany)"), ("ZQ", "Use an ISO code")],
)
def test_an_unknown_country_names_the_nearest(pay: OpenPay, code: str, advice: str) -> None:
    with pytest.raises(InvalidProfile) as caught:
        pay.band(Role.MLOPS, Level.MID, code)
    [problem] = caught.value.problems
    assert problem.path == "constraints.sites"
    assert problem.fix.startswith(advice)


@pytest.mark.parametrize(
    ("currency", "advice"), [("EURO", "Did you mean EUR?"), ("Japan", "Did you mean JPY?"), ("ZZ9", "State")]
)
def test_an_unknown_currency_names_the_nearest(pay: OpenPay, currency: str, advice: str) -> None:
    with pytest.raises(InvalidProfile) as caught:
        pay.per_usd(currency)
    [problem] = caught.value.problems
    assert problem.path == "constraints.budget.currency"
    assert problem.fix.startswith(advice)


def test_the_digest_follows_the_contents(tmp_path: Path, pay: OpenPay) -> None:
    copy = shutil.copytree(FOLDER, tmp_path / "pay")
    assert compensation.load(copy).digest == pay.digest
    rates = copy / "exchange_rates.csv"
    rates.write_bytes(rates.read_bytes().replace(b"0.9242", b"0.9243"))
    assert compensation.load(copy).digest != pay.digest


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"mlops,manager", b"mlops,wizard", "wizard"),
        (b"\nmlops,manager", b"\nplatform,manager", "no band for mlops manager"),
        (b"typical", b"median", "typical"),
    ],
)
def test_a_damaged_table_does_not_load(tmp_path: Path, old: bytes, new: bytes, message: str) -> None:
    copy = shutil.copytree(FOLDER, tmp_path / "pay")
    bands = copy / "bands.csv"
    bands.write_bytes(bands.read_bytes().replace(old, new))
    with pytest.raises(InvalidGuidance, match=message):
        compensation.load(copy)


def test_no_cell_is_shown_bare() -> None:
    for name in ("bands.csv", "countries.csv"):
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        assert all(row["n"] and row["n_effective"] and row["grade"] and row["basis"] for row in rows)
