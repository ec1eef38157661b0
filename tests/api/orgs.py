"""Profiles to send."""

from typing import Any

SHOP: dict[str, Any] = {
    "name": "Harbour Retail",
    "ml_teams": 3,
    "data_scientists": 14.5,
    "use_cases_in_production": 9,
    "general_platform": "basic",
    "needs": ["deploy_models", "monitor_models"],
    "staff": [{"role": "Senior MLOps Engineer", "fte": 0.8, "leaves_on": "2027-03-31"}],
    "constraints": {
        "budget": {"currency": "EUR", "per_fiscal_year": 600000.55},
        "sites": [{"name": "Köln", "country": "DE"}],
    },
    "assumptions": {"attrition_yearly": {"typical": 0.2, "reason": "own figures"}},
}
SHOP_YAML = """\
name: Harbour Retail
ml_teams: 3
data_scientists: 14.5
use_cases_in_production: 9
general_platform: basic
needs: [deploy_models, monitor_models]
staff:
  - {role: Senior MLOps Engineer, fte: 0.8, leaves_on: 2027-03-31}
constraints:
  budget: {currency: EUR, per_fiscal_year: 600000.55}
  sites: [{name: Köln, country: DE}]
assumptions:
  attrition_yearly: {typical: 0.2, reason: own figures}
"""
