"""Who works in a test's workspace, and what they usually do."""

from dataclasses import dataclass
from typing import Any, ClassVar

from planner.domain import Profile
from planner.domain.access import Role
from planner.domain.profile import Budget, Constraints, Site
from planner.services import approving, plans, positions, profiles
from planner.services.ports import Desk, PlanRecord, ProfileRecord
from planner.services.ports.lives import PositionRecord

SHOP = Profile(
    name="Harbour Retail",
    ml_teams=3,
    data_scientists=14.0,
    use_cases_in_production=9,
    models_in_production=12,
    constraints=Constraints(
        budget=Budget(currency="EUR", per_fiscal_year=2_000_000),  # type: ignore[arg-type]
        sites=(Site(name="Berlin", country="DE"),),
    ),
)


@dataclass
class Office:
    """Desks by the name of who works at them."""

    PEOPLE: ClassVar[tuple[tuple[str, Role, tuple[str, ...]], ...]] = (
        ("ana", Role.PLANNER, ()),
        ("fin", Role.FINANCE, ()),
        ("flo", Role.FINANCE, ()),
        ("ada", Role.ADMIN, ()),
        ("mo", Role.MANAGER, ("Search",)),
        ("vi", Role.VIEWER, ()),
    )

    workspace: str
    clock: Any
    operator: Desk
    desks: dict[str, Desk]

    def __getattr__(self, name: str) -> Desk:
        try:
            return self.desks[name]
        except KeyError:
            raise AttributeError(name) from None

    def profile(self, profile: Profile = SHOP) -> ProfileRecord:
        return profiles.create(self.ana, profile)

    def submitted(self, profile_id: str | None = None) -> PlanRecord:
        plan = plans.make(self.ana, profile_id or self.profile().id)
        return approving.submit(self.ana, plan.id)

    def approved(self, profile_id: str | None = None) -> PlanRecord:
        return approving.approve(self.fin, self.submitted(profile_id).id)

    def seats(self, **filters: Any) -> list[PositionRecord]:
        from planner.domain.lists import Ask

        ask = Ask(positions.POSITIONS, limit=100, filters=filters)
        return list(positions.index(self.ana, ask).items)
