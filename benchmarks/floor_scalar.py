"""The case for each role of one profile, written by hand for the shipped guidance: the least it can cost.

Rules are merged, nested and cut short where a careful programmer would. A fact may be None, unknown: a signal
then does not count, a gate stays open, and work takes the fact's prior. Divisors are taken to be above zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Facts = Mapping[str, Any]
Numbers = Mapping[str, float]
MLOPS_NEEDS = frozenset(
    {
        "deploy_models",
        "operate_models",
        "automate_pipelines",
        "monitor_models",
        "ci_cd_for_ml",
        "productionize_with_data_scientists",
    }
)
SHARING_NEEDS = frozenset(
    {"scale_across_teams", "shared_platform", "standardize_workflows", "self_service_tooling"}
)
WIDE_NEEDS = frozenset({"scale_across_teams", "shared_platform"})
UPKEEP_NEEDS = frozenset({"infrastructure_as_code", "optimize_platform_cost", "platform_reliability"})


class Figures(NamedTuple):
    """What `planner.engine.assess` says of one role; amounts in FTE."""

    score: float
    open: bool
    wanted: bool
    work: float
    relievable: float
    floor: float


def assess(known: Facts, assumed: Numbers) -> tuple[Figures, Figures]:
    """MLOps and platform."""
    mlops_score, mlops_open, platform_score, platform_open = evidence(known, assumed)
    mlops_hours, relievable, floor, platform_hours = work(known, assumed)
    fte, enough = assumed["productive_hours"], assumed["evidence_to_hire"]
    mlops_wanted = mlops_open and mlops_score >= enough
    platform_wanted = platform_open and platform_score >= enough
    return (
        Figures(mlops_score, mlops_open, mlops_wanted, mlops_hours / fte, relievable / fte, floor),
        Figures(platform_score, platform_open, platform_wanted, platform_hours / fte, 0.0, 0.0),
    )


def evidence(known: Facts, assumed: Numbers) -> tuple[int, bool, int, bool]:  # noqa: PLR0912, PLR0915
    # house: long function, because it is the rules by hand
    """Points and gates of both roles."""
    get = known.get
    mlops = platform = 0
    needs = get("needs")
    use_cases, models = get("use_cases_in_production"), get("models_in_production")
    planned, maturity = get("models_planned_per_quarter"), get("ml_maturity")
    toil = get("ops_share_of_ds_time")
    days, teams, company = get("time_to_deploy_days"), get("ml_teams"), get("general_platform")
    ownership, around_the_clock = get("end_to_end_ownership"), get("round_the_clock")
    scientists, engineers = get("data_scientists"), get("ml_engineers")
    regulated = get("regulated")
    if needs is None:
        mlops_needs = sharing = upkeep = None
    else:
        mlops_needs, sharing, upkeep = (
            len(needs & MLOPS_NEEDS),
            len(needs & SHARING_NEEDS),
            len(needs & UPKEEP_NEEDS),
        )
        if mlops_needs:
            mlops += 5
            if mlops_needs >= 3:
                mlops += 1
            if regulated and maturity is not None and maturity <= 2:
                mlops += 1
        if sharing:
            platform += 5
        if sharing + upkeep >= 2:
            platform += 1
        if upkeep:
            platform += 4
        if "security_and_compliance" in needs:
            platform += 3

    # MLOps
    one = assumed["use_cases_per_mlops"]
    load = use_cases
    if load is None and models is not None:
        load = models / assumed["models_per_use_case"]
    if load is not None and load >= one:
        mlops += 4
        if load >= 4 * one:
            mlops += 2
    if planned is not None:
        if planned >= assumed["launches_high"]:
            mlops += 3
        if planned > 0 and models == 0:
            mlops += 1
    if toil is not None:
        if toil >= assumed["toil_high"]:
            mlops += 4
            if ownership:
                mlops += 3
        if toil >= assumed["toil_extreme"]:
            mlops += 3
        if toil <= assumed["toil_low"]:
            mlops -= 3
    slow = assumed["slow_deploy_days"]
    if days is not None and days >= slow:
        mlops += 4
    if maturity is not None:
        if maturity <= 1 and (
            (models is not None and models >= 1) or (use_cases is not None and use_cases >= 1) or mlops_needs
        ):
            mlops += 1
        if maturity <= 2:
            deploys = get("deploys_per_quarter")
            if deploys is not None and use_cases and deploys / use_cases >= assumed["frequent_deploys"]:
                mlops += 2
        elif days is not None and maturity >= 3 and days < slow / 4:
            mlops -= 2
    if around_the_clock:
        joins = get("joins_existing_rotation")
        if joins is None:
            mlops += 4
        elif not joins:
            mlops += 5
    critical = get("critical_use_cases")
    if critical is not None and critical >= 1:
        mlops += 2
    if ownership:
        mlops -= 6
    vendor = get("managed_ml_services")
    if vendor == "most":
        mlops -= 5
        platform -= 5
    mlops_open = not (
        models is not None
        and models <= 0
        and use_cases is not None
        and use_cases <= 0
        and planned is not None
        and planned <= 0
        and mlops_needs == 0
        and around_the_clock is False
    )

    # Platform
    if engineers is None:
        builders = scientists
    elif scientists is None:
        builders = engineers
    else:
        builders = scientists + engineers
    some = assumed["builders_for_platform"]
    if builders is not None:
        if builders >= some:
            platform += 3
        if builders >= assumed["builders_many"]:
            platform += 1
        if builders <= assumed["builders_few"] and (teams is None or teams <= 3):
            platform -= 3
    several = teams is not None and teams >= assumed["teams_for_platform"]
    if regulated and (several or (needs is not None and "security_and_compliance" in needs)):
        platform += 1
    if several:
        platform += 2
        consumers = get("model_consuming_teams")
        if consumers is not None and consumers >= assumed["consumers_many"]:
            platform += 1
        if ownership:
            platform += 2
        if company != "strong":
            if toil is not None and toil >= assumed["toil_high"]:
                platform += 2
            if (maturity is not None and maturity <= 1) or (days is not None and days >= slow):
                platform += 1
        present, platform_present = get("current_mlops_fte"), get("current_platform_fte")
        if (
            present is not None
            and platform_present is not None
            and platform_present < 1
            and present >= assumed["mlops_without_platform"]
        ):
            platform += 2
    if teams is not None:
        if teams >= assumed["teams_many"]:
            platform += 1
        if teams >= 3:
            if company == "none":
                platform += 2
            growth = get("growth_teams")
            if growth is not None and growth >= 1:
                platform += 1
        if teams <= 1 and needs is not None and needs.isdisjoint(WIDE_NEEDS):
            platform -= 4
    if company == "strong":
        platform -= 6
    nobody = (
        teams is not None
        and teams <= 1
        and builders is not None
        and builders < some
        and needs is not None
        and sharing + upkeep == 0
    )
    return mlops, mlops_open, platform, not nobody


def work(known: Facts, assumed: Numbers) -> tuple[float, float, float, float]:  # noqa: PLR0912, PLR0915
    # house: long function, because it is the work by hand
    """Hours per month of MLOps work and of its relievable part, the MLOps floor, hours of platform work."""
    get = known.get
    month = get("month") or 0
    per_team, models_each = assumed["data_scientists_per_team"], assumed["models_per_use_case"]
    scientists, engineers, teams = get("data_scientists"), get("ml_engineers"), get("ml_teams")
    use_cases, models, planned = (
        get("use_cases_in_production"),
        get("models_in_production"),
        get("models_planned_per_quarter"),
    )
    if teams is None:
        teams = 1 if scientists is None else scientists / per_team
    if scientists is None:
        if engineers is not None:
            scientists = 0
        else:
            scientists = teams * per_team
            carried = models / models_each if use_cases is None and models is not None else use_cases
            if carried is not None:
                scientists = max(scientists, carried / assumed["use_cases_per_builder"])
    if engineers is None:
        engineers = scientists * assumed["engineers_per_scientist"]
    builders = scientists + engineers
    if use_cases is None:
        use_cases = teams * assumed["use_cases_per_team"] if models is None else models / models_each
    critical, experimental = get("critical_use_cases"), get("experimental_use_cases")
    if critical is None:
        critical = use_cases * assumed["critical_share"]
    if experimental is None:
        experimental = (use_cases - critical) * assumed["experimental_share"]
    critical = min(critical, use_cases)
    experimental = min(experimental, use_cases - critical)
    if planned is None:
        growth = get("growth_models")
        if growth is not None and growth > 0:
            planned = growth / assumed["launches_kept"]
        else:
            planned = builders * assumed["launches_per_builder"]
    deploys, maturity, toil = get("deploys_per_quarter"), get("ml_maturity"), get("ops_share_of_ds_time")
    if deploys is None:
        deploys = use_cases * assumed["deploys_per_use_case"]
    if maturity is None:
        maturity = assumed["maturity_typical"]
    productive = assumed["productive_hours"]

    # MLOps
    if maturity < 2:
        by_maturity = 1 + assumed["manual_surcharge"] * (2 - maturity)
    else:
        by_maturity = 1 - assumed["automation_saving"] * (maturity - 2)
    left = 1 - assumed["carried_by_builders"] if get("end_to_end_ownership") else 1
    run = (
        experimental * assumed["run_hours_experimental"]
        + (use_cases - critical - experimental) * assumed["run_hours_standard"]
        + critical * assumed["run_hours_critical"]
    )
    run *= by_maturity * left
    vendor = get("managed_ml_services")
    if vendor == "most":
        run *= 1 - assumed["carried_by_vendor_most"]
    elif vendor == "some":
        run *= 1 - assumed["carried_by_vendor_some"]
    release = deploys / 3 * assumed["release_hours"] * by_maturity * left
    operations = run + release
    if builders > 0:
        bound = builders / assumed["builders_per_mlops"] * productive
        if operations > bound:
            share = bound / operations
            run, release, operations = run * share, release * share, bound
    launch = planned / 3 * assumed["launch_hours"] * by_maturity * left
    relievable = max(run, 0.0) + max(release, 0.0) + max(launch, 0.0)
    explained = operations + launch
    measured = 0.0
    if toil is not None and toil > assumed["toil_low"]:
        measured = (toil - assumed["toil_low"]) * builders * productive * assumed["toil_transferable"]
    if measured > explained:
        relievable += measured - explained
    mlops = relievable
    if use_cases > 0 or planned > 0:
        mlops += scientists * assumed["partner_hours"] * left
        spread, target = assumed["uplift_months"], assumed["target_maturity"]
        if month < spread and maturity < target:
            mlops += (target - maturity) * assumed["uplift_hours_per_level"] * teams * left / spread
    around_the_clock = get("round_the_clock")
    floor = 0.0
    if around_the_clock:
        if get("joins_existing_rotation"):
            mlops += assumed["rotation_share_joined"] * productive
        else:
            sites = get("sites")
            one_site = sites is None or sites <= 1
            floor = assumed["rotation_one_site" if one_site else "rotation_two_sites"]

    # Platform
    platform = assumed["platform_seed"] * productive
    if teams > 1:
        platform += teams * assumed["tenant_hours"]
    months = assumed["build_months"]
    if month < months:
        company = get("general_platform")
        missing = 1.0
        if company is None or company == "basic":
            missing = 1 - assumed["given_by_basic_platform"]
        elif company == "strong":
            missing = 1 - assumed["given_by_strong_platform"]
        if vendor == "most":
            missing *= 1 - assumed["given_by_most_services"]
        elif vendor == "some":
            missing *= 1 - assumed["given_by_some_services"]
        platform += (
            assumed["platform_capabilities"] * missing * assumed["build_hours_per_capability"] / months
        )
    if around_the_clock:
        platform += assumed["reliability_hours"]
    needs = get("needs")
    if get("regulated") or (needs is not None and "security_and_compliance" in needs):
        platform += assumed["compliance_hours"]
    return mlops, relievable, floor, platform
