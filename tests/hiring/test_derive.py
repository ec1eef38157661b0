"""The script that makes the pay tables, on a few made-up rows."""

import importlib.util
import itertools
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from planner import resources
from planner.domain import Level, Role
from planner.hiring import compensation

FOLDER = resources.seeds() / "compensation"
COLUMNS = [
    "work_year",
    "experience_level",
    "employment_type",
    "job_title",
    "salary",
    "salary_currency",
    "salary_in_usd",
    "employee_residence",
    "remote_ratio",
    "company_location",
    "company_size",
    "role",
]
PAY = {"EN": 100_000, "MI": 140_000, "SE": 180_000, "EX": 210_000}
FAMILIES = ["MLOps Engineer", "ML Platform/Infrastructure Engineer", "Data Engineer"]


@pytest.fixture(scope="module")
def derive() -> ModuleType:
    spec = importlib.util.spec_from_file_location("derive", FOLDER / "derive.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row(
    family: str, level: str, usd: float, country: str = "US", currency: str = "USD", rate: float = 1
) -> list[object]:
    return [2024, level, "FT", family, usd * rate, currency, usd, country, 0, country, "M", family]


def salaries(*more: list[object]) -> pd.DataFrame:
    spread = [0.8 + 0.02 * step for step in range(21)]
    plain = [
        row(family, level, PAY[level] * factor)
        for family, level, factor in itertools.product(FAMILIES, PAY, spread)
        if family == "Data Engineer" or level in ("MI", "SE")
    ]
    abroad = [row("Data Engineer", "SE", 90_000 * factor, "GB", "GBP", 0.8) for factor in spread]
    remote = [row("Data Engineer", "SE", 180_000 * factor, "GB") for factor in spread]
    return pd.DataFrame([*plain, *abroad, *remote, *more], columns=COLUMNS)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("sources")
    salaries().to_csv(folder / "salaries.csv", index=False)
    ppp = pd.DataFrame(
        [
            ["United States", "US", 2024, 1.0],
            ["United Kingdom", "GB", 2024, 0.66],
            ["Japan", "JP", 2024, 95.0],
        ],
        columns=["Country", "Country ID", "Year", "PPP"],
    )
    ppp.to_csv(folder / "ppp.csv", index=False)
    return folder / "salaries.csv", folder / "ppp.csv"


def test_the_tables_it_writes_load(derive: ModuleType, sources: tuple[Path, Path], tmp_path: Path) -> None:
    derive.main([*map(str, sources), "--out", str(tmp_path)])
    pay = compensation.load(tmp_path)
    senior = pay.band(Role.MLOPS, Level.SENIOR, None)
    assert senior.typical == pytest.approx(180_000, rel=0.01)
    assert senior.observations == 21
    entry = pay.band(Role.PLATFORM, Level.ENTRY, None)
    assert (entry.observations, entry.grade) == (0, "D")
    assert entry.typical == pytest.approx(100_000, rel=0.02)  # from the other family's step between levels
    assert pay.band(Role.MLOPS, Level.PRINCIPAL, None).typical == pytest.approx(210_000, rel=0.01)


def test_dollar_postings_abroad_do_not_count(derive: ModuleType, sources: tuple[Path, Path]) -> None:
    countries = derive.derive(*sources)["countries.csv"].set_index("country")
    britain = countries.loc["GB"]
    assert britain["flag"] == "dollar_postings_left_out"
    assert (britain["n"], britain["n_all"]) == (21, 42)
    assert britain["index"] == pytest.approx(0.5, rel=0.02)
    assert countries.loc["JP", "basis"] == "price level"
    assert countries.loc["NG", "basis"] == "typical country"
    assert (countries["index"] > 0).all()


def test_rates_are_official_else_implied_else_pegged(derive: ModuleType, sources: tuple[Path, Path]) -> None:
    rates = derive.derive(*sources)["exchange_rates.csv"].set_index("currency")
    assert rates.loc["USD", "per_usd"] == 1
    assert rates.loc["EUR", "kind"] == "yearly average"
    assert tuple(rates.loc["GBP", ["kind", "per_usd", "n"]]) == ("implied", 0.8, 21)
    assert rates.loc["GIP", "per_usd"] == rates.loc["GBP", "per_usd"]


def test_a_small_cell_is_drawn_towards_what_is_expected(derive: ModuleType) -> None:
    assert derive.shrink(5.0, 1.0, 0) == 1.0
    assert derive.shrink(5.0, 1.0, derive.HALF_TRUST) == 3.0
    assert derive.shrink(5.0, 1.0, 1e9) == pytest.approx(5.0)


def test_duplicates_weigh_less_than_rows(derive: ModuleType, tmp_path: Path) -> None:
    same = row("MLOps Engineer", "SE", 500_000)
    path = tmp_path / "rows.csv"
    salaries(*[same] * 9).to_csv(path, index=False)
    rows = derive.read_salaries(path)
    doubled = rows[rows["salary_in_usd"] == 500_000]
    assert doubled[["n", "weight"]].to_numpy().tolist() == [[9, 3]]


def test_monotone_pools_only_what_falls(derive: ModuleType) -> None:
    assert derive.monotone([1, 2, 3], [1, 1, 1]) == [1, 2, 3]
    assert derive.monotone([1, 4, 2], [1, 1, 1]) == [1, 3, 3]
    assert derive.monotone([3, 1], [3, 1]) == [2.5, 2.5]


def test_weighted_quantile(derive: ModuleType) -> None:
    values, weights = pd.Series([3.0, 1.0, 2.0]), pd.Series([1.0, 1.0, 1.0])
    assert derive.weighted_quantile(values, weights, 0.5) == 2.0
    assert derive.weighted_quantile(values, pd.Series([8.0, 1.0, 1.0]), 0.5) > 2.5
