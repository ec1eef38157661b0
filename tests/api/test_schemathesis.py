"""Generated requests against the whole OpenAPI document, with every check that schemathesis has."""

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import PositiveDataAcceptanceConfig, SchemathesisConfig

# A profile can be valid by its schema and still contradict itself: 422 then.
STATUSES = ["2xx", "401", "403", "404", "409", "422"]


@pytest.fixture
def document(app: Flask) -> schemathesis.BaseSchema:
    config = SchemathesisConfig()
    config.projects.default.checks.positive_data_acceptance = PositiveDataAcceptanceConfig(expected_statuses=STATUSES)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)


@schemathesis.pytest.from_fixture("document").parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
def test_every_operation_keeps_its_word(case: schemathesis.Case) -> None:
    case.call_and_validate()
