"""Derive the pay tables beside this script from open salary rows: `derive.py SALARIES PPP [--out FOLDER]`.

SALARIES: foorilla/ai-jobs-net-salaries, commit 9c225876 of 2025-01-19 (CC0), with a `role` column that maps
job titles to families. PPP: World Bank conversion factors through datasets/ppp (ODC-PDDL). README.md says
what is known to be wrong with both. Every number that is ours stands in capitals below.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
ROLE_OF_FAMILY = {"MLOps Engineer": "mlops", "ML Platform/Infrastructure Engineer": "platform"}
LEVELS = {"EN": "entry", "MI": "mid", "SE": "senior", "EX": "executive"}
LADDER = ["entry", "mid", "senior"]
QUANTILES = {"low": 0.25, "typical": 0.5, "high": 0.75}

FIRST_YEAR = 2023
MANAGERS = "ML Manager/Director/Head"  # left out: their levels don't compare
ROWS_PER_POSTING = 2  # most postings stand as one row for the range's minimum and one for its maximum
HALF_TRUST = 10.0  # effective observations at which a cell counts as much as what is expected of it
FAMILY_WEIGHT_CAP = 100.0  # so that the largest families don't drown the others
COUNTRY_WEIGHT_CAP = 20.0
MIN_REFERENCE_ROWS = 20  # US rows of a family and level before other countries are compared with it
MIN_COUNTRY_EFFECTIVE = 2.5  # before a country takes part in fitting pay to price level
FLAT_BELOW = (
    0.4  # price level under which the prior stays: engineers' pay falls less than prices (India's rows)
)
PPP_CURRENCY = {"BG": "BGN", "PS": "USD"}  # where the PPP table counts in another currency than today's
MIN_RATE_ROWS = 5
MANAGER_OVER_PRINCIPAL = 1.05
INFLATED_BY = 1.05  # index over all rows against the index used, from which dollar postings are flagged
GRADES = ((15.0, "B"), (5.0, "C"), (0.0, "D"))  # effective observations from which the grade holds

Rates = dict[str, float]


def weighted_quantile(values: pd.Series, weights: pd.Series, q: float) -> float:
    """Quantile by linear interpolation between the midpoints of the sorted weights."""
    order = np.argsort(values.to_numpy(), kind="stable")
    sorted_values, w = values.to_numpy(float)[order], weights.to_numpy(float)[order]
    return float(np.interp(q * w.sum(), np.cumsum(w) - w / 2, sorted_values))


def grade(effective: float) -> str:
    """Grade of a figure by its effective observations."""
    return next(name for least, name in GRADES if effective >= least)


def read_salaries(path: Path) -> pd.DataFrame:
    """Rows of FIRST_YEAR and later; n exact duplicates become one row that weighs sqrt(n)."""
    rows = pd.read_csv(path)
    rows = rows[(rows["work_year"] >= FIRST_YEAR) & (rows["employment_type"] == "FT")]
    rows = rows.groupby(list(rows.columns), as_index=False).size().rename(columns={"size": "n"})
    rows["weight"] = np.sqrt(rows["n"])
    rows["level"] = rows["experience_level"].map(LEVELS)
    return rows


def summarise(rows: pd.DataFrame, value: str, by: list[str]) -> pd.DataFrame:
    """Per group: n rows, effective observations and the three quantiles of `value`."""

    def cell(group: pd.DataFrame) -> pd.Series:
        counts = {"n": group["n"].sum(), "n_effective": group["weight"].sum() / ROWS_PER_POSTING}
        return pd.Series(
            counts | {k: weighted_quantile(group[value], group["weight"], q) for k, q in QUANTILES.items()}
        )

    if rows.empty:
        return pd.DataFrame(
            columns=["n", "n_effective", *QUANTILES], index=pd.Index([], name=by[0]), dtype=float
        )
    return rows.groupby(by)[[value, "n", "weight"]].apply(cell)


def expected(cells: pd.DataFrame, quantile: str) -> pd.DataFrame:
    """Log pay by family x level as family effect + level effect (least squares, weighted by observations)."""
    families = list(cells.index.get_level_values("role").unique())
    levels = list(cells.index.get_level_values("level").unique())
    keys = list(cells.index)
    design = np.zeros((len(keys), len(families) + len(levels)))
    for row, (family, level) in enumerate(keys):
        design[row, families.index(family)] = design[row, len(families) + levels.index(level)] = 1
    root = np.sqrt(cells["n_effective"].clip(upper=FAMILY_WEIGHT_CAP).to_numpy())
    solution = np.linalg.lstsq(design * root[:, None], np.log(cells[quantile].to_numpy()) * root, rcond=None)[
        0
    ]
    effects = solution[: len(families), None] + solution[None, len(families) :]
    return pd.DataFrame(effects, index=families, columns=levels)


def monotone(values: list[float], weights: list[float]) -> list[float]:
    """The closest non-decreasing sequence (pool adjacent violators)."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, wa, na), (b, wb, nb) = blocks[-2:]
            blocks[-2:] = [((a * wa + b * wb) / (wa + wb), wa + wb, na + nb)]
    return [value for value, _, times in blocks for _ in range(times)]


def derive_bands(rows: pd.DataFrame) -> pd.DataFrame:
    """US bands by role and level: cells shrunk towards the expectation, rising with level."""
    us = rows[(rows["company_location"] == "US") & (rows["role"] != MANAGERS)]
    cells = summarise(us, "salary_in_usd", ["role", "level"])
    fits = {quantile: expected(cells, quantile) for quantile in QUANTILES}
    bands = pd.concat([_bands_of_role(family, cells, fits) for family in ROLE_OF_FAMILY], ignore_index=True)
    everything = us.loc[us.index.repeat(us["n"])]
    bands["rows_median"] = (
        bands[["family", "level"]]
        .apply(tuple, axis=1)
        .map(everything.groupby(["role", "level"])["salary_in_usd"].median())
    )
    bands.insert(0, "role", bands.pop("family").map(ROLE_OF_FAMILY))
    return bands.assign(years=f"{us['work_year'].min()}-{us['work_year'].max()}")


def _bands_of_role(family: str, cells: pd.DataFrame, fits: dict[str, pd.DataFrame]) -> pd.DataFrame:
    own = cells.reindex([(family, level) for level in LADDER])
    effective = own["n_effective"].fillna(0.0).tolist()
    lines = pd.DataFrame({"family": family, "level": LADDER})
    for quantile, fit in fits.items():
        pairs = zip(LADDER, np.log(own[quantile]), effective, strict=True)
        shrunk = [shrink(seen, fit.loc[family, level], count) for level, seen, count in pairs]
        lines[quantile] = np.exp(monotone(shrunk, [1 + count for count in effective]))
    lines["n"] = own["n"].fillna(0).astype(int).tolist()
    lines["n_effective"] = effective
    lines["grade"] = [grade(count) for count in effective]
    lines["basis"] = [
        "rows shrunk to family and level" if count else "family and level" for count in effective
    ]
    steps = fits["typical"].loc[family]
    lines = pd.concat(
        [lines, _top_levels(lines.iloc[-1], steps["executive"] - steps["senior"])], ignore_index=True
    )
    return lines.round(dict.fromkeys(QUANTILES, -2) | {"n_effective": 1})


def _top_levels(senior: pd.Series, step: float) -> pd.DataFrame:
    """Principal and manager as multiples of senior: the data's executive step, and ours on top of it."""
    principal = float(np.exp(step))
    ratios = {"principal": principal, "manager": principal * MANAGER_OVER_PRINCIPAL}
    none = {"n": 0, "n_effective": 0.0, "grade": "D"}
    return pd.DataFrame(
        dict(senior)
        | {"level": level, "basis": f"senior x {ratio:.2f}"}
        | {quantile: senior[quantile] * ratio for quantile in QUANTILES}
        | none
        for level, ratio in ratios.items()
    )


def shrink(observed: float, prior: float, effective: float) -> float:
    """`observed` drawn towards `prior`: they count the same at HALF_TRUST effective observations."""
    if effective == 0:
        return float(prior)
    trust = effective / (effective + HALF_TRUST)
    return float(trust * observed + (1 - trust) * prior)


def derive_rates(rows: pd.DataFrame, official: pd.DataFrame) -> pd.DataFrame:
    """Units per USD: the official rate where we hold one, else what the salary rows imply; pegs last."""
    foreign = rows[rows["salary_currency"] != "USD"]
    implied = (
        foreign.assign(rate=foreign["salary"] / foreign["salary_in_usd"])
        .groupby(["salary_currency", "work_year"])
        .agg(n=("n", "sum"), implied=("rate", "median"))
        .reset_index()
    )
    newest = (
        implied[implied["n"] >= MIN_RATE_ROWS].groupby("salary_currency").tail(1).set_index("salary_currency")
    )
    table: dict[str, dict[str, object]] = {"USD": _rate(1.0, 2024, "reference", "A", "definition")}
    for _, line in official[official["base"] == "USD"].iterrows():
        mark = "B" if line["kind"].startswith("one") else "A"
        table[line["currency"]] = _rate(line["units"], line["year"], line["kind"], mark, line["source"])
    for currency, line in newest.iterrows():
        if currency not in table:
            table[str(currency)] = _rate(line["implied"], line["work_year"], "implied", "B", "salary rows")
    for _, line in official[official["base"] != "USD"].iterrows():
        base = table.get(line["base"])
        if base is not None:
            per_usd = float(str(base["per_usd"])) * line["units"]
            source = f"{line['units']:g} per {line['base']}, {line['source']}"
            table[line["currency"]] = _rate(per_usd, base["year"], "peg", "A", source)
    frame = pd.DataFrame.from_dict(table, orient="index").rename_axis("currency").sort_index()
    frame["n"] = newest["n"].reindex(frame.index).fillna(0).astype(int)
    frame["implied"] = newest["implied"].reindex(frame.index).round(4)
    return frame.reset_index()


def _rate(per_usd: float, year: object, kind: str, mark: str, source: str) -> dict[str, object]:
    return {
        "per_usd": float(f"{per_usd:.6g}"),
        "year": int(float(str(year))),
        "kind": kind,
        "grade": mark,
        "source": source,
    }


def price_levels(ppp: pd.DataFrame, iso: pd.DataFrame, rates: Rates) -> pd.Series:
    """Price level against the US: newest PPP conversion factor (2022 or later) over the exchange rate."""
    recent = ppp[ppp["Year"] >= 2022].sort_values("Year").groupby("Country ID")["PPP"].last()
    currencies = dict(zip(iso["country"], iso["currency"], strict=True)) | PPP_CURRENCY
    levels = {
        country: recent[country] / rates[currency]
        for country, currency in currencies.items()
        if country in recent.index and currency in rates
    }
    return pd.Series(levels, dtype=float)


def pay_ratios(rows: pd.DataFrame, iso: pd.DataFrame, rates: Rates) -> pd.DataFrame:
    """Rows abroad: `ratio` to the US median of their family and level, and whether they state local pay."""
    cells = summarise(rows[rows["company_location"] == "US"], "salary_in_usd", ["role", "level"])
    reference = cells.loc[cells["n"] >= MIN_REFERENCE_ROWS, "typical"].rename("reference")
    abroad = (
        rows[rows["company_location"] != "US"]
        .join(reference, on=["role", "level"])
        .dropna(subset=["reference"])
    )
    per_usd = abroad["salary_currency"].map(rates)
    usd = (abroad["salary"] / per_usd).fillna(abroad["salary_in_usd"])
    home = abroad["company_location"].map(iso.set_index("country")["currency"])
    local = (abroad["salary_currency"] != "USD") | (home == "USD")
    return abroad.assign(ratio=usd / abroad["reference"], local=local)


def fit_prior(index: pd.DataFrame, prices: pd.Series) -> pd.Series:
    """Log index by price level: a weighted line through countries with enough rows, held flat outside."""
    known = index[index["n_effective"] >= MIN_COUNTRY_EFFECTIVE].join(prices.rename("price"), how="inner")
    x, y = np.log(known["price"]), np.log(known["typical"])
    weight = known["n_effective"].clip(upper=COUNTRY_WEIGHT_CAP)
    x0, y0 = np.average(x, weights=weight), np.average(y, weights=weight)
    spread = float((weight * (x - x0) ** 2).sum())
    slope = float((weight * (x - x0) * (y - y0)).sum()) / spread if spread > 0 else 0.0
    return y0 + slope * (np.log(prices).clip(np.log(FLAT_BELOW), x.max()) - x0)


def derive_countries(rows: pd.DataFrame, ppp: pd.DataFrame, iso: pd.DataFrame, rates: Rates) -> pd.DataFrame:
    """Pay index against the US for every country: rows paid in local money, shrunk to the prior."""
    ratios = pay_ratios(rows, iso, rates)
    index = summarise(ratios[ratios["local"]], "ratio", ["company_location"])
    prices = price_levels(ppp, iso, rates)
    prior = fit_prior(index, prices)
    table = iso.set_index("country").join(
        index[["n", "n_effective", "typical"]].rename(columns={"typical": "own_rows"})
    )
    every = summarise(ratios, "ratio", ["company_location"])[["n", "typical"]]
    table = table.join(every.set_axis(["n_all", "all_rows"], axis=1)).join(prices.rename("price_level"))
    table[["n", "n_effective", "n_all"]] = table[["n", "n_effective", "n_all"]].fillna(0)
    expectation = prior.reindex(table.index).fillna(prior.drop("US", errors="ignore").median())
    pairs = zip(np.log(table["own_rows"]), expectation, table["n_effective"], strict=True)
    table["index"] = [float(np.exp(shrink(*pair))) for pair in pairs]
    table["grade"] = table["n_effective"].map(grade)
    source = pd.Series(
        np.where(prior.reindex(table.index).notna(), "price level", "typical country"), table.index
    )
    table["basis"] = np.where(table["n"] > 0, "rows shrunk to " + source, source)
    table["flag"] = np.select(
        [table["all_rows"] > INFLATED_BY * table["own_rows"], (table["n"] == 0) & (table["n_all"] > 0)],
        ["dollar_postings_left_out", "dollar_postings_only"],
        "",
    )
    us = rows[rows["company_location"] == "US"]
    effective = us["weight"].sum() / ROWS_PER_POSTING
    table.loc["US", ["index", "n", "n_effective", "grade", "basis"]] = [
        1.0,
        us["n"].sum(),
        effective,
        "B",
        "reference",
    ]
    columns = "name currency index n n_effective grade basis flag own_rows all_rows n_all price_level"
    table = table[columns.split()].astype({"n": int, "n_all": int})
    return table.round(3).round({"n_effective": 1}).rename_axis("country").reset_index()


def derive(salaries: Path, ppp: Path) -> dict[str, pd.DataFrame]:
    """All tables by file name."""
    rows = read_salaries(salaries)
    iso = pd.read_csv(HERE / "iso.csv", keep_default_na=False)
    rates = derive_rates(rows, pd.read_csv(HERE / "official_rates.csv"))
    per_usd = dict(zip(rates["currency"], rates["per_usd"], strict=True))
    factors = pd.read_csv(ppp, keep_default_na=False)
    countries = derive_countries(rows, factors, iso, per_usd)
    return {"bands.csv": derive_bands(rows), "countries.csv": countries, "exchange_rates.csv": rates}


def main(arguments: list[str] | None = None) -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("salaries", type=Path)
    parser.add_argument("ppp", type=Path)
    parser.add_argument("--out", type=Path, default=HERE)
    given = parser.parse_args(arguments)
    for name, table in derive(given.salaries, given.ppp).items():
        table.to_csv(given.out / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
