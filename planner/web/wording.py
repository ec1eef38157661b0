"""The words of the pages: questions, hints and what is said of errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is told of one kind of error."""

    title: str
    text: str


LABELS = {
    "name": "What is the organisation called?",
    "constraints.sites[0].country": "In which country are the seats?",
    "constraints.budget.currency": "In which currency is the budget?",
    "constraints.budget.per_fiscal_year": "What may the new seats cost in a fiscal year?",
    "constraints.hires_per_month": "How many hires a month can your recruiters carry?",
    "constraints.headcount_cap": "How many positions may the plan add at most?",
    "constraints.fiscal_year_starts_in": "In which month does your fiscal year start?",
    "ml_maturity": "How are models released and retrained today?",
    "needs": "What do you need most?",
}
HINTS = {
    "constraints.sites[0].country": "Two capitals, such as DE. It decides on pay; without it pay is that of the United States.",
    "constraints.budget.currency": "Three capitals, such as EUR.",
    "constraints.budget.per_fiscal_year": "Loaded pay and hiring together.",
    "ops_share_of_ds_time": "Deploying, fixing and babysitting models, as a share: {share} or 30 %.",
    "data_scientists": "In full-time equivalents (FTE): two people at half time are 1.",
    "ml_teams": "Teams that only use models of others don't count here.",
    "models_planned_per_quarter": "New models, not new versions.",
    "time_to_deploy_days": "From the day the model is finished to the day it serves.",
}
NAMES = {
    "needs": (
        ("deploy_models", "Deploy models"),
        ("operate_models", "Operate models"),
        ("automate_pipelines", "Automate pipelines"),
        ("monitor_models", "Monitor models"),
        ("ci_cd_for_ml", "CI/CD for machine learning"),
        ("productionize_with_data_scientists", "Help data scientists into production"),
        ("scale_across_teams", "Scale across teams"),
        ("shared_platform", "A shared platform"),
        ("standardize_workflows", "The same way of working everywhere"),
        ("self_service_tooling", "Self-service tools"),
        ("infrastructure_as_code", "Infrastructure as code"),
        ("security_and_compliance", "Security and compliance"),
        ("optimize_platform_cost", "Lower cost of the platform"),
        ("platform_reliability", "A reliable platform"),
    ),
    "ml_maturity": (
        ("0", "0 · by hand, nothing automated"),
        ("1", "1 · software is built and tested automatically, models are not"),
        ("2", "2 · training is automated and repeatable"),
        ("3", "3 · releases are automated"),
        ("4", "4 · everything, including retraining"),
    ),
    "constraints.fiscal_year_starts_in": tuple(
        (str(number), name)
        for number, name in enumerate(
            (
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ),
            1,
        )
    ),
}
TOLD: Mapping[int, Told] = {
    400: Told(
        "This form is no longer valid",
        "It is too old, or was opened before you signed in. Go back, reload the page and send it again; what you typed is kept in the page.",
    ),
    401: Told(
        "You are not signed in",
        "Your session has ended, or the link has been used or is too old. Ask an administrator for a new link.",
    ),
    403: Told(
        "You may not see this",
        "Your role does not allow it. An administrator of the workspace can change that.",
    ),
    404: Told("There is no such page", "The address may be mistyped, or what was here may be gone."),
    405: Told(
        "This address answers nothing here", "It belongs to a form. Start from the page that holds the form."
    ),
    409: Told(
        "This has changed meanwhile",
        "Somebody else, or another tab, was faster. Nothing of yours was stored; look at the newest state and try again.",
    ),
    413: Told("This file is too large", "Send less at once; alike teams need one entry with a count."),
    422: Told("This cannot be used yet", "Nothing was stored. Mend what is listed and send it again."),
    429: Told("Too many requests", "Wait a minute, then try again."),
    500: Told(
        "Something failed on our side",
        "It is not your fault, and nothing of yours was stored. Try again; if it happens twice, report the number below.",
    ),
    503: Told(
        "The data cannot be reached at present",
        "Try again in a few seconds; what you typed stays in this page when you go back.",
    ),
}
