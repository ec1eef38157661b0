"""Numbers put in the place of the shipped assumptions mean what they say, or are refused with their path."""

from __future__ import annotations

import pytest

from planner.domain import InvalidProfile, Profile
from planner.domain.profile import Override
from tests.knowing import planned


@pytest.mark.parametrize("months", [1.5, 2.5, 24.25])
def test_a_horizon_that_ends_within_a_month_is_refused(months: float) -> None:
    profile = Profile(name="short", assumptions={"horizon_months": Override(typical=months)})
    with pytest.raises(InvalidProfile) as caught:
        planned(profile)
    (problem,) = caught.value.problems
    assert problem.path == "assumptions.horizon_months"
    assert f"is {months:g} months" in problem.message and "whole months" in problem.fix


def test_a_horizon_of_whole_months_is_planned_to_its_end() -> None:
    plan = planned(Profile(name="short", assumptions={"horizon_months": Override(typical=2.0)}))
    assert [len(row.fte) for row in plan.demand] == [2, 2]
