"""Approvals: larger plans never need fewer people to agree, and nobody agrees with themselves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import InvalidInput, Money
from planner.domain.approval import (
    USUAL,
    ApprovalLevel,
    ApprovalPolicy,
    Approver,
    Given,
    NotYours,
    next_level,
    refuse_approver,
)

EUROS = st.integers(0, 10**9).map(lambda cents: Money(Decimal(cents) / 100, "EUR"))
LEVELS = st.builds(
    ApprovalLevel,
    st.text(min_size=1, max_size=5),
    st.sampled_from(["finance", "planner"]),
    st.none() | EUROS,
    st.none() | st.integers(0, 50),
)
POLICIES = st.lists(LEVELS, min_size=1, max_size=5, unique_by=lambda level: level.name).map(
    lambda levels: ApprovalPolicy(tuple(levels))
)
TWO = ApprovalPolicy(
    (ApprovalLevel("finance", "finance"), ApprovalLevel("board", "admin", Money.of(1_000_000, "EUR"), 5))
)


@given(POLICIES, st.integers(0, 50), st.integers(0, 50), EUROS, EUROS)
def test_a_larger_plan_never_needs_fewer(
    policy: ApprovalPolicy, seats: int, more: int, cost: Money, dearer: Money
) -> None:
    if not policy.levels[0].needed(seats, cost):
        policy = ApprovalPolicy((ApprovalLevel("first!", "finance"), *policy.levels))
    smaller, larger = policy.required(seats, cost), policy.required(seats + more, cost + dearer)
    assert set(smaller) <= set(larger)


@given(POLICIES, st.integers(0, 50), EUROS)
def test_somebody_always_has_to_agree_in_the_order_of_the_policy(
    policy: ApprovalPolicy, seats: int, cost: Money
) -> None:
    required = policy.required(seats, cost)
    assert required
    assert list(required) == [level for level in policy.levels if level in required]
    given_so_far: list[Given] = []
    for level in required:
        assert next_level(required, given_so_far) == level
        given_so_far.append(Given(level.name, "anybody"))
    assert next_level(required, given_so_far) is None


@pytest.mark.parametrize(
    ("seats", "cost", "levels"),
    [(5, 1_000_000, 1), (6, 0, 2), (0, 1_000_001, 2)],
)
def test_thresholds_are_exceeded_not_met(seats: int, cost: int, levels: int) -> None:
    assert len(TWO.required(seats, Money.of(cost, "EUR"))) == levels


def test_a_cost_that_cannot_be_compared_needs_the_level() -> None:
    assert len(TWO.required(1, Money.of(1, "JPY"))) == 2


def test_nobody_approves_what_they_submitted_unless_alone() -> None:
    level = USUAL.levels[0]
    with pytest.raises(NotYours, match="somebody else has to approve it"):
        refuse_approver(level, Approver("ana", "admin"), "ana", [])
    refuse_approver(level, Approver("ana", "planner", alone=True), "ana", [])
    refuse_approver(level, Approver("bo", "finance"), "ana", [])


def test_one_person_gives_one_approval() -> None:
    with pytest.raises(NotYours, match="another level needs another person"):
        refuse_approver(TWO.levels[1], Approver("bo", "admin"), "ana", [Given("finance", "bo")])


def test_a_level_is_given_by_its_role_or_an_admin() -> None:
    with pytest.raises(NotYours, match="is given by the role finance, and yours is planner"):
        refuse_approver(TWO.levels[0], Approver("bo", "planner"), "ana", [])
    refuse_approver(TWO.levels[0], Approver("cy", "admin"), "ana", [])


@pytest.mark.parametrize(
    "levels",
    [
        (),
        (ApprovalLevel("a", "admin"), ApprovalLevel("a", "finance")),
        (ApprovalLevel("a", "admin", Money.of(-1, "EUR")),),
        tuple(ApprovalLevel(str(at), "admin") for at in range(11)),
    ],
)
def test_a_policy_that_cannot_be_followed_is_refused(levels: tuple[ApprovalLevel, ...]) -> None:
    with pytest.raises(InvalidInput):
        ApprovalPolicy(levels)
