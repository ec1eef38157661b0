"""The organisation profile in and out: `read` text, `load` data, `dump` a profile."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from marshmallow import ValidationError

from planner.domain import InvalidProfile, Profile, Role
from planner.domain.words import GeneralPlatform, ManagedServices, Need
from planner.schemas import documents
from planner.schemas import profile_parts as parts
from planner.schemas.containers import Entries, Record, Table, Words
from planner.schemas.faults import located, problems
from planner.schemas.fields import Number, Text, Whole, Word, YesNo
from planner.schemas.records import RecordSchema

ROLE_OR_OTHER: Mapping[str, Role | None] = {**{role.value: role for role in Role}, "other": None}


class ProfileSchema(RecordSchema):
    """An organisation's facts. Everything but the name may be left out: unknown is not zero."""

    builds = Profile

    name = Text("What the organisation is called.", example="Example Ltd")
    teams = Entries(
        Record(parts.TeamSchema, "A team, or several alike."), "Every team that builds or consumes models."
    )
    systems = Entries(
        Record(parts.SystemSchema, "One system that uses models."), "Every system that uses models."
    )
    ml_teams = Whole("Teams that build models.", unit="teams", example=6)
    model_consuming_teams = Whole("Teams that consume models of others.", unit="teams", example=4)
    data_scientists = Number("Data scientists.", unit="FTE", example=14)
    ml_engineers = Number("ML engineers.", unit="FTE", example=5)
    ml_maturity = Whole(
        "Maturity by Microsoft's MLOps levels: 0 no MLOps, 1 DevOps only, 2 automated training, "
        "3 automated deployment, 4 full automation.",
        unit="level",
        most=4,
    )
    models_in_production = Whole("Models in production.", unit="models", example=20)
    use_cases_in_production = Whole(
        "Use cases that run on models in production.", unit="use cases", example=12
    )
    models_planned_per_quarter = Number("Models to be launched.", unit="models per quarter", example=3)
    deploys_per_quarter = Number("Model deployments.", unit="deployments per quarter", example=24)
    ops_share_of_ds_time = Number(
        "Share of model builders' time lost to deployment and operations.",
        unit="share of time",
        most=1,
        example=0.3,
    )
    time_to_deploy_days = Number("From a finished model to production.", unit="days", example=20)
    general_platform = Word("The company platform that ML can stand on.", GeneralPlatform)
    managed_ml_services = Word("How much a vendor already runs.", ManagedServices)
    end_to_end_ownership = YesNo("Whether builders deploy and run their own models.")
    round_the_clock = YesNo("Whether models are promised to run, and be repaired, at any hour.")
    joins_existing_rotation = YesNo("Whether another team's on-call rotation carries the promise.")
    regulated = YesNo("Whether a regulator looks at the models.")
    needs = Words(Word("A need.", Need), "What the organisation says it needs.")
    growth = Record(parts.GrowthSchema, "Net growth per quarter.")
    staff = Entries(
        Record(parts.StaffSchema, "People present today."), "MLOps and platform people present today."
    )
    title_map = Table(
        Text("A job title."), Word("What it does.", ROLE_OR_OTHER), "What job titles do here, by function."
    )
    current_mlops_fte = Number(
        "MLOps people present today, where staff is not listed.", unit="FTE", example=1
    )
    current_platform_fte = Number(
        "ML platform people present today, where staff is not listed.", unit="FTE", example=0
    )
    commitments = Entries(
        Record(parts.CommitmentSchema, "An approved position."),
        "Approved positions and open requisitions: fixed in the plan.",
    )
    reports_to = Table(Word("A role.", Role), Text("A manager's title."), "Whom each role reports to here.")
    constraints = Record(parts.ConstraintsSchema, "What the plan must keep to.")
    assumptions = Table(
        Text("Name of an assumption."),
        parts.OverrideField("The value that holds here."),
        "Assumptions known better here.",
    )


@cache
def schema() -> ProfileSchema:
    """The one instance that `load` and `dump` use."""
    return ProfileSchema()


def read(source: str | bytes, format: documents.Format = "auto") -> Profile:
    """The profile that a YAML or JSON text describes; raises InvalidInput with every problem."""
    document = documents.read(source, format)
    return load(document.data, document.lines)


def load(data: Mapping[str, Any], lines: Mapping[str, int] | None = None, below: str = "") -> Profile:
    """The profile that plain data describes; raises InvalidProfile, with `below` before every path."""
    try:
        return cast(Profile, schema().load(data))
    except ValidationError as error:
        raise InvalidProfile(*problems(error.messages, lines, below)) from None
    except InvalidProfile as error:
        raise InvalidProfile(*located(error.problems, lines, below)) from None


def dump(profile: Profile) -> dict[str, Any]:
    """Plain data that loads as the same profile: unknown facts left out, keys in the profile's order."""
    return cast(dict[str, Any], schema().dump(profile))
