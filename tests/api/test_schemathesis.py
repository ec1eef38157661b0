"""Generated requests against the whole OpenAPI document, with every check that schemathesis has.

Its systematic cases of a profile run to thousands: each of them is sent once, in JSON, to the operation that
stores; the thorough profile of hypothesis sends them to every operation, in both syntaxes, on both databases.
"""

import os

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from planner.app import STORE
from tests.api import tenants

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
PROFILE_BODIES = ["createProfile", "replaceProfile", "previewPlan", "comparePlans"]
# What is valid by its schema can be wrong nevertheless: facts that contradict each other, a cursor of another
# list, a key of another request, a version that is not the present one; 428 asks for a missing header.
CHECKS = {
    "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "409", "412", "422"]},
    "missing_required_header": {"expected-statuses": ["4xx"]},
    # the usual ones, and 412: a stale version is told before the body is read
    "negative_data_rejection": {
        "expected-statuses": [
            *("400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "428", "429"),
        ]
    },
}
MAYBE_OPEN = {"positive_data_acceptance": {"expected-statuses": ["2xx", "401"]}}  # as it is set
UNSYSTEMATIC = {"phases": {"coverage": {"enabled": False}}}
GENERATED = settings(
    max_examples=300 if THOROUGH else 12,
    deadline=None,
    derandomize=not THOROUGH,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@pytest.fixture
def document(app: Flask, workspace: str) -> schemathesis.BaseSchema:
    systematic = {"createProfile"} if app.extensions[STORE].engine.dialect.name == "sqlite" else set()
    rest = [] if THOROUGH else [name for name in PROFILE_BODIES if name not in systematic]
    operations = [{"include-operation-id": name, **UNSYSTEMATIC} for name in rest]
    operations.append({"include-operation-id": "getMetrics", "checks": MAYBE_OPEN})
    config = SchemathesisConfig.from_dict(
        {
            "operations": operations,
            "generation": {"deterministic": not THOROUGH},
            "auth": {"openapi": {"token": {"bearer": tenants.token(app, workspace)}}},
            "checks": CHECKS,
        }
    )
    whole = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    # what is written is the same on both; thousands of requests more would prove nothing new every time
    return whole if systematic or THOROUGH else whole.include(method="GET")


@schemathesis.pytest.from_fixture("document").parametrize()
@GENERATED
def test_every_operation_keeps_its_word(case: schemathesis.Case) -> None:
    systematic = case.meta is not None and case.meta.phase.name.value == "coverage"
    if THOROUGH or not systematic or case.media_type != "application/yaml":
        case.call_and_validate()
