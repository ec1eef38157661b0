"""Generated requests against the whole OpenAPI document, with every check that schemathesis has.

Usually what reads is asked on SQLite and what writes on PostgreSQL, systematic cases in JSON alone, and those
of a profile, which run to thousands, not at all. `make requests` sends everything, in both syntaxes, on both.
"""

import os
import secrets
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from tests.api import tenants
from tests.store.databases import DATABASES

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
PROFILE_BODIES = ["createProfile", "replaceProfile", "previewPlan", "comparePlans", "planPortfolio"]
# What is valid by its schema can be wrong nevertheless: facts that contradict each other, a cursor of another
# list, a key of another request, a version that is not the present one; 428 asks for a missing header.
CHECKS = {
    "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "409", "412", "422"]},
    "missing_required_header": {"expected-statuses": ["4xx"]},
}
MAYBE_OPEN = {"positive_data_acceptance": {"expected-statuses": ["2xx", "401"]}}  # as it is set
UNSYSTEMATIC = {"phases": {"coverage": {"enabled": False}}}
GENERATED = settings(
    max_examples=300 if THOROUGH else 4,
    deadline=None,
    derandomize=not THOROUGH,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@pytest.fixture
def workspace(app: Flask) -> str:
    """One of a name that is not guessed: with it everything is erased, the token as well, and every operation
    after that is refused. Hypothesis tries words that stand in the code."""
    return tenants.workspace(app, secrets.token_hex())


@pytest.fixture
def document(app: Flask, workspace: str) -> schemathesis.BaseSchema:
    rest = [] if THOROUGH else PROFILE_BODIES
    operations: list[dict[str, Any]] = [{"include-operation-id": name, **UNSYSTEMATIC} for name in rest]
    operations.append({"include-operation-id": "getMetrics", "checks": MAYBE_OPEN})
    config = SchemathesisConfig.from_dict(
        {
            "operations": operations,
            "generation": {"deterministic": not THOROUGH},
            "auth": {"openapi": {"token": {"bearer": tenants.token(app, workspace)}}},
            "checks": CHECKS,
        }
    )
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)


def judge(case: schemathesis.Case) -> None:
    systematic = case.meta is not None and case.meta.phase.name.value == "coverage"
    if THOROUGH or not systematic or case.media_type != "application/yaml":
        case.call_and_validate()


@pytest.mark.parametrize("app", DATABASES if THOROUGH else ["sqlite"], indirect=True)
@schemathesis.pytest.from_fixture("document").include(method="GET").parametrize()
@GENERATED
def test_every_operation_that_reads_keeps_its_word(case: schemathesis.Case) -> None:
    judge(case)


@pytest.mark.parametrize("app", DATABASES if THOROUGH else ["postgresql"], indirect=True)
@schemathesis.pytest.from_fixture("document").exclude(method="GET").parametrize()
@GENERATED
def test_every_operation_that_writes_keeps_its_word(case: schemathesis.Case) -> None:
    judge(case)
