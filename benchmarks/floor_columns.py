"""The case for each role of many profiles, written by hand in numpy for the shipped guidance.

Columns are encoded as `planner.guidance.columns.encode` does it: NaN, 0 (yes/no) and -1 are unknown.
Comparisons with NaN are False, so that most conditions need no mask: whoever writes by hand knows which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from planner.guidance.vocabulary import Vocabulary

BLOCK = 32_768  # rows at a time; the fastest of the powers of two
FIGURES = ("score", "open", "wanted", "work", "relievable", "floor")

Columns = Mapping[str, Any]
Numbers = Mapping[str, float]


def assess(columns: Columns, assumed: Numbers, codes: Codes, rows: int) -> list[dict[str, Any]]:
    """FIGURES of MLOps and of platform."""
    kinds = dict.fromkeys(FIGURES, np.float64) | {"open": np.bool_, "wanted": np.bool_}
    found = [{name: np.empty(rows, kind) for name, kind in kinds.items()} for _ in range(2)]
    with np.errstate(divide="ignore", invalid="ignore"):
        for start in range(0, rows, BLOCK):
            part = slice(start, start + BLOCK)
            block = {name: column[part] for name, column in columns.items()}
            for role, figures in zip(found, assess_block(block, assumed, codes), strict=True):
                for name, values in zip(FIGURES, figures, strict=True):
                    role[name][part] = values
    return found


class Codes:
    """The numbers that stand for choices and sets."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.company = vocabulary["general_platform"].choices
        self.vendor = vocabulary["managed_ml_services"].choices
        self.needs = vocabulary["needs"].choices
        self.mlops = self.mask(
            "deploy_models",
            "operate_models",
            "automate_pipelines",
            "monitor_models",
            "ci_cd_for_ml",
            "productionize_with_data_scientists",
        )
        self.sharing = self.mask(
            "scale_across_teams", "shared_platform", "standardize_workflows", "self_service_tooling"
        )
        self.upkeep = self.mask("infrastructure_as_code", "optimize_platform_cost", "platform_reliability")
        self.security = self.mask("security_and_compliance")
        self.wide = self.mask("scale_across_teams", "shared_platform")

    def mask(self, *needs: str) -> int:
        return sum(1 << self.needs.index(need) for need in needs)


def assess_block(columns: Columns, assumed: Numbers, codes: Codes) -> Sequence[Sequence[Any]]:
    mlops, mlops_open, platform, platform_open = evidence(columns, assumed, codes)
    mlops_hours, relievable, floor, platform_hours = work(columns, assumed, codes)
    fte, enough = assumed["productive_hours"], assumed["evidence_to_hire"]
    return (
        (mlops, mlops_open, mlops_open & (mlops >= enough), mlops_hours / fte, relievable / fte, floor),
        (platform, platform_open, platform_open & (platform >= enough), platform_hours / fte, 0.0, 0.0),
    )


def points(strength: int, condition: Any) -> Any:
    return condition.view(np.int8) * np.int8(strength)


def evidence(columns: Columns, assumed: Numbers, codes: Codes) -> tuple[Any, Any, Any, Any]:  # noqa: PLR0915
    # house: long function, because it is the rules by hand
    """Points and gates of both roles."""
    needs = columns["needs"]
    use_cases, models = columns["use_cases_in_production"], columns["models_in_production"]
    planned, maturity, toil = (
        columns["models_planned_per_quarter"],
        columns["ml_maturity"],
        columns["ops_share_of_ds_time"],
    )
    days, teams, company = columns["time_to_deploy_days"], columns["ml_teams"], columns["general_platform"]
    owned, around_the_clock = columns["end_to_end_ownership"] > 0, columns["round_the_clock"] > 0
    regulated, joins = columns["regulated"] > 0, columns["joins_existing_rotation"]
    scientists, engineers = columns["data_scientists"], columns["ml_engineers"]

    stated = needs >= 0
    needs = np.where(stated, needs, 0)
    mlops_needs = np.bitwise_count(needs & codes.mlops)
    sharing = np.bitwise_count(needs & codes.sharing)
    base = sharing + np.bitwise_count(needs & codes.upkeep)
    security = (needs & codes.security) != 0
    some_mlops_need = mlops_needs > 0
    low = maturity <= 2
    by_hand = maturity <= 1
    toil_high = toil >= assumed["toil_high"]
    slow = days >= assumed["slow_deploy_days"]
    vendor_runs = columns["managed_ml_services"] == codes.vendor.index("most")

    mlops = points(5, some_mlops_need)
    mlops += (mlops_needs >= 3).view(np.int8)
    load = np.where(np.isnan(use_cases), models / assumed["models_per_use_case"], use_cases)
    mlops += points(4, load >= assumed["use_cases_per_mlops"])
    mlops += points(2, load >= 4 * assumed["use_cases_per_mlops"])
    mlops += points(3, planned >= assumed["launches_high"])
    mlops += ((models == 0) & (planned > 0)).view(np.int8)
    mlops += points(4, toil_high)
    mlops += points(3, toil >= assumed["toil_extreme"])
    mlops += points(4, slow)
    mlops += (by_hand & ((models >= 1) | (use_cases >= 1) | some_mlops_need)).view(np.int8)
    often = (columns["deploys_per_quarter"] / use_cases >= assumed["frequent_deploys"]) & (use_cases != 0)
    mlops += points(2, often & low)
    mlops += points(5, around_the_clock & (joins < 0))
    mlops += points(4, around_the_clock & (joins == 0))
    mlops += points(2, columns["critical_use_cases"] >= 1)
    mlops += (regulated & some_mlops_need & low).view(np.int8)
    mlops += points(3, owned & toil_high)
    mlops -= points(6, owned)
    mlops -= points(5, vendor_runs)
    mlops -= points(3, toil <= assumed["toil_low"])
    mlops -= points(2, (maturity >= 3) & (days < assumed["slow_deploy_days"] / 4))
    nothing = (models <= 0) & (use_cases <= 0) & (planned <= 0) & stated & (columns["round_the_clock"] < 0)
    mlops_open = ~(nothing & ~some_mlops_need)

    builders = np.where(
        np.isnan(engineers), scientists, np.where(np.isnan(scientists), engineers, scientists + engineers)
    )
    several = teams >= assumed["teams_for_platform"]
    three = teams >= 3
    strong = company == codes.company.index("strong")
    many = builders >= assumed["builders_for_platform"]
    platform = points(5, sharing > 0)
    platform += (base >= 2).view(np.int8)
    platform += points(4, base > sharing)
    platform += points(3, security)
    platform += (regulated & (security | several)).view(np.int8)
    platform += points(2, several)
    platform += (teams >= assumed["teams_many"]).view(np.int8)
    platform += (several & (columns["model_consuming_teams"] >= assumed["consumers_many"])).view(np.int8)
    platform += points(3, many)
    platform += (builders >= assumed["builders_many"]).view(np.int8)
    platform += points(2, owned & several)
    platform += points(2, three & (company == codes.company.index("none")))
    weak = several & ~strong
    platform += points(2, weak & toil_high)
    platform += (weak & (by_hand | slow)).view(np.int8)
    platform += (three & (columns["growth_teams"] >= 1)).view(np.int8)
    present = columns["current_mlops_fte"] >= assumed["mlops_without_platform"]
    alone = present & (columns["current_platform_fte"] < 1)
    platform += points(2, several & alone)
    platform -= points(6, strong)
    platform -= points(5, vendor_runs)
    platform -= points(4, (teams <= 1) & stated & ((needs & codes.wide) == 0))
    platform -= points(3, (builders <= assumed["builders_few"]) & ~(teams > 3))
    nobody = (teams <= 1) & (builders < assumed["builders_for_platform"]) & stated & (base == 0)
    return mlops, mlops_open, platform, ~nobody


def work(columns: Columns, assumed: Numbers, codes: Codes) -> tuple[Any, Any, Any, Any]:  # noqa: PLR0915
    # house: long function, because it is the work by hand
    """Hours per month of MLOps work and of its relievable part, the MLOps floor, hours of platform work."""
    month = np.nan_to_num(columns["month"])
    per_team, models_each = assumed["data_scientists_per_team"], assumed["models_per_use_case"]
    scientists, engineers, teams = columns["data_scientists"], columns["ml_engineers"], columns["ml_teams"]
    use_cases, models, planned = (
        columns["use_cases_in_production"],
        columns["models_in_production"],
        columns["models_planned_per_quarter"],
    )
    teams = first(teams, scientists / per_team, 1.0)
    by_models = models / models_each
    carried = first(use_cases, by_models) / assumed["use_cases_per_builder"]
    likely = np.fmax(teams * per_team, carried)
    scientists = np.where(np.isnan(scientists), np.where(np.isnan(engineers), likely, 0.0), scientists)
    engineers = first(engineers, scientists * assumed["engineers_per_scientist"])
    builders = scientists + engineers
    use_cases = first(use_cases, by_models, teams * assumed["use_cases_per_team"])
    critical = first(columns["critical_use_cases"], use_cases * assumed["critical_share"])
    experimental = first(
        columns["experimental_use_cases"], (use_cases - critical) * assumed["experimental_share"]
    )
    critical = np.minimum(critical, use_cases)
    experimental = np.minimum(experimental, use_cases - critical)
    growth = columns["growth_models"]
    by_builders = builders * assumed["launches_per_builder"]
    launches = np.where(growth > 0, growth / assumed["launches_kept"], by_builders)
    planned = first(planned, launches)
    deploys = first(columns["deploys_per_quarter"], use_cases * assumed["deploys_per_use_case"])
    maturity = first(columns["ml_maturity"], assumed["maturity_typical"])
    toil = first(columns["ops_share_of_ds_time"], assumed["toil_low"])
    productive = assumed["productive_hours"]

    by_maturity = np.where(
        maturity < 2,
        1 + assumed["manual_surcharge"] * (2 - maturity),
        1 - assumed["automation_saving"] * (maturity - 2),
    )
    left = np.where(columns["end_to_end_ownership"] > 0, 1 - assumed["carried_by_builders"], 1.0)
    vendor = np.maximum(columns["managed_ml_services"], 0)
    by_vendor = {"most": assumed["carried_by_vendor_most"], "some": assumed["carried_by_vendor_some"]}
    factor = by_maturity * left
    run = (
        experimental * assumed["run_hours_experimental"]
        + (use_cases - critical - experimental) * assumed["run_hours_standard"]
        + critical * assumed["run_hours_critical"]
    )
    run *= factor
    run *= np.array([1 - by_vendor.get(choice, 0.0) for choice in codes.vendor])[vendor]
    release = deploys * (assumed["release_hours"] / 3) * factor
    operations = run + release
    bound = np.where(builders > 0, builders * (productive / assumed["builders_per_mlops"]), np.inf)
    share = np.where(operations > bound, bound / operations, 1.0)
    launch = planned * (assumed["launch_hours"] / 3) * factor
    measured = np.where(toil > assumed["toil_low"], toil - assumed["toil_low"], 0.0) * builders
    measured *= productive * assumed["toil_transferable"]
    relievable = np.maximum(run * share, 0.0) + np.maximum(release * share, 0.0) + np.maximum(launch, 0.0)
    relievable += np.maximum(measured - (operations * share + launch), 0.0)
    spread, target = assumed["uplift_months"], assumed["target_maturity"]
    something = (use_cases > 0) | (planned > 0)
    uplift = np.where(month < spread, np.maximum(target - maturity, 0.0), 0.0) * teams
    uplift *= assumed["uplift_hours_per_level"] / spread
    mlops = relievable + np.where(something, scientists * assumed["partner_hours"] + uplift, 0.0) * left
    around_the_clock, joined = columns["round_the_clock"] > 0, columns["joins_existing_rotation"] > 0
    mlops += (around_the_clock & joined) * (assumed["rotation_share_joined"] * productive)
    people = np.where(columns["sites"] > 1, assumed["rotation_two_sites"], assumed["rotation_one_site"])
    floor = np.where(around_the_clock & ~joined, people, 0.0)

    company = columns["general_platform"]
    company = np.where(company < 0, codes.company.index("basic"), company)
    by_company = {"basic": assumed["given_by_basic_platform"], "strong": assumed["given_by_strong_platform"]}
    by_services = {"most": assumed["given_by_most_services"], "some": assumed["given_by_some_services"]}
    missing = np.array([1 - by_company.get(choice, 0.0) for choice in codes.company])[company]
    missing *= np.array([1 - by_services.get(choice, 0.0) for choice in codes.vendor])[vendor]
    months = assumed["build_months"]
    build = assumed["platform_capabilities"] * assumed["build_hours_per_capability"] / months
    platform = np.where(month < months, missing * build, 0.0)
    platform += assumed["platform_seed"] * productive
    platform += np.where(teams > 1, teams * assumed["tenant_hours"], 0.0)
    platform += around_the_clock * assumed["reliability_hours"]
    needs = columns["needs"]
    controlled = (columns["regulated"] > 0) | ((needs > 0) & ((needs & codes.security) != 0))
    platform += controlled * assumed["compliance_hours"]
    return mlops, relievable, floor, platform


def first(column: Any, *others: Any) -> Any:
    """The column, with others in turn where it is unknown."""
    for other in others:
        column = np.where(np.isnan(column), other, column)
    return column
