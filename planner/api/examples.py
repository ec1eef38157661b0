"""Examples in the OpenAPI document."""

from __future__ import annotations

from typing import Any

PROFILE: dict[str, Any] = {
    "name": "Harbour Retail",
    "ml_teams": 3,
    "data_scientists": 14,
    "use_cases_in_production": 9,
    "general_platform": "basic",
    "needs": ["deploy_models", "monitor_models"],
}
PROFILE_ID = "prof_01kb3v6d9s7pz0f4mx2c8r5hqe"
PLAN_ID = "plan_01kb3v7k2w8n5r0dqj4xh6t9ma"
STORED = {
    "id": PROFILE_ID,
    "name": PROFILE["name"],
    "version": 1,
    "digest": "41ab" * 16,
    "created_at": "2026-11-23T09:00:00+00:00",
    "updated_at": "2026-11-23T09:00:00+00:00",
}
MADE = {
    "id": PLAN_ID,
    "profile_id": PROFILE_ID,
    "profile_version": 1,
    "organisation": PROFILE["name"],
    "today": "2026-11-23",
    "decision": "mlops_only",
    "headline": "Hire two MLOps Engineers now; a platform team does not pay yet.",
    "digest": "9f2c" * 16,
    "input_digest": STORED["digest"],
    "basis": {
        "program": "planner 0.1.0",
        "guidance": "mlops-and-platform",
        "guidance_version": "1.0",
        "guidance_hash": "5ca2" * 16,
        "assumptions_digest": "77d0" * 16,
        "pay_digest": "c01a" * 16,
    },
    "created_at": "2026-11-23T09:01:00+00:00",
}
