"""Plans made by hand, from the plainest to the largest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.domain import (
    Decision,
    FiscalQuarter,
    Level,
    Money,
    Month,
    Plan,
    Position,
    PositionKind,
    Profile,
    Role,
    Stance,
    StanceKind,
)
from planner.domain.plan import (
    Advice,
    Assumption,
    Atom,
    BreakEven,
    Citation,
    Cut,
    Demand,
    Provenance,
    QuarterLine,
    Question,
    Reason,
    ShadowPrice,
    Solution,
    Supply,
    Totals,
    WorkLine,
)
from planner.domain.profile import Budget, Constraints

TODAY = date(2026, 11, 23)
FIRST = Month.of(TODAY)
HORIZON = 24
UNBOUND = Constraints()
LEVEL_TITLES = {Level.ENTRY: "Junior ", Level.MID: "", Level.SENIOR: "Senior ", Level.PRINCIPAL: "Principal "}
TITLES = {Role.MLOPS: "MLOps Engineer", Role.PLATFORM: "ML Platform Engineer"}


def reason(rule: str, title: str, because: str, strength: int, *citations: str, **missing: None) -> Reason:
    outcome = None if missing else True
    return Reason(
        rule=rule,
        title=title,
        outcome=outcome,
        because=because,
        citations=tuple(Citation(name, name.replace(".", ", ")) for name in citations),
        atoms=(Atom(" and ".join(missing) or "always", outcome, missing),),
        strength=strength,
    )


STATED = reason(
    "mlops.stated_need",
    "Models must be deployed and run",
    "The organisation states needs of model operations: deploy models and monitor models.",
    5,
    "guide:choosing.organizations.mlops",
)
LOAD = reason(
    "mlops.load",
    "More use cases run than builders carry beside their work",
    "What is in production (9 use cases, 14 models) is the work of at least one MLOps engineer, who runs "
    "about 4 use cases.",
    4,
    "guide:choosing.organizations.mlops",
    "practice:capacity",
)
OWNERSHIP = reason(
    "mlops.builders_own",
    "Builders run what they build",
    "Builders deploy and run their own models.",
    -3,
    "practice:neither_yet",
)
TOIL = reason(
    "mlops.toil",
    "Builders lose their time to operations",
    "",
    4,
    "practice:toil",
    ops_share_of_ds_time=None,
)
FEW_TEAMS = reason(
    "platform.few_teams",
    "Too few teams to share a platform",
    "3 teams build models; a shared platform comes into question from 5.",
    -4,
    "guide:choosing.organizations.platform",
)
SHARED = reason(
    "platform.stated_need",
    "Work must scale across teams",
    "The organisation states needs of a shared platform: scale across teams.",
    4,
    "guide:choosing.organizations.platform",
)
LEAD_TIME = Advice(
    "risk",
    "A hire is in place 3 months after approval at best and fully productive 6 months later.",
    reason("advice.risk.lead_time", "Hires take months to deliver", "", 0, "practice:lead_time"),
)
TECHNICAL = Advice(
    "misconception",
    "MLOps isn't the more technical of the two roles; pay them by level, not by name.",
    reason("advice.misconception.technical", "Neither is senior", "", 0, "guide:misconceptions.technical"),
)
CONTRACT = Advice(
    "alternative",
    "A contractor can set up automation within weeks, while a hire delivers fully after five months or more.",
    reason("advice.alternative.contract", "Contract for the start", "", 0, "practice:buy_or_contract"),
    Role.MLOPS,
    "contractor",
)
ASSUMPTIONS = (
    Assumption(
        "attrition_yearly",
        "share per year",
        0.082,
        0.132,
        0.217,
        "B",
        "Mercer 2023; LinkedIn 2017",
        "Share of people who leave in a year",
    ),
    Assumption(
        "hiring_cost",
        "EUR per hire",
        4000,
        12000,
        16000,
        "D",
        "DOMAIN 2, average cost per hire",
        "Cost of a hire without an agency",
        overridden=True,
        reason="we always use an agency",
    ),
    Assumption(
        "loaded_cost_factor",
        "x base pay",
        1.2,
        1.43,
        1.6,
        "A",
        "BLS ECEC; low end ours",
        "Employer cost over base pay; a ceiling for high pay",
    ),
    Assumption(
        "productive_hours",
        "hours per FTE-month",
        110,
        130,
        140,
        "D",
        "ours: 52 weeks x 40 hours less leave, holidays and meetings",
        "Hours of work one full-time person delivers in a month",
    ),
    Assumption(
        "teams_for_platform",
        "teams",
        2,
        5,
        10,
        "C",
        "GetYourGuide 2; TMNL 5-10",
        "Model-building teams from which a shared platform comes into question",
    ),
)
QUESTIONS = (
    Question(
        "ops_share_of_ds_time",
        "What share of model builders' time goes to deployment and operations?",
        0.25,
        ("mlops.toil", "mlops.extreme_toil"),
    ),
    Question(
        "general_platform", "Is there a company platform that machine learning can stand on?", "basic", ()
    ),
    Question("regulated", "Is the organisation regulated?", None, ("platform.compliance",)),
)
PROVENANCE = Provenance(
    program="planner 0.1.0",
    guidance="mlops-and-platform",
    guidance_version="1.0",
    guidance_hash="9f2c" * 16,
    pay_digest="77e0" * 16,
    input_digest="41ab" * 16,
    today=TODAY,
)


def stance(role: Role, kind: StanceKind, sentence: str, score: float, **given: object) -> Stance:
    empty = Stance(role, kind, sentence, score, 4, None, None, (), (), (), (), ())
    return replace(empty, **given)  # type: ignore[arg-type]


def ramp(start: float, end: float, months: int = HORIZON) -> tuple[float, ...]:
    return tuple(start + (end - start) * index / (months - 1) for index in range(months))


def flat(value: float, months: int = HORIZON) -> tuple[float, ...]:
    return (value,) * months


def no_demand(role: Role, months: int = HORIZON) -> Demand:
    return Demand(role, (), flat(0, months), flat(0, months), 0, flat(0, months))


def no_supply(role: Role, months: int = HORIZON) -> Supply:
    nothing = flat(0, months)
    return Supply(role, nothing, nothing, nothing, nothing)


def seat(number: int, role: Role, level: Level, opens: int, **given: object) -> Position:
    starts = opens + 3
    productive = FIRST + starts + 6
    cost = Decimal(17_250) * (HORIZON - starts) + 12_000
    position = Position(
        id=f"{'ML' if role is Role.MLOPS else 'PF'}-{(FIRST + starts).year}-{number:03d}",
        role=role,
        kind=PositionKind.NEW,
        level=level,
        title=f"{LEVEL_TITLES.get(level, '')}{TITLES[role]}",
        site=None,
        reports_to="Engineering Manager" if role is Role.MLOPS else "Platform Engineering Manager",
        needed=FIRST + opens,
        opens=FIRST + opens,
        starts=FIRST + starts,
        productive=productive,
        late_months=3 if opens == 0 else 0,
        monthly_cost=Money.of(Decimal(17_250), "EUR"),
        hiring_cost=Money.of(Decimal(12_000), "EUR"),
        cost=Money.of(cost, "EUR"),
        skills=("Python", "CI/CD"),
        reasons=("mlops.stated_need",),
        work=("Running use cases",),
        alternative="a contractor for the first six months",
        confidence="medium",
        why=f"Running {4 * number} use cases is more than the seats before it carry.",
    )
    return replace(position, **given)  # type: ignore[arg-type]


def quarter_lines(
    demands: Iterable[Demand], supplies: Iterable[Supply], seats: tuple[Position, ...]
) -> tuple[QuarterLine, ...]:
    lines = []
    for demand, supply in zip(demands, supplies, strict=True):
        by_quarter: dict[FiscalQuarter, list[int]] = {}
        for index in range(len(demand.fte)):
            by_quarter.setdefault(FiscalQuarter.of(FIRST + index), []).append(index)
        for quarter, months in by_quarter.items():
            mean = [
                sum(series[index] for index in months) / len(months)
                for series in (demand.fte, supply.present, supply.planned, supply.shortage)
            ]
            starts = sum(s.role is demand.role and FiscalQuarter.of(s.starts) == quarter for s in seats)
            spent = cost_of(seats, demand.role, quarter)
            lines.append(
                QuarterLine(quarter, demand.role, mean[0], mean[1] + mean[2], mean[3], starts, spent)
            )
    return tuple(lines)


def cost_of(seats: tuple[Position, ...], role: Role, quarter: FiscalQuarter) -> Money:
    paid = Money.of(Decimal(0), "EUR")
    for position in seats:
        for month in (FIRST + index for index in range(HORIZON)):
            if position.role is role and FiscalQuarter.of(month) == quarter and month >= position.starts:
                paid += position.monthly_cost
                paid += position.hiring_cost if month == position.starts else Money.of(Decimal(0), "EUR")
    return paid


def assembled(
    name: str,
    headline: str,
    decision: Decision,
    stances: tuple[Stance, ...],
    demand: tuple[Demand, ...],
    supply: tuple[Supply, ...],
    positions: tuple[Position, ...] = (),
    constraints: Constraints = UNBOUND,
    **given: object,
) -> Plan:
    lines = quarter_lines(demand, supply, positions)
    by_quarter = {line.quarter: Money.of(Decimal(0), "EUR") for line in lines}
    by_year = {quarter.year: Money.of(Decimal(0), "EUR") for quarter in by_quarter}
    for line in lines:
        by_quarter[line.quarter] += line.cost
        by_year[line.quarter.year] += line.cost
    budget = constraints.budget
    caps = {year: budget.of_year(year) for year in by_year} if budget else {}
    totals = Totals(
        seats={role: sum(position.role is role for position in positions) for role in Role},
        cost=Money.total(by_year.values(), "EUR"),
        by_year=by_year,
        by_quarter=by_quarter,
        budget_by_year={year: Money.of(cap, "EUR") for year, cap in caps.items() if cap is not None},
    )
    plan = Plan(
        organisation=name,
        headline=headline,
        decision=decision,
        months=tuple(FIRST + index for index in range(len(demand[0].fte))),
        stances=stances,
        demand=demand,
        supply=supply,
        quarters=lines,
        positions=positions,
        cuts=(),
        shadow_prices=(),
        exceeded=(),
        solution=Solution("HiGHS", "1.0", "optimal", 12.5, 12.5, 0.0, 0.0, 3, 1e-9),
        totals=totals,
        break_even=BreakEven(8, 5, 14, 3, "A platform pays from 8 model-building teams."),
        maturity="1, as stated",
        advice=(LEAD_TIME, TECHNICAL),
        assumptions=ASSUMPTIONS,
        questions=QUESTIONS,
        notes=(),
        provenance=PROVENANCE,
        profile=Profile(name=name, constraints=constraints),
    )
    return replace(plan, **given)  # type: ignore[arg-type]


def usual() -> Plan:
    """Three seats for MLOps, a platform later, one seat cut by the budget."""
    seats = (
        seat(1, Role.MLOPS, Level.SENIOR, 0),
        seat(2, Role.MLOPS, Level.SENIOR, 0),
        seat(3, Role.MLOPS, Level.MID, 9, alternative=""),
    )
    fte = ramp(1.8, 3.4)
    planned = tuple(
        sum(min(1.0, max(0, index - (s.starts - FIRST) + 1) / 6) for s in seats) for index in range(HORIZON)
    )
    present = flat(0.5)
    shortage = tuple(max(0.0, need - have - 0.5) for need, have in zip(fte, planned, strict=True))
    lines = (
        WorkLine("work.run", "running use cases", ramp(160, 300), (Citation("practice:capacity", ""),), ()),
        WorkLine("work.launch", "launching models", flat(90), (Citation("practice:capacity", ""),), ()),
    )
    demand = (
        Demand(Role.MLOPS, lines, flat(0), ramp(1.9, 3.5), 0, fte),
        Demand(Role.PLATFORM, (), flat(0), flat(0.3), 0, flat(0)),
    )
    supply = (
        Supply(Role.MLOPS, present, planned, shortage, flat(1)),
        no_supply(Role.PLATFORM),
    )
    mlops = stance(
        Role.MLOPS,
        StanceKind.HIRE_NOW,
        "Hire three MLOps Engineers: nine use cases run and nobody is there to operate them.",
        6,
        supporting=(LOAD, STATED),
        opposing=(OWNERSHIP,),
        undecided=(TOIL,),
        alternatives=(CONTRACT,),
    )
    platform = stance(
        Role.PLATFORM,
        StanceKind.HIRE_WHEN,
        "A platform team pays off from 8 teams; there are 3 today.",
        0,
        month=FIRST + 14,
        trigger="8 model-building teams",
        supporting=(SHARED,),
        opposing=(FEW_TEAMS,),
    )
    return assembled(
        "Harbour Retail",
        "Hire 2 MLOps Engineers now and 1 from 2027-08; a platform team pays off from 8 teams, "
        "about 2028-01.",
        Decision.MLOPS_ONLY,
        (mlops, platform),
        demand,
        supply,
        seats,
        Constraints(budget=Budget(currency="EUR", per_fiscal_year=Decimal(600_000))),
        cuts=(
            Cut(1, Role.MLOPS, Level.MID, FIRST + 9, "budget of FY2028", 7.4, "Launches wait for a person."),
            Cut(2, Role.MLOPS, Level.MID, FIRST + 9, "budget of FY2028", 3.2, "Launches wait for a person."),
        ),
        shadow_prices=(
            ShadowPrice("recruiters", "one more hire a month", 2.4),
            ShadowPrice("budget", "one more seat's pay in every period", 9.1),
        ),
        notes=("People were counted by function: 'AI Engineer' as MLOps",),
    )


def nobody() -> Plan:
    """Neither role yet: the argument for hiring nobody."""
    mlops = stance(
        Role.MLOPS,
        StanceKind.NOT_YET,
        "No MLOps Engineer yet: three people run their own two models and lose little time to it.",
        1,
        supporting=(STATED,),
        opposing=(OWNERSHIP,),
        undecided=(TOIL,),
        alternatives=(CONTRACT,),
    )
    platform = stance(
        Role.PLATFORM,
        StanceKind.NOT_YET,
        "No ML Platform Engineer: one team has nobody to share a platform with.",
        -4,
        opposing=(FEW_TEAMS,),
    )
    demand = (replace(no_demand(Role.MLOPS), work=flat(0.3)), no_demand(Role.PLATFORM))
    supply = (no_supply(Role.MLOPS), no_supply(Role.PLATFORM))
    return assembled(
        "Small Bank",
        "Hire nobody yet: builders run their own models on a strong company platform.",
        Decision.NEITHER_YET,
        (mlops, platform),
        demand,
        supply,
        constraints=Constraints(budget=Budget(currency="EUR", per_fiscal_year=Decimal(200_000))),
        break_even=BreakEven(None, None, None, None, "No number of teams up to 60 makes a platform pay."),
    )


def large() -> Plan:
    """Five hundred teams: sixty-eight seats over two years and two sites, fiscal years from April."""
    levels = (Level.SENIOR, Level.SENIOR, Level.MID, Level.SENIOR)
    seats = tuple(
        seat(
            number + 1,
            role,
            levels[number % 4],
            number // 4 + number % 2,
            site=("Berlin", "Lisbon")[number % 2],
            why=f"{TITLES[role]}s carry the work of 500 teams.",
        )
        for role in Role
        for number in range(34)
    )
    demand = tuple(Demand(role, (), flat(0), ramp(18, 40), 0, ramp(18, 40)) for role in Role)
    supply = tuple(
        Supply(
            role, flat(6), ramp(0, 34), tuple(max(0.0, 12 - index / 2) for index in range(HORIZON)), flat(6)
        )
        for role in Role
    )
    stances = (
        stance(
            Role.MLOPS,
            StanceKind.HIRE_NOW,
            "Hire 34 MLOps Engineers over two years",
            9,
            supporting=(STATED, LOAD),
        ),
        stance(
            Role.PLATFORM,
            StanceKind.CONVERT,
            "Make 6 MLOps people the core of a platform team",
            8,
            supporting=(SHARED,),
        ),
    )
    return assembled(
        "Continental Group",
        "Hire 34 MLOps Engineers and 34 ML Platform Engineers over two years.",
        Decision.BOTH,
        stances,
        demand,
        supply,
        seats,
        Constraints(fiscal_year_starts_in=4),
    )
