"""Facts of one profile must not contradict each other; each problem says how they can be made to agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from planner.domain.aggregates import TOTALS, maturity, round_the_clock
from planner.domain.errors import Problem
from planner.domain.words import Role, Way

if TYPE_CHECKING:
    from planner.domain.profile import Profile

TOLERANCE = 1e-9
OF_TEAMS = frozenset({"ml_teams", "model_consuming_teams", "data_scientists", "ml_engineers"})


def problems_of(profile: Profile) -> Iterator[Problem]:
    """Every contradiction in `profile`."""
    yield from _totals(profile)
    yield from _maturity(profile)
    yield from _rotation(profile)
    yield from _names(profile)
    yield from _sites(profile)
    yield from _promises(profile)
    yield from _money(profile)
    yield from _overrides(profile)


def _totals(profile: Profile) -> Iterator[Problem]:
    for fact, derive in TOTALS.items():
        given, bounds = getattr(profile, fact), derive(profile)
        if given is None or bounds is None:
            continue
        source = "teams" if fact in OF_TEAMS else "systems"
        if bounds.exact and abs(given - bounds.low) > TOLERANCE:
            yield Problem(
                fact,
                f"says {given:g}, but the {source} list adds up to {bounds.low:g}.",
                f"Leave {fact} out (it follows from the list) or correct one of the two.",
            )
        elif given < bounds.low - TOLERANCE:
            yield Problem(
                fact,
                f"says {given:g}, but the {source} that state theirs already add up to {bounds.low:g}.",
                f"Correct {fact} or the list.",
            )


def _maturity(profile: Profile) -> Iterator[Problem]:
    derived = maturity(profile)
    if profile.ml_maturity is None or derived is None or derived.median is None:
        return
    if profile.ml_maturity != derived.median:
        yield Problem(
            "ml_maturity",
            f"says {profile.ml_maturity}, but the gates of {derived.systems} systems give {derived.median}.",
            "Leave ml_maturity out, or correct the gates.",
        )


def _rotation(profile: Profile) -> Iterator[Problem]:
    if profile.round_the_clock is False and round_the_clock(profile):
        yield Problem(
            "round_the_clock",
            "says no, but a system in the list promises round-the-clock service.",
            "Leave round_the_clock out, or correct the system.",
        )


def _names(profile: Profile) -> Iterator[Problem]:
    teams = profile.teams or ()
    yield from _repeated(
        "teams", (team.key for team in teams), "Give each team an id of its own, or use count."
    )
    yield from _repeated(
        "commitments", (seat.id for seat in profile.commitments), "Each position needs an id of its own."
    )
    if profile.teams is None:
        return
    known = {team.key for team in teams} | {team.name for team in teams}
    for index, system in enumerate(profile.systems or ()):
        if system.team is not None and system.team not in known:
            yield Problem(
                f"systems[{index}].team",
                f"names {system.team!r}, which is not in teams.",
                "Name a listed team.",
            )


def _repeated(path: str, keys: Iterable[str], fix: str) -> Iterator[Problem]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield Problem(path, f"{key!r} stands {times} times.", fix)


def _sites(profile: Profile) -> Iterator[Problem]:
    sites = profile.constraints.sites
    yield from _repeated("constraints.sites", (site.name for site in sites), "Name each site once.")
    shares = [site.share for site in sites]
    given = [share for share in shares if share is not None]
    if given and len(given) < len(shares):
        yield Problem(
            "constraints.sites", "some sites state a share and others don't.", "Give each a share, or none."
        )
    elif given and abs(sum(given) - 1) > 1e-6:
        yield Problem("constraints.sites", f"the shares add up to {sum(given):g}.", "They must add up to 1.")
    if not sites:
        return
    known = {site.name for site in sites}
    for path, site in _named_sites(profile):
        if site not in known:
            yield Problem(
                path, f"names {site!r}, which is not in constraints.sites.", "Name a listed site, or list it."
            )


def _named_sites(profile: Profile) -> Iterator[tuple[str, str]]:
    sites = {
        "teams": [team.site for team in profile.teams or ()],
        "staff": [entry.site for entry in profile.staff or ()],
        "commitments": [seat.site for seat in profile.commitments],
    }
    for path, named in sites.items():
        for index, site in enumerate(named):
            if site is not None:
                yield f"{path}[{index}].site", site


def _promises(profile: Profile) -> Iterator[Problem]:
    """Only engagements end, after they start; who moves over moves to the platform."""
    for index, seat in enumerate(profile.commitments):
        path, ends, starts = f"commitments[{index}]", seat.ends_on, seat.starts_on
        if ends is not None and seat.way is not Way.CONTRACTOR:
            how = seat.way or "recruiting"
            yield Problem(
                f"{path}.ends_on",
                f"is {ends}, but {seat.id} is filled by {how}: only a contractor's engagement ends.",
                "Leave ends_on out, or say way: contractor.",
            )
        elif ends is not None and starts is not None and ends <= starts:
            yield Problem(
                f"{path}.ends_on",
                f"is {ends}, but {seat.id} starts in {starts}.",
                "Name the first month without the contractor, after the start.",
            )
        if seat.way is Way.CONVERSION and seat.role is not Role.PLATFORM:
            yield Problem(
                f"{path}.way",
                f"is conversion, but {seat.id} is for {seat.role}: MLOps people move over to the platform.",
                "Say role: platform, or leave way out.",
            )


def _money(profile: Profile) -> Iterator[Problem]:
    budget, currency = profile.constraints.budget, profile.constraints.currency
    if budget and currency and budget.currency != currency:
        yield Problem(
            "constraints.currency",
            f"is {currency}, but the budget is in {budget.currency}.",
            "Leave constraints.currency out: the plan is in the budget's currency.",
        )
    for role, present in (("mlops", profile.current_mlops_fte), ("platform", profile.current_platform_fte)):
        if present is not None and profile.staff is not None:
            stated = sum(entry.fte * entry.count for entry in profile.staff if entry.role == role)
            if present < stated - TOLERANCE:
                yield Problem(
                    f"current_{role}_fte",
                    f"says {present:g}, but the staff list has {stated:g} FTE in role {role}.",
                    f"Leave current_{role}_fte out (it follows from the list) or correct one of the two.",
                )


def _overrides(profile: Profile) -> Iterator[Problem]:
    for name, override in profile.assumptions.items():
        low = override.typical if override.low is None else override.low
        high = override.typical if override.high is None else override.high
        if not low <= override.typical <= high:
            yield Problem(
                f"assumptions.{name}",
                f"low {low:g}, typical {override.typical:g} and high {high:g} are not in order.",
                "State them so that low <= typical <= high.",
            )
